package io.offheap.benchmarks.heap;

import java.lang.foreign.MemorySegment;

/**
 * A fixed number of places for blocks of one rival. Not thread-safe, but for {@link #exchange}'s
 * second place.
 */
abstract class Slots {
  /** Fills an empty place with a block of undefined contents. */
  abstract void allocate(int index, long byteSize);

  /** Fills an empty place with a block of zeros. */
  abstract void allocateZeroed(int index, long byteSize);

  /** Frees the block and empties the place. */
  abstract void free(int index);

  abstract boolean isEmpty(int index);

  /**
   * The block's memory.
   *
   * @param byteSize at most what was asked for; below 64 KiB
   */
  abstract MemorySegment memory(int index, long byteSize);

  /** Writes all of a block of any size. */
  void fill(int index, long byteSize) {
    memory(index, byteSize).fill((byte) 1);
  }

  /** Puts another place's block here, if any, and ours there; other threads may do so as well. */
  abstract void exchange(int index, Slots shared, int sharedIndex);

  final void freeAll(int count) {
    for (int i = 0; i < count; i++) {
      if (!isEmpty(i)) free(i);
    }
  }
}
