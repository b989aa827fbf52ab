package io.offheap.allocator;

import java.util.List;

/**
 * Two-level segregated fit: blocks of any size in granules, a good fit from a bitmap of free lists,
 * and neighbours merged at once.
 *
 * <p>A request takes its size rounded up to the granule, and nothing else: there are no headers,
 * and what alignment leaves in front of a block stays free. Allocate, free and resize are O(log64
 * memory). Memory that touches other memory is joined with it. Not thread-safe.
 *
 * <p>The fit is found among blocks of the next list up, each of which is certain to be large
 * enough. If there is none, up to {@value #SCAN_LIMIT} blocks that may be large enough are looked
 * at.
 */
/*
 * Design note.
 *
 * The classical TLSF keeps size and neighbour in a header in front of each block, and list links inside free
 * ones. Here nothing is in the memory:
 *
 *   starts   | 1 0 0 1 1 0 0 0 0 1 |   a bit per granule where a block starts (BitTree: next and previous start)
 *   live     | 1 . . 0 1 . . . . 0 |   a bit per granule, set at the start of a live block
 *   nodes      size and list links of the free blocks only (TlsfFreeBlocks)
 *
 * The size of a live block is the distance to the next start. Two bits and a chain head make 2 % at 16-byte
 * granules whatever the sizes of the blocks; headers would make 100 % at 16-byte blocks.
 *
 * A head per free list that is an int stack with lazy deletion was thought of: it is smaller and needs no
 * chains, but then a request may have to discard any number of stale entries first; O(1) would be amortised.
 *
 * A search that rounds the size up cannot see a block that is on the list of the request itself, so the largest
 * block could not be had at its own size (a known hole of TLSF). The bounded look at that list closes it.
 *
 * [1] M. Masmano, I. Ripoll, A. Crespo, J. Real, TLSF: a new dynamic memory allocator for real-time systems,
 *     ECRTS 2004.
 */
public final class TlsfByteAllocator extends RangedByteAllocator {
  /** The granule by default, in bytes. */
  public static final long DEFAULT_GRANULE_BYTES = 16;

  private static final int SCAN_LIMIT = 8;
  private static final long MAX_BLOCK_BYTES = 1L << 62;

  private final int granuleShift;
  private final WindowList<TlsfRegion> regions = new WindowList<>();
  private final TlsfFreeBlocks free;

  public TlsfByteAllocator() {
    this(DEFAULT_GRANULE_BYTES);
  }

  /**
   * @param granuleBytes what sizes and addresses are multiples of; a power of two from 8 to 1 MiB
   * @throws AllocException with {@link AllocError#INVALID_PARAM} otherwise
   */
  public TlsfByteAllocator(long granuleBytes) {
    Alignment.checkAlignment(granuleBytes);
    if (granuleBytes < 8 || granuleBytes > 1 << 20) {
      throw AllocException.invalidState("granuleBytes is not from 8 to 1 MiB: " + granuleBytes);
    }
    granuleShift = Alignment.floorLog2(granuleBytes);
    free = new TlsfFreeBlocks(granuleShift);
  }

  @Override
  long granuleBytes() {
    return 1L << granuleShift;
  }

  /** As {@link BaseAllocator#init}; the range must hold at least one granule. */
  @Override
  void checkRange(long start, long byteSize, boolean first) {
    long from = Alignment.roundUp(start, granuleBytes());
    if (Alignment.roundDown(start + byteSize, granuleBytes()) <= from) {
      throw AllocException.invalidRange(start, byteSize, "holds no granule");
    }
  }

  /** Granules for a size that {@link #MAX_BLOCK_BYTES} bounds. */
  private long unitsFor(long byteSize) {
    return byteSize == 0 ? 1 : (byteSize + granuleBytes() - 1) >>> granuleShift;
  }

  @Override
  public long tryAllocate(long byteSize, long byteAlignment) {
    Alignment.checkRequest(byteSize, byteAlignment);
    if (byteSize > MAX_BLOCK_BYTES) return refuse();
    long unitCount = unitsFor(byteSize);
    long unitAlignment = Math.max(1, byteAlignment >>> granuleShift);
    int node = find(unitCount, unitAlignment);
    if (node == 0) return refuse();
    try {
      free.reserve(2);
    } catch (OutOfMemoryError e) {
      throw AllocException.noMetadata(e);
    }
    long unit = carve(node, unitCount, unitAlignment);
    countTaken(unitCount << granuleShift);
    return unit << granuleShift;
  }

