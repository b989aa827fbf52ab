package io.offheap.benchmarks.heap;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Direct buffers, freed by the collector: the traditional way of the Java platform. */
final class ByteBufferRival extends Rival {
  @Override
  Slots slots(int count) {
    return new ObjectSlots<ByteBuffer>(count) {
      @Override
      ByteBuffer allocate(long byteSize) {
        return ByteBuffer.allocateDirect((int) byteSize);
      }

      @Override
      void allocateZeroed(int index, long byteSize) {
        allocate(index, byteSize);
      }

      @Override
      void free(ByteBuffer block) {}

      @Override
      MemorySegment memory(int index, long byteSize) {
        return MemorySegment.ofBuffer(block(index)).asSlice(0, byteSize);
      }
    };
  }
}
