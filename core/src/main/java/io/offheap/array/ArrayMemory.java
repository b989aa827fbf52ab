package io.offheap.array;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where handles get their memory from: an arena of its own for each, until the heap takes its
 * place.
 */
public final class ArrayMemory {
  private ArrayMemory() {}

  static MemorySegment allocate(PrimitiveArray handle, long byteSize) {
    return byteSize == 0 ? MemorySegment.NULL : Arena.ofAuto().allocate(byteSize, 8);
  }
}
