package io.offheap.jfr;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapStatistics;
import org.jspecify.annotations.Nullable;

/** Writes statistics with what has changed since the row before. Thread-safe. */
final class StatisticsRows {
  /** What the next row's changes are counted from; null for from itself. */
  private @Nullable HeapStatistics previous;

  synchronized void startFrom(Heap heap) {
    previous = heap.statistics();
  }

  /** The next row will show no change. */
  synchronized void pause() {
    previous = null;
  }

  synchronized void write(Heap heap) {
    HeapStatisticsEvent event = new HeapStatisticsEvent();
    if (!event.shouldCommit()) return;
    HeapStatistics now = heap.statistics();
    HeapStatistics before = previous == null ? now : previous;
    previous = now;
    event.used = now.usedBytes();
    event.committed = now.committedBytes();
    event.reserved = now.reservedBytes();
    event.limit = now.limitBytes();
    event.peakUsed = now.peakUsedBytes();
    event.peakCommitted = now.peakCommittedBytes();
    event.slabOccupancy = (float) now.slabOccupancy();
    event.internalWaste = (float) now.internalWaste();
    event.fragmentation = (float) now.fragmentation();
    event.allocated = now.allocatedBytes() - before.allocatedBytes();
    event.freed = now.freedBytes() - before.freedBytes();
    event.refused = now.refusedBytes() - before.refusedBytes();
    event.allocations = Counts.toInt(now.allocationCount() - before.allocationCount());
    event.frees = Counts.toInt(now.freeCount() - before.freeCount());
    event.refusals = Counts.toInt(now.refusalCount() - before.refusalCount());
    event.arenas = 1;
    event.chunks = now.chunkCount();
    event.commit();
  }
}
