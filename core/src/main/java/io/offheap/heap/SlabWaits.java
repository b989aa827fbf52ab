package io.offheap.heap;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often size classes have taken a slab, and how long threads waited for it. Counted whether
 * anybody listens or not: a listener may hear of some only.
 *
 * <p>Thread-safe.
 */
final class SlabWaits {
  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final AtomicLong longestNanos = new AtomicLong();

  /**
   * Counts one.
   *
   * @param totalNanos that it took
   * @param regionNanos those of them in which memory came from the operating system
   */
  void add(long totalNanos, long regionNanos) {
    count.increment();
    nanos.add(Math.max(totalNanos - regionNanos, 0));
    if (totalNanos > longestNanos.get()) longestNanos.accumulateAndGet(totalNanos, Math::max);
  }

  long count() {
    return count.sum();
  }

  /** Without the times in which memory came from the operating system. */
  long nanos() {
    return nanos.sum();
  }

  /** The longest since the last call, with all that it waited for; 0 if there was none. */
  long takeLongestNanos() {
    return longestNanos.getAndSet(0);
  }
}
