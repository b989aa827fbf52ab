package io.offheap.allocator;

import java.util.Arrays;

/**
 * The free blocks of a TLSF allocator: a node each, on the list of its size and on the chain of the
 * 64 granules it starts in.
 *
 * <p>The chain finds the node of a block in at most 32 steps (free blocks do not touch), and one or
 * two as a rule. So nodes cost 28 bytes for each free block and nothing for live ones. Node 0 means
 * none.
 */
final class TlsfFreeBlocks {
  private final int granuleShift;

  private long[] units = new long[16];
  private long[] unitCounts = new long[16];
  private int[] nexts = new int[16];
  private int[] previouses = new int[16];
  private int[] chained = new int[16];

  /**
   * Nodes out of use, linked by {@code nexts}; those from {@code fresh} on have never been used.
   */
  private int unused;

  private int unusedCount;
  private int fresh = 1;

  private final int[] heads = new int[64 * TlsfSizes.SECOND_LEVEL_COUNT];

  /** Bit s of {@code secondLevel[f]} is set iff list (f, s) is not empty. */
  private final int[] secondLevel = new int[64];

  /** Bit f is set iff {@code secondLevel[f] != 0}. */
  private long firstLevel;

  TlsfFreeBlocks(int granuleShift) {
    this.granuleShift = granuleShift;
  }

  long unit(int node) {
    return units[node];
  }

  long unitCount(int node) {
    return unitCounts[node];
  }

  int next(int node) {
    return nexts[node];
  }

  int head(int list) {
    return heads[list];
  }

  int count() {
    return fresh - 1 - unusedCount;
  }

  /** Makes sure that {@code count} insertions succeed. */
  void reserve(int count) {
    if (unusedCount + units.length - fresh < count) {
      int length = units.length * 2;
      long[] newUnits = Arrays.copyOf(units, length);
      long[] newCounts = Arrays.copyOf(unitCounts, length);
      int[] newNexts = Arrays.copyOf(nexts, length);
      int[] newPreviouses = Arrays.copyOf(previouses, length);
      chained = Arrays.copyOf(chained, length);
      units = newUnits;
      unitCounts = newCounts;
      nexts = newNexts;
      previouses = newPreviouses;
    }
  }

  void insert(TlsfRegion region, long unit, long unitCount) {
    int node = unused;
    if (node != 0) {
      unused = nexts[node];
      unusedCount--;
    } else {
      node = fresh++;
    }
    units[node] = unit;
    unitCounts[node] = unitCount;
    chain(region, node);
    link(node, listOf(unitCount));
  }

  void remove(TlsfRegion region, int node) {
    unchain(region, node);
    unlink(node, listOf(unitCounts[node]));
    nexts[node] = unused;
    unused = node;
    unusedCount++;
  }

  /**
   * Removes a block and inserts another, which costs less if they are of one list or start close
   * by.
   */
  void replace(TlsfRegion region, int node, long unit, long unitCount) {
    if (units[node] != unit) {
      if (chainOf(region, units[node]) != chainOf(region, unit)) {
        unchain(region, node);
        units[node] = unit;
        chain(region, node);
      } else {
        units[node] = unit;
      }
    }
    int oldList = listOf(unitCounts[node]);
    int newList = listOf(unitCount);
    unitCounts[node] = unitCount;
    if (oldList != newList) {
      unlink(node, oldList);
      link(node, newList);
    }
  }

  private int listOf(long unitCount) {
    return TlsfSizes.floor(unitCount << granuleShift, granuleShift);
  }

  private void link(int node, int list) {
    int head = heads[list];
    nexts[node] = head;
    previouses[node] = 0;
    heads[list] = node;
    if (head != 0) {
      previouses[head] = node;
      return;
    }
    int first = list >>> TlsfSizes.SECOND_LEVEL_BITS;
    secondLevel[first] |= 1 << list;
    firstLevel |= 1L << first;
  }

  private void unlink(int node, int list) {
    int next = nexts[node];
    int previous = previouses[node];
    if (next != 0) previouses[next] = previous;
    if (previous != 0) {
      nexts[previous] = next;
    } else {
      heads[list] = next;
      if (next == 0) clearList(list);
    }
  }

  private void clearList(int list) {
    int first = list >>> TlsfSizes.SECOND_LEVEL_BITS;
    int rest = secondLevel[first] & ~(1 << list);
    secondLevel[first] = rest;
    if (rest == 0) firstLevel &= ~(1L << first);
  }

  private static int chainOf(TlsfRegion region, long unit) {
    return (int) ((unit - region.firstUnit) >>> 6);
  }

  private void chain(TlsfRegion region, int node) {
    int at = chainOf(region, units[node]);
    chained[node] = region.chains[at];
    region.chains[at] = node;
  }

  private void unchain(TlsfRegion region, int node) {
    int at = chainOf(region, units[node]);
    int i = region.chains[at];
    if (i == node) {
      region.chains[at] = chained[node];
      return;
    }
    while (chained[i] != node) i = chained[i];
    chained[i] = chained[node];
  }

  /** The node of the free block that starts at {@code unit}, or 0. */
  int find(TlsfRegion region, long unit) {
    int node = region.chains[chainOf(region, unit)];
    while (node != 0 && units[node] != unit) node = chained[node];
    return node;
  }

  /**
   * Puts the free blocks of a region that is about to be replaced on the chains of its successor.
   */
  void rechain(TlsfRegion from, TlsfRegion to) {
    for (int head : from.chains) {
      for (int node = head; node != 0; ) {
        int next = chained[node];
        chain(to, node);
        node = next;
      }
    }
  }

  /** The first list from {@code list} on that is not empty, or -1. */
  int firstListFrom(int list) {
    int first = list >>> TlsfSizes.SECOND_LEVEL_BITS;
    int seconds = secondLevel[first] & -1 << list;
    if (seconds == 0) {
      long firsts = first == 63 ? 0 : firstLevel & -1L << (first + 1);
      if (firsts == 0) return -1;
      first = Long.numberOfTrailingZeros(firsts);
      seconds = secondLevel[first];
    }
    return (first << TlsfSizes.SECOND_LEVEL_BITS) + Integer.numberOfTrailingZeros(seconds);
  }

  /** The last list that is not empty, or -1. */
  int lastList() {
    if (firstLevel == 0) return -1;
    int first = Alignment.floorLog2(firstLevel);
    int second = 31 - Integer.numberOfLeadingZeros(secondLevel[first]);
    return (first << TlsfSizes.SECOND_LEVEL_BITS) + second;
  }

  void checkLists() {
    int found = 0;
    for (int list = 0; list < heads.length; list++) {
      int first = list >>> TlsfSizes.SECOND_LEVEL_BITS;
      boolean marked = (secondLevel[first] >>> list & 1) != 0;
      RangedAllocator.check(marked == (heads[list] != 0), "mark of list " + list);
      int previous = 0;
      for (int node = heads[list]; node != 0; node = nexts[node]) {
        int floor = TlsfSizes.floor(unitCounts[node] << granuleShift, granuleShift);
        RangedAllocator.check(floor == list && previouses[node] == previous, "list " + list);
        previous = node;
        found++;
      }
    }
    for (int first = 0; first < 64; first++) {
      boolean marked = (firstLevel >>> first & 1) != 0;
      RangedAllocator.check(marked == (secondLevel[first] != 0), "first level " + first);
    }
    RangedAllocator.check(found == count(), "number of nodes");
  }
}
