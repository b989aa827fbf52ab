package io.offheap.benchmarks.startup;

import io.offheap.OffHeap;

/**
 * Prints how many milliseconds the first class with a mark takes from the order to load it to its
 * first result.
 */
public final class FirstMark {
  private FirstMark() {}

  public static void main(String[] arguments) {
    long startNanos = System.nanoTime();
    long sum = new Marked().sum();
    long nanos = System.nanoTime() - startNanos;
    System.out.println("result " + nanos / 1e6);
    if (sum != Marked.LENGTH) throw new IllegalStateException("sum: " + sum);
  }

  private static final class Marked {
    static final int LENGTH = 4096;
    private final long @OffHeap [] ones = new long[LENGTH];

    long sum() {
      long sum = 0;
      for (int i = 0; i < ones.length; i++) {
        ones[i] = 1;
        sum += ones[i];
      }
      return sum;
    }
  }
}
