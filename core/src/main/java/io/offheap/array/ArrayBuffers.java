package io.offheap.array;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@code ByteBuffer.wrap} for handles: buffers over the elements, wherever they are.
 *
 * <p>A buffer over elements off the heap is direct. It has no array to give, and its class and text
 * are not those of a buffer around an array; otherwise it answers as one.
 */
/*
 * The buffer, and each that is made of it, refers to the segment that it was made of, and as long as that can be reached the
 * cleaner holds the handle: the block is not given to another array. The handle does not refer to that segment, else neither
 * would ever go.
 */
public final class ArrayBuffers {
  /** Made with the first buffer that needs it. */
  private static final class Keeper {
    static final Cleaner CLEANER = Cleaner.create();
  }

  /** Keeps a handle reachable for as long as the cleaner keeps this. */
  private record Held(ByteArray array) implements Runnable {
    @Override
    public void run() {}
  }

  private ArrayBuffers() {}

  /** {@code ByteBuffer.wrap(array)}. */
  @SuppressWarnings("NullAway") // null is passed on, for the method to refuse
  public static ByteBuffer wrap(@Nullable ByteArray array) {
    if (array != null && array.isOffHeap()) {
      return over(array);
    }
    try {
      return ByteBuffer.wrap(HeapCopy.blank(array));
    } catch (NullPointerException failure) {
      Failures.removeOwnFrames(failure);
      throw failure;
    }
  }

  /**
   * {@code ByteBuffer.wrap(array, fromIndex, count)}.
   *
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  @SuppressWarnings("NullAway") // null is passed on, for the method to refuse
  public static ByteBuffer wrap(@Nullable ByteArray array, int fromIndex, int count) {
    if (array != null && array.isOffHeap() && HeapCopy.isWithin(array, fromIndex, count)) {
      return over(array).limit(fromIndex + count).position(fromIndex);
    }
    try {
      return ByteBuffer.wrap(HeapCopy.blank(array, fromIndex, count), fromIndex, count);
    } catch (NullPointerException | IndexOutOfBoundsException failure) {
      Failures.removeOwnFrames(failure);
      throw failure;
    }
  }

  private static ByteBuffer over(ByteArray array) {
    MemorySegment elements = array.segment();
    MemorySegment own = elements.asSlice(0, elements.byteSize());
    Keeper.CLEANER.register(own, new Held(array));
    return own.asByteBuffer();
  }
}
