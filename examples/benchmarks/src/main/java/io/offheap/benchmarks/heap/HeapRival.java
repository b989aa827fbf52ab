package io.offheap.benchmarks.heap;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapOptions;
import io.offheap.memory.BackendChoice;
import java.lang.foreign.MemorySegment;

/** The heap of this project. */
final class HeapRival extends AddressRival {
  private static final long LIMIT_BYTES = 8L << 30;
  private static final long BYTE_ALIGNMENT = 16;

  private final Heap heap;

  HeapRival(boolean portable) {
    BackendChoice backend = portable ? BackendChoice.PORTABLE : BackendChoice.AUTO;
    heap = Heap.open(HeapOptions.ofLimit(LIMIT_BYTES).withBackend(backend));
    if (!portable && !heap.backendName().equals("native")) {
      throw new Absent("no native backend: " + heap.backendReason());
    }
  }

  @Override
  long allocate(long byteSize) {
    return heap.tryAllocate(byteSize, BYTE_ALIGNMENT);
  }

  @Override
  long allocateZeroed(long byteSize) {
    return heap.tryAllocateZeroed(byteSize, BYTE_ALIGNMENT);
  }

  @Override
  void free(long address) {
    heap.free(address);
  }

  @Override
  MemorySegment memory(long address, long byteSize) {
    return heap.segment(address, byteSize);
  }
}
