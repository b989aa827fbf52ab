package io.offheap.array;

import java.util.Arrays;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * The methods of {@code java.util.Arrays} that take functions or give streams, for handles, under
 * the same names.
 *
 * <p>Streams and spliterators read the array when they are used, as those of plain arrays do.
 */
public final class ArrayFunctions {
  /** {@code Arrays.parallelPrefix} works on ranges up to this length as a plain loop would. */
  private static final int SEQUENTIAL_PREFIX = 16;

  private ArrayFunctions() {}

  public static void setAll(IntArray array, IntUnaryOperator generator) {
    Objects.requireNonNull(generator);
    int length = PrimitiveArray.lengthOf(array);
    for (int i = 0; i < length; i++) {
      array.set(i, generator.applyAsInt(i));
    }
  }

  public static void parallelSetAll(IntArray array, IntUnaryOperator generator) {
    Objects.requireNonNull(generator);
    IntStream.range(0, PrimitiveArray.lengthOf(array))
        .parallel()
        .forEach(i -> array.set(i, generator.applyAsInt(i)));
  }

  public static void parallelPrefix(IntArray array, IntBinaryOperator operator) {
    Objects.requireNonNull(operator);
    parallelPrefix(array, 0, PrimitiveArray.lengthOf(array), operator);
  }

  public static void parallelPrefix(
      IntArray array, int fromIndex, int toIndex, IntBinaryOperator operator) {
    Objects.requireNonNull(operator);
    Failures.checkRange(PrimitiveArray.lengthOf(array), fromIndex, toIndex);
    if (toIndex - fromIndex <= SEQUENTIAL_PREFIX) {
      for (int i = fromIndex + 1; i < toIndex; i++) {
        array.set(i, operator.applyAsInt(array.get(i - 1), array.get(i)));
      }
      return;
    }
    int[] elements = IntArray.copyOfRangeToHeap(array, fromIndex, toIndex);
    try {
      Arrays.parallelPrefix(elements, operator);
    } finally {
      PrimitiveArray.arraycopy(elements, 0, array, fromIndex, elements.length);
    }
  }

  public static IntStream stream(IntArray array) {
    return StreamSupport.intStream(spliterator(array), false);
  }

  public static IntStream stream(IntArray array, int fromIndex, int toIndex) {
    return StreamSupport.intStream(spliterator(array, fromIndex, toIndex), false);
  }

  public static Spliterator.OfInt spliterator(IntArray array) {
    return new ArraySpliterators.Ints(array, 0, PrimitiveArray.lengthOf(array));
  }

  public static Spliterator.OfInt spliterator(IntArray array, int fromIndex, int toIndex) {
    int length = PrimitiveArray.lengthOf(array);
    if (fromIndex < 0 || fromIndex > toIndex || toIndex > length) {
      return Arrays.spliterator(new int[length], fromIndex, toIndex); // throws
    }
    return new ArraySpliterators.Ints(array, fromIndex, toIndex);
  }

  public static void setAll(LongArray array, IntToLongFunction generator) {
    Objects.requireNonNull(generator);
    int length = PrimitiveArray.lengthOf(array);
    for (int i = 0; i < length; i++) {
      array.set(i, generator.applyAsLong(i));
    }
  }

  public static void parallelSetAll(LongArray array, IntToLongFunction generator) {
    Objects.requireNonNull(generator);
    IntStream.range(0, PrimitiveArray.lengthOf(array))
        .parallel()
        .forEach(i -> array.set(i, generator.applyAsLong(i)));
  }

  public static void parallelPrefix(LongArray array, LongBinaryOperator operator) {
    Objects.requireNonNull(operator);
    parallelPrefix(array, 0, PrimitiveArray.lengthOf(array), operator);
  }

