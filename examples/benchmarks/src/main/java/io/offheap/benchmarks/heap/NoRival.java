package io.offheap.benchmarks.heap;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Serves nothing: the loop alone, with one piece of memory in place of every block. */
final class NoRival extends Rival {
  private static final VarHandle SIZES = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int SCRATCH_BYTES = 64 << 10;

  @Override
  boolean keepsContents() {
    return false;
  }

  @Override
  Slots slots(int count) {
    return new NoSlots(count);
  }

  private static final class NoSlots extends Slots {
    /** Made when it is first asked for: some workloads touch no memory. */
    private @Nullable MemorySegment scratch;

    private final long[] sizes;

    private NoSlots(int count) {
      sizes = new long[count];
    }

    /** Uses the size, so that working it out is part of the loop. */
    @Override
    void allocate(int index, long byteSize) {
      sizes[index] = byteSize;
    }

    @Override
    void allocateZeroed(int index, long byteSize) {
      sizes[index] = byteSize;
    }

    @Override
    void free(int index) {
      sizes[index] = 0;
    }

    @Override
    boolean isEmpty(int index) {
      return sizes[index] == 0;
    }

    @Override
    MemorySegment memory(int index, long byteSize) {
      MemorySegment memory = scratch;
      if (memory == null) scratch = memory = Arena.ofAuto().allocate(SCRATCH_BYTES, 64);
      return memory.asSlice(0, byteSize);
    }

    @Override
    void fill(int index, long byteSize) {
      for (long rest = byteSize; rest > 0; rest -= SCRATCH_BYTES) {
        memory(index, Math.min(rest, SCRATCH_BYTES)).fill((byte) 1);
      }
    }

    @Override
    void exchange(int index, Slots shared, int sharedIndex) {
      sizes[index] = (long) SIZES.getAndSet(((NoSlots) shared).sizes, sharedIndex, sizes[index]);
    }
  }
}
