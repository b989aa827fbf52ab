package io.offheap.array;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts the arrays of one site. Thread-safe. */
/*
 * Design note.
 *
 * Stripes as of a LongAdder, each in cache lines of its own and chosen by the thread's number, since a hot site is used by
 * all threads at once; several counts side by side in a stripe, since they are changed together.
 *
 *   stripe:  allocated bytes | allocations | freed bytes | frees | heap bytes | heap count | fallbacks | unused ...
 *
 *   live = sum of allocated bytes - sum of freed bytes
 *
 * A block is freed after it is allocated, so whoever sums up the freed bytes first never finds less than nothing alive.
 *
 * The peak is looked at whenever a stripe's allocated bytes pass a multiple of 64 KiB, and at each report. Between two
 * looks every stripe can have gained at most that much, which bounds what the peak may miss; a look costs a sum.
 */
final class SiteCounter {
  /** A power of two: enough for the processors, within bounds. */
  static final int STRIPE_COUNT =
      Math.clamp(
          Integer.highestOneBit(Math.max(Runtime.getRuntime().availableProcessors() * 2 - 1, 1)),
          1,
          32);

  /** Bytes between two looks at the peak, as a power of two. */
  static final int LOOK_LOG2 = 16;

  /** Two cache lines, as processors fetch them in pairs. */
  private static final int STRIPE_LONGS = 16;

  private static final int ALLOCATED_BYTES = 0;
  private static final int ALLOCATIONS = 1;
  private static final int FREED_BYTES = 2;
  private static final int FREES = 3;
  private static final int HEAP_BYTES = 4;
  private static final int HEAP_COUNT = 5;
  private static final int FALLBACKS = 6;

  /** What {@link Sites#counter(int)} finds it by. */
  final int number;

  private final String site;
  private final String type;
  private final AtomicLong peakLiveBytes = new AtomicLong();

  /** Made with the first array, as most sites of a large program never make one. */
  private volatile @Nullable AtomicLongArray cells;

  SiteCounter(int number, String site, String type) {
    this.number = number;
    this.site = site;
    this.type = type;
  }

  String site() {
    return site;
  }

  /** Makes sure that counting needs no memory any more, so that it cannot fail. */
  void prepare() {
    if (cells == null) {
      makeCells();
    }
  }

  /**
   * Counts an array off the heap. {@link #prepare} has been called.
   *
   * @param fallback whether it is larger than every size class
   */
  void allocated(long byteSize, boolean fallback) {
    AtomicLongArray c = cells();
    int stripe = stripe();
    long before = c.getAndAdd(stripe + ALLOCATED_BYTES, byteSize);
    c.getAndIncrement(stripe + ALLOCATIONS);
    if (fallback) {
      c.getAndIncrement(stripe + FALLBACKS);
    }
    if (before >> LOOK_LOG2 != (before + byteSize) >> LOOK_LOG2) {
      lookAtPeak(c);
    }
  }

  /** Counts that an array is off the heap no more. */
  void freed(long byteSize) {
    AtomicLongArray c = cells();
    int stripe = stripe();
    c.getAndAdd(stripe + FREED_BYTES, byteSize);
    c.getAndIncrement(stripe + FREES);
  }

  /**
   * Counts a heap-backed array. Not by atomic operations, which would cost a small array a
   * noticeable share of its making; two threads of one stripe may so lose a count.
   */
  void heapBacked(long byteSize) {
    AtomicLongArray c = cells();
    int stripe = stripe();
    c.setOpaque(stripe + HEAP_BYTES, c.getOpaque(stripe + HEAP_BYTES) + byteSize);
    c.setOpaque(stripe + HEAP_COUNT, c.getOpaque(stripe + HEAP_COUNT) + 1);
  }

  SiteStatistics statistics() {
    AtomicLongArray c = cells;
    if (c == null) {
      return new SiteStatistics(site, type, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    long peak = lookAtPeak(c);
    long freedBytes = sum(c, FREED_BYTES);
    long frees = sum(c, FREES);
    long allocatedBytes = sum(c, ALLOCATED_BYTES);
    long allocations = sum(c, ALLOCATIONS);
    long liveBytes = allocatedBytes - freedBytes;
    return new SiteStatistics(
        site,
        type,
        liveBytes,
        Math.max(peak, liveBytes),
        Math.max(allocations - frees, 0),
        allocatedBytes,
        allocations,
        sum(c, FALLBACKS),
        sum(c, HEAP_BYTES),
        sum(c, HEAP_COUNT));
  }

  private long lookAtPeak(AtomicLongArray c) {
    long freedBytes = sum(c, FREED_BYTES);
    long live = sum(c, ALLOCATED_BYTES) - freedBytes;
    long peak = peakLiveBytes.get();
    while (live > peak && !peakLiveBytes.compareAndSet(peak, live)) {
      peak = peakLiveBytes.get();
    }
    return Math.max(live, peak);
  }

  private static long sum(AtomicLongArray c, int cell) {
    long sum = 0;
    for (int stripe = 0; stripe < c.length(); stripe += STRIPE_LONGS) {
      sum += c.get(stripe + cell);
    }
    return sum;
  }

  private static int stripe() {
    return ((int) Thread.currentThread().threadId() & STRIPE_COUNT - 1) * STRIPE_LONGS;
  }

  private AtomicLongArray cells() {
    AtomicLongArray c = cells;
    return c != null ? c : makeCells();
  }

  private synchronized AtomicLongArray makeCells() {
    AtomicLongArray c = cells;
    if (c == null) {
      c = new AtomicLongArray(STRIPE_COUNT * STRIPE_LONGS);
      cells = c;
    }
    return c;
  }
}
