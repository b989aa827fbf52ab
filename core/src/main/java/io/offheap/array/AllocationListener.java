package io.offheap.array;

/** Hears of each array that is made off the heap, on the thread that makes it. */
public interface AllocationListener {
  /**
   * An array has been made. What this throws goes no further.
   *
   * @param array whose memory is its own already
   * @param siteId see {@link Sites}
   * @param byteSize of its elements
   * @param address of its block in {@link ArrayMemory#heap}
   */
  void allocated(PrimitiveArray array, int siteId, long byteSize, long address);
}
