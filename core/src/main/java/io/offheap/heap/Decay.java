package io.offheap.heap;

/**
 * How much idle memory may stay, so that it goes smoothly: what became idle {@code t} ago may stay
 * to the share {@code 1 - (3 x^2 - 2 x^3)}, with {@code x = t / duration}. All of it has gone when
 * the duration is over; memory that is used again in time never goes.
 *
 * <p>The curve and the backlog by ticks are jemalloc's (its decay.c). Not thread-safe.
 */
final class Decay {
  private final double[] share;

  /** What became idle in each of the last ticks, the newest first. */
  private final long[] backlog;

  /** What was left after the last tick. */
  private long left;

  /**
   * @param ticks how many ticks the duration is
   */
  Decay(int ticks) {
    share = new double[ticks];
    backlog = new long[ticks];
    for (int i = 0; i < ticks; i++) {
      double x = (double) (i + 1) / ticks;
      share[i] = 1 - x * x * (3 - 2 * x);
    }
  }

  /**
   * One tick has passed.
   *
   * @param idleBytes what is idle now
   * @return how much of that is to go
   */
  long tick(long idleBytes) {
    System.arraycopy(backlog, 0, backlog, 1, backlog.length - 1);
    backlog[0] = Math.max(0, idleBytes - left);
    double allowed = 0;
    for (int i = 0; i < backlog.length; i++) allowed += backlog[i] * share[i];
    left = idleBytes;
    return idleBytes - Math.min(idleBytes, (long) allowed);
  }

  /** So much is left after what could go has gone. */
  void settle(long idleBytes) {
    left = idleBytes;
  }
}
