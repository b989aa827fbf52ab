package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.offheap.heap.HeapOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Spliterator;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions and streams over handles do what they do over arrays, with the same elements left. */
@NullUnmarked // null is among the arguments
class ArrayFunctionsTest {
  @BeforeAll
  static void moveEveryArray() {
    ArrayMemory.replace(new ArrayOptions(64 << 20, HeapOptions.DEFAULT_ALLOCATOR, 0, false));
  }

  @AfterAll
  static void restore() {
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  private static int[] ints(int length) {
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = i * 0x9e3779b9;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 16, 17, 1000, 20_000})
  void setAllAndPrefix_leaveWhatTheyLeaveInArrays(int length) {
    int[] ints = ints(length);
    long[] longs = Arrays.stream(ints).asLongStream().toArray();
    double[] doubles = Arrays.stream(ints).mapToDouble(i -> i / 7.0).toArray();
    IntArray intHandle = IntArray.copyOf(ints);
    LongArray longHandle = LongArray.copyOf(longs);
    DoubleArray doubleHandle = DoubleArray.copyOf(doubles);

    Arrays.parallelPrefix(ints, Integer::sum);
    ArrayFunctions.parallelPrefix(intHandle, Integer::sum);
    Arrays.parallelPrefix(longs, Long::max);
    ArrayFunctions.parallelPrefix(longHandle, Long::max);
    Arrays.parallelPrefix(doubles, Double::sum);
    ArrayFunctions.parallelPrefix(doubleHandle, Double::sum);
    if (length > 2) {
      Arrays.parallelPrefix(ints, 1, length - 1, Integer::sum);
      ArrayFunctions.parallelPrefix(intHandle, 1, length - 1, Integer::sum);
    }
    assertThat(intHandle.toHeap()).isEqualTo(ints);
    assertThat(longHandle.toHeap()).isEqualTo(longs);
    assertThat(doubleHandle.toHeap()).isEqualTo(doubles);

    Arrays.setAll(ints, i -> i * i);
    ArrayFunctions.setAll(intHandle, i -> i * i);
    ArrayFunctions.setAll(longHandle, i -> (long) i << 40);
    Arrays.setAll(longs, i -> (long) i << 40);
    Arrays.parallelSetAll(doubles, i -> 1.0 / i);
    ArrayFunctions.parallelSetAll(doubleHandle, i -> 1.0 / i);
    assertThat(intHandle.toHeap()).isEqualTo(ints);
    assertThat(longHandle.toHeap()).isEqualTo(longs);
    assertThat(doubleHandle.toHeap()).isEqualTo(doubles);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 12, 100})
  void functionThatFails_leavesWhatItHadDone(int length) {
    int[] ints = ints(length);
    IntArray handle = IntArray.copyOf(ints);

    Throwable plain = catchThrowable(() -> Arrays.setAll(ints, i -> 6 / (2 - i)));
    Throwable moved = catchThrowable(() -> ArrayFunctions.setAll(handle, i -> 6 / (2 - i)));

    assertThat(moved).hasToString(plain.toString());
    assertThat(handle.toHeap()).isEqualTo(ints);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 16})
  void prefixThatFails_leavesWhatItHadDone(int length) {
    int[] ints = new int[length];
    Arrays.fill(ints, 1);
    IntArray handle = IntArray.copyOf(ints);
    IntBinaryOperator failing =
        (a, b) -> {
          if (a == 4) {
            throw new IllegalStateException("four");
          }
          return a + b;
        };

    Throwable plain = catchThrowable(() -> Arrays.parallelPrefix(ints, failing));
    Throwable moved = catchThrowable(() -> ArrayFunctions.parallelPrefix(handle, failing));

    assertThat(moved).hasToString(plain.toString());
    assertThat(handle.toHeap()).isEqualTo(ints);
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "2, 5", "0, 5", "-1, 3", "3, 2", "0, 6", "7, 8"})
  void rangesOfStreams_areCheckedAsForArrays(int from, int to) {
    double[] doubles = {1, 2.5, -0.0, Double.NaN, 4};
    int[] ints = {4, 7, 1, 1, 0};
    IntArray intHandle = IntArray.copyOf(ints);
    DoubleArray doubleHandle = DoubleArray.copyOf(doubles);

    assertThat(attempt(() -> ArrayFunctions.stream(intHandle, from, to).boxed().toList()))
        .isEqualTo(attempt(() -> Arrays.stream(ints, from, to).boxed().toList()));
    assertThat(attempt(() -> ArrayFunctions.stream(doubleHandle, from, to).boxed().toList()))
        .isEqualTo(attempt(() -> Arrays.stream(doubles, from, to).boxed().toList()));
    assertThat(attempt(() -> ArrayFunctions.spliterator(intHandle, from, to).estimateSize()))
        .isEqualTo(attempt(() -> Arrays.spliterator(ints, from, to).estimateSize()));
    IntBinaryOperator sum = Integer::sum;
    assertThat(attempt(() -> prefix(intHandle, from, to, sum)))
        .isEqualTo(attempt(() -> prefix(ints, from, to, sum)));
  }

  private static List<Integer> prefix(int[] array, int from, int to, IntBinaryOperator operator) {
    Arrays.parallelPrefix(array, from, to, operator);
    return Arrays.stream(array).boxed().toList();
  }

  private static List<Integer> prefix(
      IntArray array, int from, int to, IntBinaryOperator operator) {
    ArrayFunctions.parallelPrefix(array, from, to, operator);
    return Arrays.stream(array.toHeap()).boxed().toList();
  }

  private interface Action {
    Object run();
  }

  private static String attempt(Action action) {
    try {
      return String.valueOf(action.run());
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 50_000})
  void streams_seeTheElementsAsTheyAreWhenRead(int length) {
    long[] longs = Arrays.stream(ints(length)).asLongStream().toArray();
    double[] doubles = Arrays.stream(longs).mapToDouble(i -> i / 3.0).toArray();
    LongArray longHandle = LongArray.copyOf(longs);
    DoubleArray doubleHandle = DoubleArray.copyOf(doubles);

    var late = ArrayFunctions.stream(longHandle);
    if (length > 0) {
      longs[length - 1] = 99;
      longHandle.set(length - 1, 99);
    }
    assertThat(late.toArray()).isEqualTo(longs);
    assertThat(ArrayFunctions.stream(doubleHandle).sum()).isEqualTo(Arrays.stream(doubles).sum());
    assertThat(ArrayFunctions.stream(doubleHandle).parallel().reduce(0, Double::sum))
        .isEqualTo(Arrays.stream(doubles).parallel().reduce(0, Double::sum));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 9})
  void spliterators_splitAndAdvanceAsThoseOfArrays(int length) {
    int[] ints = ints(length);
    assertThat(walk(ArrayFunctions.spliterator(IntArray.copyOf(ints))))
        .isEqualTo(walk(Arrays.spliterator(ints)));
    long[] longs = new long[length];
    assertThat(walk(ArrayFunctions.spliterator(LongArray.copyOf(longs))))
        .isEqualTo(walk(Arrays.spliterator(longs)));
    double[] doubles = new double[length];
    assertThat(walk(ArrayFunctions.spliterator(DoubleArray.copyOf(doubles))))
        .isEqualTo(walk(Arrays.spliterator(doubles)));
  }

  private static List<Object> walk(Spliterator<?> spliterator) {
    List<Object> seen = new ArrayList<>(List.of(spliterator.characteristics()));
    seen.add(catchThrowable(spliterator::getComparator).getClass());
    Spliterator<?> prefix = spliterator.trySplit();
    seen.add(prefix == null ? "whole" : walk(prefix));
    seen.add(spliterator.tryAdvance(seen::add));
    seen.add(spliterator.estimateSize());
    spliterator.forEachRemaining(seen::add);
    seen.add(spliterator.tryAdvance(seen::add));
    return seen;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void standIns_areOfTheRangeAndComeBack(boolean offHeap) {
    ByteArray array = offHeap ? ByteArray.allocate(8) : ByteArray.allocateOnHeap(8);
    array.set(3, (byte) 5);

    byte[] read = HeapCopy.of(array, 3, 2);
    assertThat(read[HeapCopy.start(array, 3, 2)]).isEqualTo((byte) 5);
    assertThat(read).hasSize(offHeap ? 2 : 8);
    byte[] written = HeapCopy.blank(array, 6, 2);
    written[HeapCopy.start(array, 6, 2)] = 9;
    HeapCopy.back(written, array, 6, 1);
    assertThat(array.toHeap()).containsExactly(0, 0, 0, 5, 0, 0, 9, 0);
    HeapCopy.back(written, array, 6, -1);

    assertThat(HeapCopy.of(array, 7, 2)).hasSize(8);
    assertThat(HeapCopy.start(array, 7, 2)).isEqualTo(7);
    assertThat(HeapCopy.of((ByteArray) null)).isNull();
    assertThatThrownBy(() -> HeapCopy.back(written, null)).isInstanceOf(NullPointerException.class);
  }
}
