package io.offheap.allocator;

import java.util.Arrays;

/**
 * The free blocks of a TLSF allocator: a node each, on the list of its size and on the chain of the
 * 64 granules it starts in.
 *
 * <p>The chain finds the node of a block in at most 32 steps (free blocks do not touch), and one or
 * two as a rule. So nodes cost 32 bytes for each free block and nothing for live ones. Node 0 means
 * none.
 */
final class TlsfFreeBlocks {
  private final int granuleShift;

  // A node is four longs, which lie in one line of the cache:
  //
  //   0  first unit of the block
  //   1  units of the block
  //   2  next node of the list (low half), previous one (high half)
  //   3  next node of the chain
  private static final int NODE_SHIFT = 2;
  private static final int COUNT = 1;
  private static final int LINKS = 2;
  private static final int CHAINED = 3;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private long[] nodes = new long[16 << NODE_SHIFT];

  /** Nodes out of use, linked as a list is; those from {@code fresh} on have never been used. */
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
    return nodes[node << NODE_SHIFT];
  }

  private void setUnit(int node, long unit) {
    nodes[node << NODE_SHIFT] = unit;
  }

  long unitCount(int node) {
    return nodes[(node << NODE_SHIFT) + COUNT];
  }

  private void setUnitCount(int node, long unitCount) {
    nodes[(node << NODE_SHIFT) + COUNT] = unitCount;
  }

  int next(int node) {
    return (int) nodes[(node << NODE_SHIFT) + LINKS];
  }

  private int previous(int node) {
    return (int) (nodes[(node << NODE_SHIFT) + LINKS] >>> 32);
  }

  private void setLinks(int node, int previous, int next) {
    nodes[(node << NODE_SHIFT) + LINKS] = (long) previous << 32 | next;
  }

  private void setNext(int node, int next) {
    int at = (node << NODE_SHIFT) + LINKS;
    nodes[at] = (nodes[at] & ~LOW_HALF) | next;
  }

  private void setPrevious(int node, int previous) {
    int at = (node << NODE_SHIFT) + LINKS;
    nodes[at] = (nodes[at] & LOW_HALF) | (long) previous << 32;
  }

  private int chained(int node) {
    return (int) nodes[(node << NODE_SHIFT) + CHAINED];
  }

  private void setChained(int node, int next) {
    nodes[(node << NODE_SHIFT) + CHAINED] = next;
  }

  int head(int list) {
    return heads[list];
  }

  int count() {
    return fresh - 1 - unusedCount;
  }

  /** Makes sure that {@code count} insertions succeed. */
  void reserve(int count) {
    if (unusedCount + (nodes.length >> NODE_SHIFT) - fresh < count) {
      if (nodes.length == 1 << 30) throw new OutOfMemoryError("too many free blocks");
      nodes = Arrays.copyOf(nodes, nodes.length * 2);
    }
  }

  void insert(TlsfRegion region, long unit, long unitCount) {
    int node = unused;
    if (node != 0) {
      unused = next(node);
      unusedCount--;
    } else {
      node = fresh++;
    }
    setUnit(node, unit);
    setUnitCount(node, unitCount);
    chain(region, node);
    link(node, listOf(unitCount));
  }

  void remove(TlsfRegion region, int node) {
    unchain(region, node);
    unlink(node, listOf(unitCount(node)));
    setLinks(node, 0, unused);
    unused = node;
    unusedCount++;
  }

  /**
   * Removes a block and inserts another, which costs less if they are of one list or start close
   * by.
   */
  void replace(TlsfRegion region, int node, long unit, long unitCount) {
    if (unit(node) != unit) {
      if (chainOf(region, unit(node)) != chainOf(region, unit)) {
        unchain(region, node);
        setUnit(node, unit);
        chain(region, node);
      } else {
        setUnit(node, unit);
      }
    }
    int oldList = listOf(unitCount(node));
    int newList = listOf(unitCount);
    setUnitCount(node, unitCount);
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
    setLinks(node, 0, head);
    heads[list] = node;
    if (head != 0) {
      setPrevious(head, node);
      return;
    }
    int first = list >>> TlsfSizes.SECOND_LEVEL_BITS;
    secondLevel[first] |= 1 << list;
    firstLevel |= 1L << first;
  }

  private void unlink(int node, int list) {
    int next = next(node);
    int previous = previous(node);
    if (next != 0) setPrevious(next, previous);
    if (previous != 0) {
      setNext(previous, next);
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
    int at = chainOf(region, unit(node));
    setChained(node, region.chains[at]);
    region.chains[at] = node;
  }

  private void unchain(TlsfRegion region, int node) {
    int at = chainOf(region, unit(node));
    int i = region.chains[at];
    if (i == node) {
      region.chains[at] = chained(node);
      return;
    }
    while (chained(i) != node) i = chained(i);
    setChained(i, chained(node));
  }

  /** The node of the free block that starts at {@code unit}, or 0. */
  int find(TlsfRegion region, long unit) {
    int node = region.chains[chainOf(region, unit)];
    while (node != 0 && unit(node) != unit) node = chained(node);
    return node;
  }

  /**
   * Puts the free blocks of a region that is about to be replaced on the chains of its successor.
   */
  void rechain(TlsfRegion from, TlsfRegion to) {
    for (int head : from.chains) {
      for (int node = head; node != 0; ) {
        int next = chained(node);
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
      for (int node = heads[list]; node != 0; node = next(node)) {
        int floor = TlsfSizes.floor(unitCount(node) << granuleShift, granuleShift);
        RangedAllocator.check(floor == list && previous(node) == previous, "list " + list);
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
