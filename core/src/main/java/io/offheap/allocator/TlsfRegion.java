package io.offheap.allocator;

/**
 * Where the blocks of a window begin, and which of them are live.
 *
 * <p>Positions are granules relative to the window; there is one more than granules, for the end. A
 * block ends where the next one starts. Where memory ends, at a gap or at the window's end, a start
 * is marked that belongs to no block.
 */
final class TlsfRegion extends Window {
  final BitTree starts;
  private final long[] live;

  /** By 64 positions, the first of the nodes of the free blocks that start there; 0 for none. */
  final int[] chains;

  TlsfRegion(long firstUnit, long endUnit) {
    super(firstUnit, endUnit);
    long positions = endUnit - firstUnit + 1;
    if (positions > BitTree.MAX_BITS) {
      throw new AllocException(
          AllocError.NO_MEMORY, "too many granules for one table: " + positions);
    }
    starts = new BitTree(positions);
    int words = (int) ((positions + 63) >>> 6);
    live = new long[words];
    chains = new int[words];
  }

  boolean isLive(long unit) {
    long position = unit - firstUnit;
    return (live[(int) (position >>> 6)] >>> position & 1) != 0;
  }

  void setLive(long unit) {
    long position = unit - firstUnit;
    live[(int) (position >>> 6)] |= 1L << position;
  }

  void clearLive(long unit) {
    long position = unit - firstUnit;
    live[(int) (position >>> 6)] &= ~(1L << position);
  }

  void setStart(long unit) {
    starts.set(unit - firstUnit);
  }

  void clearStart(long unit) {
    starts.clear(unit - firstUnit);
  }

  boolean isStart(long unit) {
    return starts.get(unit - firstUnit);
  }

  /** The first start after {@code unit}, where the block that is there ends. */
  long endOfBlock(long unit) {
    return firstUnit + starts.next(unit - firstUnit + 1);
  }

  /** The last start before {@code unit}, or -1. */
  long startBefore(long unit) {
    long position = unit == firstUnit ? -1 : starts.previous(unit - firstUnit - 1);
    return position < 0 ? -1 : firstUnit + position;
  }

  /** Removes what earlier ends of memory have left in a range that is about to be managed. */
  void clearStarts(long from, long to) {
    for (long p = starts.next(from - firstUnit); p >= 0 && p < to - firstUnit; ) {
      starts.clear(p);
      p = starts.next(p + 1);
    }
  }

  /** Copies starts and live marks, but not the chains, of a region within this one's window. */
  void copyFrom(TlsfRegion other) {
    long shift = other.firstUnit - firstUnit;
    for (long p = other.starts.next(0); p >= 0; p = other.starts.next(p + 1)) {
      starts.set(p + shift);
      if (other.isLive(other.firstUnit + p)) setLive(other.firstUnit + p);
    }
  }
}
