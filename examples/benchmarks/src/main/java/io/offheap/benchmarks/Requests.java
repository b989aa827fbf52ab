package io.offheap.benchmarks;

/** The random numbers of the workloads: xorshift64*. */
final class Requests {
  static final long SEED = 0x9E3779B97F4A7C15L;

  private long x;

  Requests(long seed) {
    x = seed;
  }

  long next() {
    x ^= x >>> 12;
    x ^= x << 25;
    x ^= x >>> 27;
    return x * 0x2545F4914F6CDD1DL;
  }

  /** A number from 0 to {@code n - 1}. */
  int below(int n) {
    return (int) ((next() >>> 33) % n);
  }

  /** A number from {@code low} to {@code high}. */
  int uniform(int low, int high) {
    return low + below(high - low + 1);
  }

  /** A size from {@code 2^low} to {@code 2^high - 1}, log-uniform by octave. */
  int octave(int low, int high) {
    int k = low + below(high - low);
    return (1 << k) + below(1 << k);
  }
}
