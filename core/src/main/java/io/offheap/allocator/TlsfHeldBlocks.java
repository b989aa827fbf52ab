package io.offheap.allocator;

/**
 * Small blocks that were freed and are kept as they are for the next request of their size: up to
 * {@value #DEPTH} of each size, the one freed last first.
 *
 * <p>A held block is neither live nor on a free list. Sizes and addresses are in granules.
 */
final class TlsfHeldBlocks {
  static final int DEPTH = 8;
  private static final int LARGEST_BYTES = 4096;

  /** The largest size held; 0 if granules are larger than what is worth it. */
  private final int maxUnits;

  /** {@code units[DEPTH * n + i]} for {@code i < counts[n]} are the blocks of n granules. */
  private final long[] units;

  private final int[] counts;

  private int blockCount;
  private long unitCount;

  TlsfHeldBlocks(int granuleShift) {
    maxUnits = LARGEST_BYTES >>> granuleShift;
    units = new long[DEPTH * (maxUnits + 1)];
    counts = new int[maxUnits + 1];
  }

  int blockCount() {
    return blockCount;
  }

  /** Takes a block of exactly this size, at least 1; -1 if none is held. */
  long take(long size) {
    if (size > maxUnits) return -1;
    int n = (int) size;
    int count = counts[n];
    if (count == 0) return -1;
    counts[n] = --count;
    blockCount--;
    unitCount -= n;
    return units[DEPTH * n + count];
  }

  /**
   * Holds a block, unless that would be one too many of its size, or more granules than {@code
   * limit} in all; answers whether it does.
   */
  boolean put(long unit, long size, long limit) {
    if (size > maxUnits || unitCount + size > limit) return false;
    int n = (int) size;
    int count = counts[n];
    if (count == DEPTH) return false;
    units[DEPTH * n + count] = unit;
    counts[n] = count + 1;
    blockCount++;
    unitCount += n;
    return true;
  }

  /** The sizes that may be held are 1 to this. */
  int maxUnits() {
    return maxUnits;
  }

  /** How many blocks of a size are held. */
  int count(int size) {
    return counts[size];
  }

  /** The i-th block of a size, {@code 0 <= i < count(size)}. */
  long unit(int size, int i) {
    return units[DEPTH * size + i];
  }

  void checkCounts() {
    int blocks = 0;
    long sum = 0;
    for (int n = 1; n <= maxUnits; n++) {
      blocks += counts[n];
      sum += (long) n * counts[n];
      for (int i = 0; i < counts[n]; i++) {
        for (int j = 0; j < i; j++) {
          RangedAllocator.check(unit(n, i) != unit(n, j), "held twice: unit " + unit(n, i));
        }
      }
    }
    RangedAllocator.check(blocks == blockCount && sum == unitCount, "number of held blocks");
  }
}
