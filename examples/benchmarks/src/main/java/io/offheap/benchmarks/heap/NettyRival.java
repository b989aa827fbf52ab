package io.offheap.benchmarks.heap;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.lang.foreign.MemorySegment;

/** Netty's allocators, with their caches on for all threads. */
final class NettyRival extends Rival {
  private final ByteBufAllocator allocator;

  NettyRival(boolean adaptive) {
    allocator = adaptive ? new AdaptiveByteBufAllocator(true) : new PooledByteBufAllocator(true);
    if (!PlatformDependent.hasUnsafe()) throw new Absent("Netty without Unsafe is not at its best");
  }

  @Override
  Slots slots(int count) {
    return new ObjectSlots<ByteBuf>(count) {
      @Override
      ByteBuf allocate(long byteSize) {
        return allocator.directBuffer((int) byteSize, (int) byteSize);
      }

      @Override
      void free(ByteBuf block) {
        block.release();
      }

      @Override
      MemorySegment memory(int index, long byteSize) {
        return NativeRival.EVERYTHING.asSlice(block(index).memoryAddress(), byteSize);
      }
    };
  }
}
