package io.offheap.benchmarks.heap;

/** A fast generator of random numbers, the same on every machine. Not thread-safe. */
final class Dice {
  private long state;

  Dice(long seed) {
    state = seed * 0x9E3779B97F4A7C15L + 1;
  }

  /** Uniform. */
  long next() {
    long x = state;
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    state = x;
    return x;
  }

  /** Uniform from 0 to {@code bound - 1}; the bound is below 2 to the 31st. */
  int below(int bound) {
    return (int) (((next() >>> 33) * bound) >>> 31);
  }

  /** Uniform from 0 to 1. */
  double fraction() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** Whether something of this probability, in percent, happens. */
  boolean chance(int percent) {
    return below(100) < percent;
  }

  /** An octave from {@code 1 << low} to {@code 1 << high}, then a size in it, both uniform. */
  long octave(int low, int high) {
    int exponent = low + below(high - low);
    return (1L << exponent) + below(1 << exponent);
  }
}
