package io.offheap.jfr;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapStatistics.SizeClass;

/** Writes a row for each size class that has slabs. */
final class SizeClassRows {
  private SizeClassRows() {}

  static void write(Heap heap) {
    if (!new SizeClassStatisticsEvent().isEnabled()) return;
    for (SizeClass sizeClass : heap.statistics().sizeClasses()) {
      if (sizeClass.slabBytes() > 0) write(sizeClass);
    }
  }

  private static void write(SizeClass sizeClass) {
    SizeClassStatisticsEvent event = new SizeClassStatisticsEvent();
    long slots = sizeClass.slabBytes() / sizeClass.blockByteSize();
    event.slotSize = sizeClass.blockByteSize();
    event.used = sizeClass.liveBlockCount() * sizeClass.blockByteSize();
    event.capacity = sizeClass.slabBytes();
    event.occupancy = (float) event.used / event.capacity;
    event.usedSlots = Counts.toInt(sizeClass.liveBlockCount());
    event.freeSlots = Counts.toInt(slots - sizeClass.liveBlockCount());
    event.commit();
  }
}
