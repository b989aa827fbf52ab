package io.offheap.allocator;

/**
 * A bit set that finds its lowest set bit in O(log64 size).
 *
 * <p>Level 0 holds the bits; a bit of level n + 1 is set iff the word of level n below it is not 0;
 * the last level is one word. A change climbs only while a word turns from or to 0.
 */
final class BitTree {
  static final long MAX_BITS = (1L << 36);

  private final long[][] levels;
  private final long bitCount;

  /**
   * @param bitCount 1 to {@link #MAX_BITS}
   */
  BitTree(long bitCount) {
    this.bitCount = bitCount;
    int depth = 1;
    for (long n = words(bitCount); n > 1; n = words(n)) depth++;
    levels = new long[depth][];
    long n = bitCount;
    for (int level = 0; level < depth; level++) {
      n = words(n);
      levels[level] = new long[(int) n];
    }
  }

  private static long words(long bits) {
    return (bits + 63) >>> 6;
  }

  long bitCount() {
    return bitCount;
  }

  boolean isEmpty() {
    return levels[levels.length - 1][0] == 0;
  }

  /** Whether {@code index} lies in the set's range and its bit is set. */
  boolean get(long index) {
    return index >= 0 && index < bitCount && (levels[0][(int) (index >>> 6)] >>> index & 1) != 0;
  }

  void set(long index) {
    for (long[] words : levels) {
      int w = (int) (index >>> 6);
      long old = words[w];
      words[w] = old | 1L << index;
      if (old != 0) return;
      index >>>= 6;
    }
  }

  void clear(long index) {
    for (long[] words : levels) {
      int w = (int) (index >>> 6);
      long rest = words[w] & ~(1L << index);
      words[w] = rest;
      if (rest != 0) return;
      index >>>= 6;
    }
  }

  /** The lowest set bit. The set must not be empty. */
  long first() {
    long index = 0;
    for (int level = levels.length - 1; level >= 0; level--) {
      index = index << 6 | Long.numberOfTrailingZeros(levels[level][(int) index]);
    }
    return index;
  }

  /** The lowest set bit at or above {@code from >= 0}, or -1. */
  long next(long from) {
    if (from >= bitCount) return -1;
    long index = from;
    for (int level = 0; level < levels.length; level++) {
      int w = (int) (index >>> 6);
      if (w >= levels[level].length) return -1;
      long word = levels[level][w] & -1L << index;
      if (word != 0) {
        index = (long) w << 6 | Long.numberOfTrailingZeros(word);
        while (--level >= 0) {
          index = index << 6 | Long.numberOfTrailingZeros(levels[level][(int) index]);
        }
        return index;
      }
      index = w + 1L;
    }
    return -1;
  }

  /** Whether every summary bit agrees with the word below it. */
  boolean isConsistent() {
    for (int level = 1; level < levels.length; level++) {
      for (int w = 0; w < levels[level - 1].length; w++) {
        boolean summary = (levels[level][w >>> 6] >>> w & 1) != 0;
        if (summary != (levels[level - 1][w] != 0)) return false;
      }
    }
    return true;
  }
}
