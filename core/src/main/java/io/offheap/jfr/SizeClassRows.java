package io.offheap.jfr;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapStatistics.SizeClass;
import java.util.HashMap;
import java.util.Map;

/** Writes a row for each size class that has slabs. Thread-safe. */
final class SizeClassRows {
  /** The row before, by the size of the slots. */
  private final Map<Long, SizeClass> previous = new HashMap<>();

  /** Writes a row for each. */
  void write(Heap heap) {
    write(heap, true);
  }

  /** Writes a row for each that has changed since its row before. */
  void writeChanged(Heap heap) {
    write(heap, false);
  }

  private synchronized void write(Heap heap, boolean all) {
    if (!new SizeClassStatisticsEvent().isEnabled()) return;
    for (SizeClass sizeClass : heap.statistics().sizeClasses()) {
      SizeClass before = previous.put(sizeClass.blockByteSize(), sizeClass);
      boolean used = sizeClass.slabBytes() > 0;
      if (used && (all || !sizeClass.equals(before))) write(sizeClass);
    }
  }

  private static void write(SizeClass sizeClass) {
    SizeClassStatisticsEvent event = new SizeClassStatisticsEvent();
    event.slotSize = sizeClass.blockByteSize();
    event.used = sizeClass.liveBlockCount() * sizeClass.blockByteSize();
    event.capacity = sizeClass.slabBytes();
    event.occupancy = (float) event.used / event.capacity;
    event.wasted = sizeClass.wasteBytes();
    event.slabs = Counts.toInt(sizeClass.slabCount());
    event.usedSlots = Counts.toInt(sizeClass.liveBlockCount());
    event.freeSlots = Counts.toInt(sizeClass.freeBlockCount() + sizeClass.cachedBlockCount());
    event.commit();
  }
}
