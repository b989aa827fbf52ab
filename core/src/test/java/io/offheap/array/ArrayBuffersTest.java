package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.heap.HeapOptions;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.InvalidMarkException;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers over handles answer as those around arrays. */
class ArrayBuffersTest {
  private static final int LENGTH = 40;
  private static final int LIMIT_BYTES = 4 << 20;

  @BeforeEach
  void moveEverything() {
    ArrayMemory.replace(new ArrayOptions(LIMIT_BYTES, HeapOptions.DEFAULT_ALLOCATOR, 0, false));
  }

  @AfterEach
  void useDefaultsAgain() {
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  private static String tried(ByteBuffer buffer, SplittableRandom random, List<ByteBuffer> made) {
    int a = random.nextInt(-1, LENGTH / 2);
    int b = random.nextInt(-1, 6);
    byte[] some = {1, 2, 3, 4, 5};
    try {
      return switch (random.nextInt(22)) {
        case 0 -> "" + buffer.get();
        case 1 -> "" + buffer.get(a);
        case 2 -> "" + buffer.getInt();
        case 3 -> "" + buffer.getLong(a);
        case 4 -> "" + buffer.put((byte) a).position();
        case 5 -> "" + buffer.putShort(a, (short) b).position();
        case 6 -> "" + buffer.putDouble(a).position();
        case 7 -> "" + buffer.put(some, 1, b).position();
        case 8 -> "" + buffer.get(some, b, 3).position() + some[4];
        case 9 -> "" + buffer.position(a).remaining();
        case 10 -> "" + buffer.limit(a + 5).remaining();
        case 11 -> "" + buffer.mark().position();
        case 12 -> "" + buffer.reset().position();
        case 13 -> "" + buffer.flip().limit();
        case 14 -> "" + buffer.clear().limit();
        case 15 -> "" + buffer.compact().position();
        case 16 -> {
          made.add(buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
          yield "" + made.getLast().capacity();
        }
        case 17 -> {
          made.add(buffer.slice(a, b));
          yield "" + made.getLast().order();
        }
        case 18 -> {
          made.add(random.nextBoolean() ? buffer.duplicate() : buffer.asReadOnlyBuffer());
          yield "" + made.getLast().isReadOnly();
        }
        case 19 -> "" + buffer.asLongBuffer().put(b, a).get(b);
        case 20 ->
            "%d %d"
                .formatted(
                    buffer.hashCode(), Integer.signum(buffer.compareTo(ByteBuffer.wrap(some))));
        default -> "" + buffer.put(ByteBuffer.wrap(some)).hasRemaining();
      };
    } catch (BufferOverflowException
        | BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | InvalidMarkException
        | ReadOnlyBufferException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomCalls_haveTheSameResults(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      byte[] array = new byte[LENGTH];
      ByteArray handle = ByteArray.allocate(LENGTH);
      assertThat(handle.isOffHeap()).isTrue();
      int from = random.nextInt(LENGTH / 2);
      List<ByteBuffer> plain = new ArrayList<>();
      List<ByteBuffer> moved = new ArrayList<>();
      boolean isRange = random.nextBoolean();
      plain.add(isRange ? ByteBuffer.wrap(array, from, 15) : ByteBuffer.wrap(array));
      moved.add(isRange ? ArrayBuffers.wrap(handle, from, 15) : ArrayBuffers.wrap(handle));
      for (int call = 0; call < 60; call++) {
        int which = random.nextInt(plain.size());
        SplittableRandom same = random.split();
        long calls = same.nextLong();

        String expected = tried(plain.get(which), new SplittableRandom(calls), plain);

        assertThat(tried(moved.get(which), new SplittableRandom(calls), moved)).isEqualTo(expected);
        assertThat(ByteArray.equals(handle, array)).isTrue();
      }
    }
  }

  @Test
  void wrongArguments_failAsTheyDidWithoutOurFrames() {
    ByteArray moved = ByteArray.allocate(5);
    for (int[] range : new int[][] {{-1, 2}, {0, 6}, {6, 0}, {3, -1}, {Integer.MAX_VALUE, 1}}) {
      Throwable expected = failure(() -> ByteBuffer.wrap(new byte[5], range[0], range[1]));
      Throwable failure = failure(() -> ArrayBuffers.wrap(moved, range[0], range[1]));

      assertThat(failure).hasToString(expected.toString());
      assertThat(failure.getStackTrace()[0]).isEqualTo(expected.getStackTrace()[0]);
    }
    assertThat(failure(() -> ArrayBuffers.wrap(null)))
        .hasToString(failure(() -> ByteBuffer.wrap(null)).toString());
  }

  private static Throwable failure(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("no failure");
  }

  @Test
  void bufferAlone_keepsTheElements() {
    ByteBuffer part = partOfAnArray((byte) 7);
    for (long allocated = 0; allocated < 4L * LIMIT_BYTES; allocated += 1000) {
      ByteArray.fill(ByteArray.allocate(1000), (byte) 1);
    }

    assertThat(ArrayMemory.reclaimer().reclaimedCount()).isPositive();
    while (part.hasRemaining()) {
      assertThat(part.get()).isEqualTo((byte) 7);
    }
  }

  @Test
  @Timeout(120)
  void buffersThatDied_letTheElementsGo() {
    for (int i = 0; i < 100; i++) {
      assertThat(partOfAnArray((byte) i).get()).isEqualTo((byte) i);
    }
    while (ArrayMemory.reclaimer().reclaimedCount() < 100) {
      System.gc();
    }
    assertThat(ArrayMemory.reclaimer().trackedCount()).isZero();
  }

  private static ByteBuffer partOfAnArray(byte value) {
    ByteArray array = ByteArray.allocate(1000);
    ByteArray.fill(array, value);
    return ArrayBuffers.wrap(array).slice(10, 900).duplicate();
  }
}
