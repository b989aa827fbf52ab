package io.offheap.jmx;

/** One size class of the off-heap memory; names as in {@link HeapMXBean}. */
public interface SizeClassMXBean {
  /** Bytes of each of its slots. */
  long getSlotSize();

  /** Slots in use. */
  long getCount();

  /** Slots not in use. */
  long getFreeCount();

  /** Bytes of the slots in use. */
  long getMemoryUsed();

  /** Bytes of its slabs. */
  long getTotalCapacity();

  /** Bytes in use as a share of those of its slabs, 0 to 1. */
  double getOccupancy();
}
