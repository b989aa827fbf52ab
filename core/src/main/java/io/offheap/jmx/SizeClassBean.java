package io.offheap.jmx;

import io.offheap.heap.HeapStatistics;
import io.offheap.heap.HeapStatistics.SizeClass;

/** Shows a size class in a snapshot. */
final class SizeClassBean implements SizeClassMXBean {
  private final Snapshot snapshot;
  private final long slotSize;

  SizeClassBean(Snapshot snapshot, long slotSize) {
    this.snapshot = snapshot;
    this.slotSize = slotSize;
  }

  /** All zero if the heap has been replaced by one without this class. */
  private Slots slots() {
    HeapStatistics now = snapshot.read();
    if (now != null) {
      for (SizeClass sizeClass : now.sizeClasses()) {
        if (sizeClass.blockByteSize() == slotSize) {
          return new Slots(
              sizeClass.liveBlockCount(),
              sizeClass.freeBlockCount() + sizeClass.cachedBlockCount(),
              sizeClass.slabBytes());
        }
      }
    }
    return new Slots(0, 0, 0);
  }

  private record Slots(long used, long free, long byteSize) {}

  @Override
  public long getSlotSize() {
    return slotSize;
  }

  @Override
  public long getCount() {
    return slots().used;
  }

  @Override
  public long getFreeCount() {
    return slots().free;
  }

  @Override
  public long getMemoryUsed() {
    return slots().used * slotSize;
  }

  @Override
  public long getTotalCapacity() {
    return slots().byteSize;
  }

  @Override
  public double getOccupancy() {
    Slots slots = slots();
    return slots.byteSize == 0 ? 0 : (double) (slots.used * slotSize) / slots.byteSize;
  }
}
