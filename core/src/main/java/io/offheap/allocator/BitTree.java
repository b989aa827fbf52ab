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

  /** {@code levels[0]}. */
  private final long[] leaves;

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
    leaves = levels[0];
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
    return index >= 0 && index < bitCount && (leaves[(int) (index >>> 6)] >>> index & 1) != 0;
  }

  void set(long index) {
    int w = (int) (index >>> 6);
    long old = leaves[w];
    leaves[w] = old | 1L << index;
    if (old == 0) summarize(w, true);
  }

  void clear(long index) {
    int w = (int) (index >>> 6);
    long rest = leaves[w] & ~(1L << index);
    leaves[w] = rest;
    if (rest == 0) summarize(w, false);
  }

  /** Word {@code w}, which holds the bits from {@code 64 * w}; 0 past the end. */
  long word(long w) {
    return w < leaves.length ? leaves[(int) w] : 0;
  }

  /** Sets the bits {@code [from, to)}, not none. */
  void setRange(long from, long to) {
    change(from, to, true);
  }

  /** Clears the bits {@code [from, to)}, not none. */
  void clearRange(long from, long to) {
    change(from, to, false);
  }

  private void change(long from, long to, boolean value) {
    int last = (int) ((to - 1) >>> 6);
    for (int w = (int) (from >>> 6); w <= last; w++) {
      long mask = maskIn(w, from, to);
      long old = leaves[w];
      long changed = value ? old | mask : old & ~mask;
      leaves[w] = changed;
      if ((old == 0) != (changed == 0)) summarize(w, value);
    }
  }

  private void summarize(long index, boolean value) {
    for (int level = 1; level < levels.length; level++) {
      int w = (int) (index >>> 6);
      long old = levels[level][w];
      long changed = value ? old | 1L << index : old & ~(1L << index);
      levels[level][w] = changed;
      if ((old == 0) == (changed == 0)) return;
      index >>>= 6;
    }
  }

  private static long maskIn(int w, long from, long to) {
    long first = (long) w << 6;
    long mask = -1L;
    if (from > first) mask &= -1L << from;
    if (to < first + 64) mask &= -1L >>> -to;
    return mask;
  }

  /** Whether all bits of {@code [from, to)} within the set's range are set. */
  boolean allSet(long from, long to) {
    for (long w = from >>> 6; w << 6 < to; w++) {
      long mask = maskIn((int) w, from, to);
      if ((word(w) & mask) != mask) return false;
    }
    return true;
  }

  /** Whether any bit of {@code [from, to)} is set. */
  boolean anySet(long from, long to) {
    long next = next(from);
    return next >= 0 && next < to;
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
    long w = from >>> 6;
    long word = leaves[(int) w] & -1L << from;
    return word != 0 ? w << 6 | Long.numberOfTrailingZeros(word) : nextByLevels(w + 1);
  }

  private long nextByLevels(long index) {
    for (int level = 1; level < levels.length; level++) {
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

  /** The highest set bit at or below {@code from < bitCount()}, or -1. */
  long previous(long from) {
    long w = from >>> 6;
    long word = leaves[(int) w] & -1L >>> ~from;
    return word != 0 ? w << 6 | (63 - Long.numberOfLeadingZeros(word)) : previousByLevels(w - 1);
  }

  private long previousByLevels(long index) {
    for (int level = 1; level < levels.length && index >= 0; level++) {
      int w = (int) (index >>> 6);
      long word = levels[level][w] & -1L >>> ~index;
      if (word != 0) {
        index = (long) w << 6 | (63 - Long.numberOfLeadingZeros(word));
        while (--level >= 0) {
          index = index << 6 | (63 - Long.numberOfLeadingZeros(levels[level][(int) index]));
        }
        return index;
      }
      index = w - 1L;
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
