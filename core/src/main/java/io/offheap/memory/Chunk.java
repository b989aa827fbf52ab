package io.offheap.memory;

import java.lang.foreign.MemorySegment;

/**
 * A piece of committed memory: all zero when it is new, and gone as a whole.
 *
 * @param segment exactly the committed bytes, accessible from every thread
 * @param releaser gives the memory back
 */
record Chunk(long address, MemorySegment segment, Releaser releaser) {

  long byteSize() {
    return segment.byteSize();
  }

  /** Gives a chunk's memory back. */
  @FunctionalInterface
  interface Releaser {
    /**
     * Gives the memory back, unless some operation of another thread holds it at this moment.
     *
     * @return false if it is held; then nothing has happened and the call may be repeated
     */
    boolean tryRelease();
  }
}
