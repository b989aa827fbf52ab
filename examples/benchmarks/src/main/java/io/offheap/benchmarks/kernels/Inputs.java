package io.offheap.benchmarks.kernels;

/** What the kernels work on, made of an index alone. */
final class Inputs {
  /** Cells of the histogram. */
  static final int CELLS = 4096;

  /** Leaves as many bits of an int as a cell's number has. */
  static final int CELL_SHIFT = 20;

  private Inputs() {}

  /** 64 random bits (the finalizer of SplitMix64). */
  static long random(long index) {
    long bits = (index + 1) * 0x9e3779b97f4a7c15L;
    bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return bits ^ bits >>> 31;
  }

  /** A random number from 0 to {@code bound - 1}. */
  static int below(long index, int bound) {
    return (int) (((random(index) >>> 33) * bound) >>> 31);
  }

  /** A random number from 0 to 1. */
  static double fraction(long index) {
    return (random(index) >>> 11) * 0x1p-53;
  }

  /** A digit or, in one of five cases, a line's end. */
  static byte character(int index) {
    int choice = below(index, 50);
    return (byte) (choice < 40 ? '0' + choice % 10 : '\n');
  }

  /** A key of the hash table, not 0. */
  static long key(int index) {
    return index * 0x9e3779b97f4a7c15L | 1;
  }

  /** Where a key belongs in a table of {@code capacity} slots, a power of two. */
  static int slot(long key, int capacity) {
    long mixed = key * 0xd6e8feb86659fd93L;
    return (int) (mixed >>> 32) & capacity - 1;
  }

  /** The side of the square matrices whose product takes about as long as the other kernels. */
  static int side(int n) {
    return (int) Math.cbrt(n);
  }
}
