package io.offheap.allocator;

/**
 * Free units of a window as bits, 1 = free, and the search for runs of them by whole words.
 *
 * <p>Positions are units relative to the window.
 */
final class BitmapWindow extends Window {
  final BitTree free;

  BitmapWindow(long firstUnit, long endUnit) {
    super(firstUnit, endUnit);
    if (endUnit - firstUnit > BitTree.MAX_BITS) {
      throw new AllocException(
          AllocError.NO_MEMORY, "too many units for one table: " + (endUnit - firstUnit));
    }
    free = new BitTree(endUnit - firstUnit);
  }

  void copyFrom(BitmapWindow other) {
    long shift = other.firstUnit - firstUnit;
    for (long p = other.free.next(0); p >= 0; ) {
      long end = other.endOfRun(p);
      free.setRange(p + shift, end + shift);
      p = other.free.next(end);
    }
  }

  /** The first position after {@code position} whose bit is not set, or the window's end. */
  long endOfRun(long position) {
    long w = position >>> 6;
    long zeros = ~free.word(w) & -1L << position;
    while (zeros == 0) zeros = ~free.word(++w);
    return Math.min(free.bitCount(), w << 6 | Long.numberOfTrailingZeros(zeros));
  }

  /**
   * The lowest unit, a multiple of {@code alignment}, from which {@code count} units are free; or
   * -1.
   */
  long findRun(long count, long alignment) {
    if (free.isEmpty()) return -1;
    long position;
    if (count == 1 && alignment == 1) position = free.first();
    else if (alignment > 64) position = findFarApart(count, alignment);
    else if (count <= 64) position = findWithinTwoWords((int) count, (int) alignment);
    else position = findAcrossWords(count, alignment);
    return position < 0 ? -1 : firstUnit + position;
  }

  /** The aligned positions are less than one a word: tries each that is free. */
  private long findFarApart(long count, long alignment) {
    long position = free.first();
    while (position >= 0) {
      long candidate = Alignment.roundUp(firstUnit + position, alignment) - firstUnit;
      if (candidate < 0 || candidate > free.bitCount() - count) return -1;
      if (free.allSet(candidate, candidate + count)) return candidate;
      position = free.next(candidate + 1);
    }
    return -1;
  }

  /**
   * Runs of up to 64: bit i of the folded word says that the bits i to i + count - 1 of this word
   * and the next are set. Folding by 1, 2, 4 ... takes log2(count) steps.
   */
  private long findWithinTwoWords(int count, int alignment) {
    long aligned = alignedPositions(alignment);
    long w = free.first() >>> 6;
    while (true) {
      long starts = starts(free.word(w), free.word(w + 1), count) & aligned;
      if (starts != 0) return w << 6 | Long.numberOfTrailingZeros(starts);
      w++;
      if (free.word(w) == 0) {
        long next = free.next(w << 6);
        if (next < 0) return -1;
        w = next >>> 6;
      }
    }
  }

  private static long starts(long low, long high, int count) {
    int length = 1;
    while (length < count && low != 0) {
      int step = Math.min(length, count - length);
      low &= (low >>> step) | (high << -step);
      high &= high >>> step;
      length += step;
    }
    return low;
  }

  /** The bits of any word whose units are multiples of an alignment of at most 64. */
  private long alignedPositions(int alignment) {
    long pattern = 0;
    for (int i = (int) (-firstUnit & alignment - 1); i < 64; i += alignment) pattern |= 1L << i;
    return pattern;
  }

  /**
   * Runs of more than 64: no such run lies within a word, so what matters of each is how many units
   * it adds to the run that reaches it, and where the run starts that leaves it.
   */
  private long findAcrossWords(long count, long alignment) {
    long words = (free.bitCount() + 63) >>> 6;
    long start = -1;
    for (long w = free.first() >>> 6; w < words; w++) {
      long word = free.word(w);
      if (start >= 0) {
        int ones = Long.numberOfTrailingZeros(~word);
        if ((w << 6) + ones - start >= count) return start;
        if (ones == 64) continue;
      }
      start = -1;
      if (word == 0) {
        long next = free.next(w << 6);
        if (next < 0) return -1;
        w = (next >>> 6) - 1;
      } else if (word < 0) {
        long runStart = (w << 6) + 64 - Long.numberOfLeadingZeros(~word);
        start = Alignment.roundUp(firstUnit + runStart, alignment) - firstUnit;
      }
    }
    return -1;
  }
}
