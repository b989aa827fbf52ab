package io.offheap.allocator;

import java.util.List;

/**
 * Memory as a row of blocks in units of granules, of which no two free ones are neighbours: found,
 * cut and merged.
 *
 * <p>Nodes are those of {@link TlsfFreeBlocks}; 0 is none. Whoever calls what makes free blocks has
 * reserved their nodes.
 */
final class TlsfBlocks {
  /** How many blocks are looked at when none is certain to do. */
  static final int SCAN_LIMIT = 8;

  private final int granuleShift;
  private final WindowList<TlsfRegion> regions;
  private final TlsfFreeBlocks free;

  TlsfBlocks(int granuleShift, WindowList<TlsfRegion> regions, TlsfFreeBlocks free) {
    this.granuleShift = granuleShift;
    this.regions = regions;
    this.free = free;
  }

  /** A free block for an aligned part of so many granules, or 0. */
  int find(long unitCount, long unitAlignment) {
    long enough = unitCount + unitAlignment - 1;
    if (enough <= TlsfByteAllocator.MAX_BLOCK_BYTES >>> granuleShift) {
      int list = free.firstListFrom(TlsfSizes.ceil(enough << granuleShift, granuleShift));
      if (list >= 0) return free.head(list);
    }
    return scan(unitCount, unitAlignment);
  }

  /** Looks at a few blocks that may do, from the smallest list on. */
  private int scan(long unitCount, long unitAlignment) {
    int budget = SCAN_LIMIT;
    int list = free.firstListFrom(TlsfSizes.floor(unitCount << granuleShift, granuleShift));
    while (list >= 0) {
      for (int node = free.head(list); node != 0; node = free.next(node)) {
        long first = free.unit(node);
        long unit = Alignment.roundUp(first, unitAlignment);
        if (unit >= first && unitCount <= free.unitCount(node) - (unit - first)) return node;
        if (--budget == 0) return 0;
      }
      list = free.firstListFrom(list + 1);
    }
    return 0;
  }

  /** Makes an aligned part of a free block live, and the rest free blocks of their own. */
  long carve(int node, long unitCount, long unitAlignment) {
    long first = free.unit(node);
    long end = first + free.unitCount(node);
    long unit = Alignment.roundUp(first, unitAlignment);
    TlsfRegion region = regions.of(first);
    long rest = unit + unitCount;
    if (rest < end) {
      region.setStart(rest);
      free.replace(region, node, rest, end - rest);
    } else {
      free.remove(region, node);
    }
    if (unit > first) {
      region.setStart(unit);
      free.insert(region, first, unit - first);
    }
    region.setLive(unit);
    return unit;
  }

  /** Makes {@code [unit, end)} free, whose start is marked, and merges it with free neighbours. */
  void give(TlsfRegion region, long unit, long end) {
    int after = region.isLive(end) ? 0 : free.find(region, end);
    if (after != 0) {
      region.clearStart(end);
      end += free.unitCount(after);
    }
    int before = freeBefore(region, unit);
    if (before != 0) {
      region.clearStart(unit);
      if (after != 0) free.remove(region, after);
      free.replace(region, before, free.unit(before), end - free.unit(before));
    } else if (after != 0) {
      free.replace(region, after, unit, end - unit);
    } else {
      free.insert(region, unit, end - unit);
    }
  }

  /** The node of the free block that ends at {@code unit}, or 0. */
  private int freeBefore(TlsfRegion region, long unit) {
    long start = region.startBefore(unit);
    if (start < 0 || region.isLive(start)) return 0;
    int node = free.find(region, start);
    return node != 0 && start + free.unitCount(node) == unit ? node : 0;
  }

  /** The node of a free block that starts at a unit and reaches to another or beyond; 0 if none. */
  int roomAfter(TlsfRegion region, long unit, long end) {
    if (region.isLive(unit)) return 0;
    int node = free.find(region, unit);
    return node != 0 && unit + free.unitCount(node) >= end ? node : 0;
  }

  /** Makes new memory a free block. */
  void adopt(long from, long to) {
    TlsfRegion region = regions.place(from, to, Long.MAX_VALUE >>> granuleShift, this::replace);
    region.clearStarts(from, to);
    region.setStart(from);
    region.setStart(to);
    give(region, from, to);
  }

  private TlsfRegion replace(long firstUnit, long endUnit, List<TlsfRegion> replaced) {
    TlsfRegion region = new TlsfRegion(firstUnit, endUnit);
    for (TlsfRegion old : replaced) {
      region.copyFrom(old);
      free.rechain(old, region);
    }
    return region;
  }

  /** Removes memory that is part of one free block; answers whether it is. */
  boolean abandon(long from, long to) {
    TlsfRegion region = regions.of(from);
    long first = region.isStart(from) ? from : region.startBefore(from);
    int node = region.isLive(first) ? 0 : free.find(region, first);
    if (node == 0) return false;
    long last = first + free.unitCount(node);
    if (last < to) return false;
    free.remove(region, node);
    region.setStart(from);
    if (first < from) free.insert(region, first, from - first);
    if (to < last) {
      region.setStart(to);
      free.insert(region, to, last - to);
    }
    return true;
  }
}
