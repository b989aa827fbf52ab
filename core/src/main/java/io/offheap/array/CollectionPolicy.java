package io.offheap.array;

import java.util.concurrent.TimeUnit;

/**
 * Decides whether running the collector, which may stop the program for long, is worth it when
 * memory is short, from what the last run has led to.
 *
 * <p>If a quarter of the limit or more has been freed since, memory is short because the program is
 * busy: run it at once. If less, wait four times as long as the last run took, so that at most a
 * fifth of the time goes into collections. If less than a sixteenth, all memory is in use, or
 * {@code System.gc()} is disabled: wait twice as long as the time before, up to a minute.
 *
 * <p>Not thread-safe.
 */
final class CollectionPolicy {
  static final long MIN_PENALTY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  static final long MAX_PENALTY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final long limitBytes;
  private boolean hasRun;
  private long endNanos;
  private long durationNanos;
  private long penaltyNanos;

  /** What the heap had taken back, in all, when the last run began. */
  private long freedBytesBefore;

  CollectionPolicy(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Whether to run the collector.
   *
   * @param nowNanos as {@code System.nanoTime()}
   * @param freedBytes what the heap has taken back, in all
   */
  boolean isDue(long nowNanos, long freedBytes) {
    if (!hasRun) {
      return true;
    }
    long yieldBytes = freedBytes - freedBytesBefore;
    if (yieldBytes >= limitBytes / 4) {
      return true;
    }
    long pauseNanos = isUseless(yieldBytes) ? penaltyNanos : 4 * durationNanos;
    return nowNanos - endNanos >= pauseNanos;
  }

  /**
   * Notes a run.
   *
   * @param freedBytes what the heap had taken back, in all, when it began
   */
  void hasRun(long startNanos, long endNanos, long freedBytes) {
    boolean useless = hasRun && isUseless(freedBytes - freedBytesBefore);
    penaltyNanos = useless ? Math.min(2 * penaltyNanos, MAX_PENALTY_NANOS) : MIN_PENALTY_NANOS;
    hasRun = true;
    durationNanos = endNanos - startNanos;
    this.endNanos = endNanos;
    freedBytesBefore = freedBytes;
  }

  private boolean isUseless(long yieldBytes) {
    return yieldBytes < limitBytes / 16;
  }
}
