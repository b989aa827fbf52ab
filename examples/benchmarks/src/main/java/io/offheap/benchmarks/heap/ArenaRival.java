package io.offheap.benchmarks.heap;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A confined arena for each block: the deterministic way of the Java platform. */
final class ArenaRival extends Rival {
  private record Block(Arena arena, MemorySegment segment) {}

  @Override
  void checkServes(String workload) {
    if (!workload.matches(OF_ONE_THREAD + "|virtual-.*"))
      throw new Absent("blocks end on the thread that they began on");
  }

  @Override
  Slots slots(int count) {
    return new ObjectSlots<Block>(count) {
      @Override
      @SuppressWarnings("MustBeClosedChecker") // closed by free
      Block allocate(long byteSize) {
        Arena arena = Arena.ofConfined();
        return new Block(arena, arena.allocate(byteSize, 16));
      }

      // An arena's memory is zero already.
      @Override
      void allocateZeroed(int index, long byteSize) {
        allocate(index, byteSize);
      }

      @Override
      void free(Block block) {
        block.arena.close();
      }

      @Override
      MemorySegment memory(int index, long byteSize) {
        return block(index).segment.asSlice(0, byteSize);
      }
    };
  }
}
