package io.offheap.benchmarks.heap;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapOptions;
import io.offheap.heap.LocalHeap;
import java.lang.foreign.MemorySegment;

/** The heap of this project through a handle of one thread. */
final class LocalHeapRival extends AddressRival {
  private static final long LIMIT_BYTES = 8L << 30;
  private static final long BYTE_ALIGNMENT = 16;

  private final LocalHeap local = Heap.open(HeapOptions.ofLimit(LIMIT_BYTES)).localHeap();

  @Override
  void checkServes(String workload) {
    if (!workload.matches(OF_ONE_THREAD)) throw new Absent("a handle of one thread");
  }

  @Override
  long allocate(long byteSize) {
    return local.tryAllocate(byteSize, BYTE_ALIGNMENT);
  }

  @Override
  long allocateZeroed(long byteSize) {
    return local.tryAllocateZeroed(byteSize, BYTE_ALIGNMENT);
  }

  @Override
  void free(long address) {
    local.free(address);
  }

  @Override
  MemorySegment memory(long address, long byteSize) {
    return local.heap().segment(address, byteSize);
  }
}
