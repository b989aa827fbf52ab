package io.offheap.jfr;

/** Counts in events are {@code int}, since Mission Control neither charts nor adds up longs. */
final class Counts {
  private Counts() {}

  static int toInt(long count) {
    return Math.clamp(count, 0, Integer.MAX_VALUE);
  }
}
