package io.offheap.array;

import java.util.concurrent.TimeUnit;

/**
 * Decides when the collector should look for dead handles, before memory is short.
 *
 * <p>The collector cannot tell: to it, a handle is a few bytes. So this does what a collector does
 * with its own heap. After a look, {@code floorBytes} are in use, and what is allocated from there
 * on may be dead. The next look is due when that is as much as the floor ({@link #SLACK}), or
 * earlier, if at the present rate of allocation the limit would be reached before a look started
 * then has led to free memory.
 *
 * <p>Not thread-safe; a function of what it is told, it reads no clock.
 */
/*
 * Invariants, between a look's begin and the next's:
 *   floorBytes     == the least usedBytes since the last look began
 *   dueBytes()     == max(floor + least, min(floor * (1 + SLACK), limit - MARGIN * rate * lead))
 *   least          == limit / LEAST_SHARE, less than which is not worth a look
 */
final class PacingPolicy {
  /** The share of the live bytes that may be dead. 1 was far better than a quarter. */
  static final double SLACK = 1.0;

  /** A look for less than the limit divided by this is not worth it. */
  static final long LEAST_SHARE = 32;

  /** How many times as long as the looks before the next one may take. */
  static final double MARGIN = 1.5;

  /** How long a look is taken to last before one has been measured. */
  static final long FIRST_LEAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The time that the rate of allocation is averaged over. */
  static final long RATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** No look will be due at the present rate. */
  static final long NEVER = Long.MAX_VALUE;

  private final long limitBytes;
  private boolean hasSample;
  private long sampleNanos;
  private long sampleAllocatedBytes;
  private double bytesPerNano;
  private double leadNanos = FIRST_LEAD_NANOS;
  private long usedBytes;
  private long floorBytes;

  PacingPolicy(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Notes how the memory is.
   *
   * @param nowNanos as {@code System.nanoTime()}
   * @param usedBytes in live blocks now
   * @param allocatedBytes in blocks ever handed out
   */
  void sample(long nowNanos, long usedBytes, long allocatedBytes) {
    if (hasSample) {
      long nanos = nowNanos - sampleNanos;
      if (nanos > 0) {
        double recent = (double) (allocatedBytes - sampleAllocatedBytes) / nanos;
        double weight = Math.min(1, (double) nanos / RATE_NANOS);
        bytesPerNano += weight * (recent - bytesPerNano);
      }
    }
    hasSample = true;
    sampleNanos = nowNanos;
    sampleAllocatedBytes = allocatedBytes;
    this.usedBytes = usedBytes;
    floorBytes = Math.min(floorBytes, usedBytes);
  }

  /** How many used bytes make a look due. */
  long dueBytes() {
    double bySlack = floorBytes * (1 + SLACK);
    double byRate = limitBytes - MARGIN * bytesPerNano * leadNanos;
    return Math.max(floorBytes + limitBytes / LEAST_SHARE, (long) Math.min(bySlack, byRate));
  }

  /** When the next look is due, counted from the last sample; 0 for now, or {@link #NEVER}. */
  long nanosUntilDue() {
    long missingBytes = dueBytes() - usedBytes;
    if (missingBytes <= 0) {
      return 0;
    }
    double nanos = missingBytes / bytesPerNano;
    return nanos < TimeUnit.HOURS.toNanos(1) ? (long) nanos : NEVER;
  }

  /** Notes that a look which began at the last sample has ended, and its finds are known. */
  void looked(long nowNanos) {
    leadNanos = (leadNanos + (nowNanos - sampleNanos)) / 2;
    floorBytes = usedBytes;
  }
}
