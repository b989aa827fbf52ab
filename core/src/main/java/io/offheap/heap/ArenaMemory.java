package io.offheap.heap;

import java.lang.foreign.MemorySegment;

/** What a {@link BlockArena} takes blocks from; for any thread. */
interface ArenaMemory {
  /**
   * Checks a request.
   *
   * @throws IllegalArgumentException if a parameter is out of its range
   */
  void check(long byteSize, long byteAlignment);

  /**
   * The address of a block whose first {@code byteSize} bytes are 0; parameters are valid, the size
   * is above 0.
   *
   * @throws OutOfMemoryError if the limit or the system allows no such block
   */
  long takeZeroed(long byteSize, long byteAlignment);

  /** The memory of a live block. */
  MemorySegment segmentOf(long address, long byteSize);

  void giveBack(long address);
}
