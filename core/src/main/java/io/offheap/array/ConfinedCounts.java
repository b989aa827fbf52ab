package io.offheap.array;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has made of confined arrays, by site. Only that thread counts; any thread may
 * read. Exact, and without an atomic operation: a confined array costs little more than its zeroes.
 */
/*
 * Cells of a site, each written by the owner alone (plain read, release write):
 *
 *   allocated bytes | allocations | freed bytes | frees | peak of live bytes | unused ...
 *
 * An array is counted as allocated before it is as freed, and readers look at the freed ones first (acquire), so that they
 * never find more freed than allocated. A thread that is gone has freed all it made: what it counted is folded into RETIRED.
 */
final class ConfinedCounts {
  private static final int ALLOCATED_BYTES = 0;
  private static final int ALLOCATIONS = 1;
  private static final int FREED_BYTES = 2;
  private static final int FREES = 3;
  private static final int PEAK_BYTES = 4;

  private static final int CELLS_LOG2 = 3;
  private static final int SITES_PER_PAGE_LOG2 = 5;

  /** Those of threads that may live; guarded by itself. */
  private static final List<Registered> LIVE = new ArrayList<>();

  /** The sums over threads that are gone; written under the lock of {@link #LIVE}. */
  private static final ConfinedCounts RETIRED = new ConfinedCounts();

  /** Threads at which to look next for some that are gone; guarded by {@link #LIVE}. */
  private static int nextSweep = 64;

  private record Registered(WeakReference<Confined> owner, ConfinedCounts counts) {}

  /** By site; replaced as a whole when it grows. */
  private volatile @Nullable AtomicLongArray[] pages = new AtomicLongArray[1];

  private ConfinedCounts() {}

  /** Counts for the thread whose memory {@code owner} is. */
  static ConfinedCounts of(Confined owner) {
    ConfinedCounts counts = new ConfinedCounts();
    synchronized (LIVE) {
      LIVE.add(new Registered(new WeakReference<>(owner), counts));
      if (LIVE.size() >= nextSweep) {
        retireTheDead();
        nextSweep = Math.max(64, 2 * LIVE.size());
      }
    }
    return counts;
  }

  private static void retireTheDead() {
    LIVE.removeIf(one -> {
      boolean gone = one.owner.refersTo(null);
      if (gone) {
        one.counts.addTo(RETIRED);
      }
      return gone;
    });
  }

  /** All of this is freed. */
  private void addTo(ConfinedCounts sums) {
    @Nullable AtomicLongArray[] all = pages;
    for (int siteId = 0; siteId < (all.length << SITES_PER_PAGE_LOG2); siteId++) {
      AtomicLongArray page = all[siteId >> SITES_PER_PAGE_LOG2];
      int cell = cell(siteId);
      if (page != null && page.get(cell + ALLOCATIONS) != 0) {
        AtomicLongArray into = sums.page(siteId);
        add(into, cell + ALLOCATED_BYTES, page.get(cell + ALLOCATED_BYTES));
        add(into, cell + ALLOCATIONS, page.get(cell + ALLOCATIONS));
        add(into, cell + FREED_BYTES, page.get(cell + ALLOCATED_BYTES));
        add(into, cell + FREES, page.get(cell + ALLOCATIONS));
        into.set(
            cell + PEAK_BYTES, Math.max(into.get(cell + PEAK_BYTES), page.get(cell + PEAK_BYTES)));
      }
    }
  }

  private static int cell(int siteId) {
    return (siteId & ((1 << SITES_PER_PAGE_LOG2) - 1)) << CELLS_LOG2;
  }

  private AtomicLongArray page(int siteId) {
    @Nullable AtomicLongArray[] all = pages;
    int index = siteId >> SITES_PER_PAGE_LOG2;
    AtomicLongArray page = index < all.length ? all[index] : null;
    return page != null ? page : newPage(index);
  }

  private AtomicLongArray newPage(int index) {
    @Nullable AtomicLongArray[] before = pages;
    @Nullable AtomicLongArray[] all = new AtomicLongArray[Math.max(before.length, index + 1)];
    System.arraycopy(before, 0, all, 0, before.length);
    AtomicLongArray page = new AtomicLongArray(1 << (SITES_PER_PAGE_LOG2 + CELLS_LOG2));
    all[index] = page;
    pages = all;
    return page;
  }

  private static long add(AtomicLongArray page, int cell, long amount) {
    long sum = page.getPlain(cell) + amount;
    page.setRelease(cell, sum);
    return sum;
  }

  /** Counts an array. By the owner only. */
  void allocated(int siteId, long byteSize) {
    AtomicLongArray page = page(siteId);
    int cell = cell(siteId);
    long live = add(page, cell + ALLOCATED_BYTES, byteSize) - page.getPlain(cell + FREED_BYTES);
    add(page, cell + ALLOCATIONS, 1);
    if (live > page.getPlain(cell + PEAK_BYTES)) {
      page.setRelease(cell + PEAK_BYTES, live);
    }
  }

  /** Counts that an array is gone. By the owner only. */
  void freed(int siteId, long byteSize) {
    AtomicLongArray page = page(siteId);
    int cell = cell(siteId);
    add(page, cell + FREED_BYTES, byteSize);
    add(page, cell + FREES, 1);
  }

  /** The counts of a site, those of confined arrays in all threads added. */
  static SiteStatistics added(int siteId, SiteStatistics others) {
    synchronized (LIVE) {
      retireTheDead();
      long[] sums = new long[PEAK_BYTES + 1];
      RETIRED.sum(siteId, sums);
      for (Registered one : LIVE) {
        one.counts.sum(siteId, sums);
      }
      if (sums[ALLOCATIONS] == 0) {
        return others;
      }
      long liveBytes = others.liveBytes() + sums[ALLOCATED_BYTES] - sums[FREED_BYTES];
      return new SiteStatistics(
          others.site(),
          others.type(),
          liveBytes,
          Math.max(Math.max(others.peakLiveBytes(), sums[PEAK_BYTES]), liveBytes),
          others.liveCount() + sums[ALLOCATIONS] - sums[FREES],
          others.allocatedBytes() + sums[ALLOCATED_BYTES],
          others.allocationCount() + sums[ALLOCATIONS],
          others.fallbackCount(),
          others.heapBackedBytes(),
          others.heapBackedCount());
    }
  }

  private void sum(int siteId, long[] sums) {
    @Nullable AtomicLongArray[] all = pages;
    int index = siteId >> SITES_PER_PAGE_LOG2;
    AtomicLongArray page = index < all.length ? all[index] : null;
    if (page != null) {
      int cell = cell(siteId);
      sums[FREES] += page.getAcquire(cell + FREES);
      sums[FREED_BYTES] += page.getAcquire(cell + FREED_BYTES);
      sums[PEAK_BYTES] = Math.max(sums[PEAK_BYTES], page.getAcquire(cell + PEAK_BYTES));
      sums[ALLOCATIONS] += page.getAcquire(cell + ALLOCATIONS);
      sums[ALLOCATED_BYTES] += page.getAcquire(cell + ALLOCATED_BYTES);
    }
  }
}