  public static void parallelPrefix(
      LongArray array, int fromIndex, int toIndex, LongBinaryOperator operator) {
    Objects.requireNonNull(operator);
    Failures.checkRange(PrimitiveArray.lengthOf(array), fromIndex, toIndex);
    if (toIndex - fromIndex <= SEQUENTIAL_PREFIX) {
      for (int i = fromIndex + 1; i < toIndex; i++) {
        array.set(i, operator.applyAsLong(array.get(i - 1), array.get(i)));
      }
      return;
    }
    long[] elements = LongArray.copyOfRangeToHeap(array, fromIndex, toIndex);
    try {
      Arrays.parallelPrefix(elements, operator);
    } finally {
      PrimitiveArray.arraycopy(elements, 0, array, fromIndex, elements.length);
    }
  }

  public static LongStream stream(LongArray array) {
    return StreamSupport.longStream(spliterator(array), false);
  }

  public static LongStream stream(LongArray array, int fromIndex, int toIndex) {
    return StreamSupport.longStream(spliterator(array, fromIndex, toIndex), false);
  }

  public static Spliterator.OfLong spliterator(LongArray array) {
    return new ArraySpliterators.Longs(array, 0, PrimitiveArray.lengthOf(array));
  }

  public static Spliterator.OfLong spliterator(LongArray array, int fromIndex, int toIndex) {
    int length = PrimitiveArray.lengthOf(array);
    if (fromIndex < 0 || fromIndex > toIndex || toIndex > length) {
      return Arrays.spliterator(new long[length], fromIndex, toIndex); // throws
    }
    return new ArraySpliterators.Longs(array, fromIndex, toIndex);
  }

  public static void setAll(DoubleArray array, IntToDoubleFunction generator) {
    Objects.requireNonNull(generator);
    int length = PrimitiveArray.lengthOf(array);
    for (int i = 0; i < length; i++) {
      array.set(i, generator.applyAsDouble(i));
    }
  }

  public static void parallelSetAll(DoubleArray array, IntToDoubleFunction generator) {
    Objects.requireNonNull(generator);
    IntStream.range(0, PrimitiveArray.lengthOf(array))
        .parallel()
        .forEach(i -> array.set(i, generator.applyAsDouble(i)));
  }

  public static void parallelPrefix(DoubleArray array, DoubleBinaryOperator operator) {
    Objects.requireNonNull(operator);
    parallelPrefix(array, 0, PrimitiveArray.lengthOf(array), operator);
  }

  public static void parallelPrefix(
      DoubleArray array, int fromIndex, int toIndex, DoubleBinaryOperator operator) {
    Objects.requireNonNull(operator);
    Failures.checkRange(PrimitiveArray.lengthOf(array), fromIndex, toIndex);
    if (toIndex - fromIndex <= SEQUENTIAL_PREFIX) {
      for (int i = fromIndex + 1; i < toIndex; i++) {
        array.set(i, operator.applyAsDouble(array.get(i - 1), array.get(i)));
      }
      return;
    }
    double[] elements = DoubleArray.copyOfRangeToHeap(array, fromIndex, toIndex);
    try {
      Arrays.parallelPrefix(elements, operator);
    } finally {
      PrimitiveArray.arraycopy(elements, 0, array, fromIndex, elements.length);
    }
  }

  public static DoubleStream stream(DoubleArray array) {
    return StreamSupport.doubleStream(spliterator(array), false);
  }

  public static DoubleStream stream(DoubleArray array, int fromIndex, int toIndex) {
    return StreamSupport.doubleStream(spliterator(array, fromIndex, toIndex), false);
  }

  public static Spliterator.OfDouble spliterator(DoubleArray array) {
    return new ArraySpliterators.Doubles(array, 0, PrimitiveArray.lengthOf(array));
  }

  public static Spliterator.OfDouble spliterator(DoubleArray array, int fromIndex, int toIndex) {
    int length = PrimitiveArray.lengthOf(array);
    if (fromIndex < 0 || fromIndex > toIndex || toIndex > length) {
      return Arrays.spliterator(new double[length], fromIndex, toIndex); // throws
    }
    return new ArraySpliterators.Doubles(array, fromIndex, toIndex);
  }
}
