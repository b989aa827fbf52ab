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
    int first = (int) (from >>> 6);
    int end = (int) (to >>> 6);
    if (first == end) {
      changeIn(first, -1L << from & ~(-1L << to), value);
      return;
    }
    if ((from & 63) != 0) changeIn(first++, -1L << from, value);
    if ((to & 63) != 0) changeIn(end, ~(-1L << to), value);
    if (first < end) changeWords(0, first, end, value);
  }

  /** Changes some bits of a leaf. */
  private void changeIn(int w, long mask, boolean value) {
    long old = leaves[w];
    long changed = value ? old | mask : old & ~mask;
    leaves[w] = changed;
    if ((old == 0) != (changed == 0)) summarize(w, value);
  }

  /**
   * Changes all bits of the words {@code [first, end)} of a level, not none. The words above change
   * by a mask each, whatever was below.
   */
  private void changeWords(int level, int first, int end, boolean value) {
    long[] words = levels[level];
    long all = value ? -1L : 0;
    for (int w = first; w < end; w++) words[w] = all;
    if (level + 1 == levels.length) return;
    long[] above = levels[level + 1];
    int last = (end - 1) >>> 6;
    for (int w = first >>> 6; w <= last; w++) {
      long mask = maskIn(w, first, end);
      long old = above[w];
      long changed = value ? old | mask : old & ~mask;
      above[w] = changed;
      if ((old == 0) != (changed == 0)) summarize(level + 1, w, value);
    }
  }

  private void summarize(long index, boolean value) {
    summarize(0, index, value);
  }

  /** Tells the levels above that a word of a level has turned from or to 0. */
  private void summarize(int changedLevel, long changedWord, boolean value) {
    long index = changedWord;
    for (int level = changedLevel + 1; level < levels.length; level++) {
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

  /** Whether all bits of {@code [from, to)} are in the set's range and set. */
  boolean allSet(long from, long to) {
    if (to > bitCount) return false;
    int first = (int) (from >>> 6);
    int end = (int) (to >>> 6);
    if (first == end) return (~leaves[first] & -1L << from & ~(-1L << to)) == 0;
    long clear = 0;
    if ((from & 63) != 0) clear = ~leaves[first++] & -1L << from;
    if ((to & 63) != 0) clear |= ~leaves[end] & ~(-1L << to);
    for (int w = first; w < end && clear == 0; w++) clear = ~leaves[w];
    return clear == 0;
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
