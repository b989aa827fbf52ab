package io.offheap.jfr;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapStatistics;
import org.jspecify.annotations.Nullable;

/** Writes statistics with what has changed since the row before. Thread-safe. */
final class StatisticsRows {
  /**
   * What the next row's changes are counted from; null if from a heap that was not open, where
   * everything was 0.
   */
  private @Nullable HeapStatistics previous;

  /** What was counted until the row before. */
  private Counted previousCounted = Counted.NOTHING;

  /** Totals that are no part of the heap's statistics. */
  private record Counted(long fallbacks, long slabGrowths, long slabGrowthNanos) {
    static final Counted NOTHING = new Counted(0, 0, 0);

    static Counted of(Heap heap) {
      return new Counted(heap.fallbackCount(), heap.slabGrowthCount(), heap.slabGrowthNanos());
    }
  }

  /** Whether the next row is to show no change: what {@link #previous} says is of another time. */
  private boolean fresh;

  /** What has been so far does not count. */
  synchronized void startFrom(@Nullable Heap heap) {
    previous = heap == null ? null : heap.statistics();
    previousCounted = heap == null ? Counted.NOTHING : Counted.of(heap);
    if (heap != null) heap.takeLongestSlabGrowthNanos();
    fresh = false;
  }

  /** The next row will show no change. */
  synchronized void pause() {
    fresh = true;
  }

  /**
   * Writes a row.
   *
   * @param heap null if it has not been opened
   * @param limitBytes what it may come to
   */
  synchronized void write(@Nullable Heap heap, long limitBytes) {
    HeapStatisticsEvent event = new HeapStatisticsEvent();
    if (!event.shouldCommit()) return;
    event.limit = limitBytes;
    if (heap == null) {
      previous = null;
      previousCounted = Counted.NOTHING;
    } else {
      fill(event, heap.statistics());
      count(event, heap);
    }
    fresh = false;
    event.commit();
  }

  private void count(HeapStatisticsEvent event, Heap heap) {
    Counted now = Counted.of(heap);
    Counted before = fresh ? now : previousCounted;
    previousCounted = now;
    event.fallbacks = Counts.toInt(now.fallbacks - before.fallbacks);
    event.slabGrowths = Counts.toInt(now.slabGrowths - before.slabGrowths);
    event.slabGrowthTime = now.slabGrowthNanos - before.slabGrowthNanos;
    long longestNanos = heap.takeLongestSlabGrowthNanos();
    event.longestSlabGrowth = fresh ? 0 : longestNanos;
  }

  private void fill(HeapStatisticsEvent event, HeapStatistics now) {
    HeapStatistics before = fresh ? now : previous;
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
    event.allocated = now.allocatedBytes() - (before == null ? 0 : before.allocatedBytes());
    event.freed = now.freedBytes() - (before == null ? 0 : before.freedBytes());
    event.refused = now.refusedBytes() - (before == null ? 0 : before.refusedBytes());
    event.allocations =
        Counts.toInt(now.allocationCount() - (before == null ? 0 : before.allocationCount()));
    event.frees = Counts.toInt(now.freeCount() - (before == null ? 0 : before.freeCount()));
    event.refusals =
        Counts.toInt(now.refusalCount() - (before == null ? 0 : before.refusalCount()));
    event.arenas = Math.max(now.shards().size(), 1);
    event.chunks = now.chunkCount();
  }
}