  private int find(long unitCount, long unitAlignment) {
    long enough = unitCount + unitAlignment - 1;
    if (enough <= MAX_BLOCK_BYTES >>> granuleShift) {
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
  private long carve(int node, long unitCount, long unitAlignment) {
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

  @Override
  public long free(long address) {
    TlsfRegion region = regionOfBlock(address);
    return takeBack(region, address >>> granuleShift);
  }

  @Override
  public void free(long address, Layout layout) {
    TlsfRegion region = regionOfBlock(address);
    long unit = address >>> granuleShift;
    if (!fits(region, unit, layout)) {
      throw AllocException.wrongLayout(address, layout, bytesOf(region, unit));
    }
    takeBack(region, unit);
  }

  private boolean fits(TlsfRegion region, long unit, Layout layout) {
    return layout.byteSize() <= MAX_BLOCK_BYTES
        && unitsFor(layout.byteSize()) << granuleShift == bytesOf(region, unit)
        && (unit << granuleShift & layout.byteAlignment() - 1) == 0;
  }

  private long bytesOf(TlsfRegion region, long unit) {
    return (region.endOfBlock(unit) - unit) << granuleShift;
  }

  private TlsfRegion regionOfBlock(long address) {
    if (address >= 0 && (address & granuleBytes() - 1) == 0) {
      long unit = address >>> granuleShift;
      TlsfRegion region = regions.find(unit);
      if (region != null && region.isLive(unit)) return region;
    }
    throw AllocException.notAllocated(address);
  }

  private long takeBack(TlsfRegion region, long unit) {
    try {
      free.reserve(1);
    } catch (OutOfMemoryError e) {
      throw AllocException.noMetadata(e);
    }
    long end = region.endOfBlock(unit);
    long byteSize = (end - unit) << granuleShift;
    region.clearLive(unit);
    countReturned(byteSize);
    give(region, unit, end);
    return byteSize;
  }

  /** Makes {@code [unit, end)} free, whose start is marked, and merges it with free neighbours. */
  private void give(TlsfRegion region, long unit, long end) {
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

  @Override
  public long usableSize(long address) {
    return bytesOf(regionOfBlock(address), address >>> granuleShift);
  }

  /** True if the block shrinks, or if the free block behind it is large enough. */
  @Override
  public boolean tryResize(long address, Layout layout) {
    TlsfRegion region = regionOfBlock(address);
    if ((address & layout.byteAlignment() - 1) != 0) return false;
    if (layout.byteSize() > MAX_BLOCK_BYTES) return false;
    long unit = address >>> granuleShift;
    long oldEnd = region.endOfBlock(unit);
    long newEnd = unit + unitsFor(layout.byteSize());
    if (newEnd == oldEnd) return true;
    try {
      free.reserve(1);
    } catch (OutOfMemoryError e) {
      throw AllocException.noMetadata(e);
    }
    if (newEnd < oldEnd) {
      region.setStart(newEnd);
      countReturned((oldEnd - newEnd) << granuleShift);
      give(region, newEnd, oldEnd);
      return true;
    }
    return grow(region, oldEnd, newEnd);
  }

  private boolean grow(TlsfRegion region, long oldEnd, long newEnd) {
    int after = region.isLive(oldEnd) ? 0 : free.find(region, oldEnd);
    if (after == 0) return false;
    long end = oldEnd + free.unitCount(after);
    if (end < newEnd) return false;
    region.clearStart(oldEnd);
    if (newEnd < end) {
      region.setStart(newEnd);
      free.replace(region, after, newEnd, end - newEnd);
    } else {
      free.remove(region, after);
    }
    countTaken((newEnd - oldEnd) << granuleShift);
    return true;
  }

  @Override
  void adopt(long start, long end) {
    free.reserve(1);
    long from = start >>> granuleShift;
    long to = end >>> granuleShift;
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

  @Override
  boolean abandon(long start, long end) {
    free.reserve(2);
    long from = start >>> granuleShift;
    long to = end >>> granuleShift;
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

  @Override
  public long largestAllocatable() {
    int list = free.lastList();
    if (list < 0) return 0;
    long largest = 0;
    int budget = SCAN_LIMIT;
    for (int node = free.head(list); node != 0 && budget-- > 0; node = free.next(node)) {
      largest = Math.max(largest, free.unitCount(node));
    }
    return largest << granuleShift;
  }

  @Override
  public void forEachBlock(BlockVisitor visitor) {
    for (int i = 0; i < memory.count(); i++) {
      long unit = memory.start(i) >>> granuleShift;
      long end = memory.end(i) >>> granuleShift;
      TlsfRegion region = regions.of(unit);
      while (unit < end) {
        long next = region.endOfBlock(unit);
        visitor.visit(unit << granuleShift, (next - unit) << granuleShift, region.isLive(unit));
        unit = next;
      }
    }
  }

  @Override
  public void checkInvariants(CheckLevel level) {
    super.checkInvariants(level);
    if (level != CheckLevel.EXPENSIVE) return;
    free.checkLists();
    for (int i = 0; i < regions.size(); i++) {
      check(regions.get(i).starts.isConsistent(), "summary bits");
    }
    int[] freeBlocks = {0};
    long[] lastFreeEnd = {-1};
    forEachBlock((address, byteSize, live) -> {
      if (live) return;
      long unit = address >>> granuleShift;
      int node = free.find(regions.of(unit), unit);
      check(node != 0, "no node for the free block at " + address);
      check(free.unitCount(node) << granuleShift == byteSize, "size of node at " + address);
      check(lastFreeEnd[0] != address, "free neighbours at " + address);
      lastFreeEnd[0] = address + byteSize;
      freeBlocks[0]++;
    });
    check(freeBlocks[0] == free.count(), "nodes without a block");
  }
}
