package io.offheap.benchmarks.collector;

import io.offheap.OffHeap;

/** What a cache holds: an array that is filled once and read now and then. */
final class Entry {
  private static final int PAGE_LONGS = 512;

  private final long @OffHeap [] values;

  /**
   * @param length count of longs
   */
  Entry(int length, long seed) {
    values = new long[length];
    for (int i = 0; i < values.length; i++) values[i] = seed + i;
  }

  /** Adds some elements, one for each 4 KiB at least. */
  long read() {
    long sum = 0;
    for (int i = 0; i < values.length; i += PAGE_LONGS) sum += values[i];
    return sum;
  }

  /** Whether the elements are those it was made with. */
  boolean isIntact() {
    return values[values.length - 1] - values[0] == values.length - 1;
  }
}
