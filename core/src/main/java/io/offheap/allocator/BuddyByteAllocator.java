package io.offheap.allocator;

import org.jspecify.annotations.Nullable;

/**
 * Serves every request with a power of two that is its own alignment, and merges siblings when both
 * are free.
 *
 * <p>A request takes {@code max(2^ceil(log2 byteSize), byteAlignment, minBlockBytes)} bytes; its
 * address is a multiple of that, counted from address 0 and not from the start of the memory. So
 * memory of N bytes serves one block of N bytes only if it is aligned to N. {@link #usedBytes}
 * counts the rounded sizes.
 *
 * <p>Allocate and free are O(orders), with orders at most {@code log2(total / minBlockBytes)}, and
 * O(1) where the block freed last in its order is asked for again. Memory that touches other memory
 * is joined with it at once. Not thread-safe.
 */
/*
 * Design note.
 *
 * Free blocks are bits, not list nodes. The classical list needs a walk to find whether the sibling is
 * free; here it is one bit test, and the smallest sufficient order is one count of trailing zeros in a
 * word that has a bit per order. Live blocks are bits too, in a map per order: that makes every wrong free
 * (double, foreign, interior, of the wrong size) visible. A byte per unit that holds the order would be
 * quicker to look up than at worst one map per order, but costs 12.5 % at 8-byte units where both kinds of
 * maps together cost 6.25 %; and a word of the orders that have live blocks makes the search short.
 *
 * Merging is put off for one block per order, the "spare": without it a lone pair of allocate and free
 * splits and merges through all orders. A spare is neither free nor live in the maps. All spares are merged
 * before a request is refused, and before anything is reported that would show them apart.
 *
 * Of several free blocks of an order the lowest is taken. That keeps the top of the memory empty for large
 * blocks and for taking ranges out again.
 *
 * [1] K. C. Knowlton, A fast storage allocator, CACM 8(10), 1965.
 * [2] D. E. Knuth, The Art of Computer Programming, vol. 1, 2.5.
 */
public final class BuddyByteAllocator extends RangedByteAllocator {
  /** The smallest block by default, in bytes. */
  public static final long DEFAULT_MIN_BLOCK_BYTES = 8;

  /** The largest block by default, in bytes: no limit but the addresses'. */
  public static final long DEFAULT_MAX_BLOCK_BYTES = 1L << 62;

  private final int unitShift;
  private final int orderLimit;
  private final boolean withOwners;

  private final WindowList<BuddyRegion> regions = new WindowList<>();

  /** {@code spares[k]} is a unit iff bit k of {@code spareOrders} is set. */
  private final long[] spares = new long[63];

  private long spareOrders;

  public BuddyByteAllocator() {
    this(DEFAULT_MIN_BLOCK_BYTES, DEFAULT_MAX_BLOCK_BYTES);
  }

  /**
   * @param minBlockBytes the smallest block; a power of two
   * @param maxBlockBytes the largest block, beyond which nothing is merged; a power of two, not
   *     below the smallest
   * @throws AllocException with {@link AllocError#INVALID_PARAM} otherwise
   */
  public BuddyByteAllocator(long minBlockBytes, long maxBlockBytes) {
    this(minBlockBytes, maxBlockBytes, false);
  }

  /** With a table from units to chunks, if {@code withOwners}, for the slab layer. */
  BuddyByteAllocator(long minBlockBytes, long maxBlockBytes, boolean withOwners) {
    Alignment.checkAlignment(minBlockBytes);
    Alignment.checkAlignment(maxBlockBytes);
    if (maxBlockBytes < minBlockBytes) {
      throw AllocException.invalidState(
          "maxBlockBytes is below minBlockBytes: " + maxBlockBytes + ", " + minBlockBytes);
    }
    unitShift = Alignment.floorLog2(minBlockBytes);
    this.withOwners = withOwners;
    orderLimit = Alignment.floorLog2(maxBlockBytes) - unitShift;
  }

  @Override
  long granuleBytes() {
    return 1L << unitShift;
  }

  private long blockBytes(int order) {
    return 1L << (order + unitShift);
  }

  /** The smallest order that serves a request; 64 or more if none can. */
  private int orderFor(long byteSize, long byteAlignment) {
    long least = Math.max(byteSize, byteAlignment);
    return least <= 1L << unitShift ? 0 : Alignment.ceilLog2(least) - unitShift;
  }

  /**
   * The size of the block that such a request takes.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} where {@link Layout} would throw
   *     it, and if no block can be that large
   */
  public long usableSizeFor(long byteSize, long byteAlignment) {
    Alignment.checkRequest(byteSize, byteAlignment);
    int order = orderFor(byteSize, byteAlignment);
    if (order > orderLimit) throw AllocException.sizeTooLarge(byteSize, byteAlignment);
    return blockBytes(order);
  }

  @Override
  public long tryAllocate(long byteSize, long byteAlignment) {
    Alignment.checkRequest(byteSize, byteAlignment);
    int order = orderFor(byteSize, byteAlignment);
    if (order > orderLimit) return refuse();
    if ((spareOrders >>> order & 1) != 0) {
      long unit = spares[order];
      spareOrders &= ~(1L << order);
      return handOut(regions.of(unit), unit, order);
    }
    return allocateSplitting(order);
  }

  private long allocateSplitting(int order) {
    BuddyRegion region = bestRegion(order);
    if (region == null) {
      mergeSpares();
      region = bestRegion(order);
      if (region == null) return refuse();
    }
    int found = region.bestFit(order);
    int spare = Long.numberOfTrailingZeros(spareOrders & -1L << order);
    long unit;
    try {
      if (spare < found) {
        unit = spares[spare];
        region = regions.of(unit);
        region.materialize(order);
        spareOrders &= ~(1L << spare);
        region.splitDown(unit, spare, order);
      } else {
        unit = region.take(found, order);
      }
    } catch (OutOfMemoryError e) {
      throw AllocException.noMetadata(e);
    }
    return handOut(region, unit, order);
  }

  private long handOut(BuddyRegion region, long unit, int order) {
    region.setLive(unit, order);
    countTaken(blockBytes(order));
    return unit << unitShift;
  }

  private @Nullable BuddyRegion bestRegion(int order) {
    BuddyRegion best = null;
    int bestOrder = 64;
    for (int i = 0; i < regions.size(); i++) {
      BuddyRegion region = regions.get(i);
      int found = region.bestFit(order);
      if (found < bestOrder) {
        bestOrder = found;
        best = region;
      }
    }
    return best;
  }

  @Override
  public void free(long address, Layout layout) {
    BuddyRegion region = regionOfBlock(address);
    long unit = address >>> unitShift;
    int order = region.liveOrderAt(unit);
    if (order < 0) throw AllocException.notAllocated(address);
    if (orderFor(layout.byteSize(), layout.byteAlignment()) != order) {
      throw AllocException.wrongLayout(address, layout, blockBytes(order));
    }
    takeBack(region, unit, order);
  }

  @Override
  public long free(long address) {
    BuddyRegion region = regionOfBlock(address);
    long unit = address >>> unitShift;
    int order = region.liveOrderAt(unit);
    if (order < 0) throw AllocException.notAllocated(address);
    takeBack(region, unit, order);
    return blockBytes(order);
  }

  private void takeBack(BuddyRegion region, long unit, int order) {
    region.clearLive(unit, order);
    countReturned(blockBytes(order));
    if ((spareOrders >>> order & 1) == 0) {
      spares[order] = unit;
      spareOrders |= 1L << order;
    } else {
      region.give(unit, order);
    }
  }

  @Override
  public long usableSize(long address) {
    int order = regionOfBlock(address).liveOrderAt(address >>> unitShift);
    if (order < 0) throw AllocException.notAllocated(address);
    return blockBytes(order);
  }

  /** True iff the new layout takes a block of the same size. */
  @Override
  public boolean tryResize(long address, Layout layout) {
    int order = orderFor(layout.byteSize(), layout.byteAlignment());
    return order <= orderLimit && usableSize(address) == blockBytes(order);
  }

  private BuddyRegion regionOfBlock(long address) {
    if (address < 0 || (address & (1L << unitShift) - 1) != 0) {
      throw AllocException.notAllocated(address);
    }
    long unit = address >>> unitShift;
    BuddyRegion region = regions.find(unit);
    if (region == null) throw AllocException.notAllocated(address);
    return region;
  }

  /** The chunk that an address belongs to, or null. */
  @Nullable SlabChunk owner(long address) {
    long unit = address >>> unitShift; // of a negative address: above all that there are
    BuddyRegion region = regions.last();
    if (region == null || !region.hasOwner(unit)) {
      region = regions.find(unit);
      if (region == null) return null;
    }
    return region.owner(unit);
  }

  /** Sets the owner of all units of the live block at {@code address}. */
  void setOwner(long address, long byteSize, @Nullable SlabChunk chunk) {
    long unit = address >>> unitShift;
    regions.of(unit).setOwner(unit, byteSize >>> unitShift, chunk);
  }

  private void mergeSpares() {
    for (; spareOrders != 0; spareOrders &= spareOrders - 1) {
      int order = Long.numberOfTrailingZeros(spareOrders);
      regions.of(spares[order]).give(spares[order], order);
    }
  }

  @Override
  void adopt(long start, long end) {
    mergeSpares();
    long from = start >>> unitShift;
    long to = end >>> unitShift;
    BuddyRegion region =
        regions.place(
            from,
            to,
            Long.MAX_VALUE >>> unitShift,
            (firstUnit, endUnit, replaced) -> {
              BuddyRegion made = new BuddyRegion(firstUnit, endUnit, orderLimit, withOwners);
              made.materialize(made.lowestOrderOf(from, to));
              for (BuddyRegion old : replaced) made.copyFrom(old);
              return made;
            });
    region.giveRange(from, to);
  }

  @Override
  boolean abandon(long start, long end) {
    mergeSpares();
    long from = start >>> unitShift;
    long to = end >>> unitShift;
    BuddyRegion region = regions.of(from);
    for (long unit = from; unit < to; ) {
      int order = region.coveringFreeOrder(unit);
      if (order < 0) return false;
      unit = (unit >>> order << order) + (1L << order);
    }
    region.cutOut(from, to);
    return true;
  }

  @Override
  public long largestAllocatable() {
    mergeSpares();
    return largestFreeBlock();
  }

  /** The largest free block as things stand, without merging the spares; 0 if none. */
  long largestFreeBlock() {
    long orders = spareOrders;
    for (int i = 0; i < regions.size(); i++) orders |= regions.get(i).freeOrders();
    return orders == 0 ? 0 : Long.highestOneBit(orders) << unitShift;
  }

  @Override
  public void forEachBlock(BlockVisitor visitor) {
    mergeSpares();
    for (int i = 0; i < memory.count(); i++) {
      long unit = memory.start(i) >>> unitShift;
      long end = memory.end(i) >>> unitShift;
      BuddyRegion region = regions.of(unit);
      while (unit < end) {
        int order = region.liveOrderAt(unit);
        boolean live = order >= 0;
        if (!live) order = region.coveringFreeOrder(unit);
        check(order >= 0 && (unit & (1L << order) - 1) == 0, "no block starts at unit " + unit);
        visitor.visit(unit << unitShift, blockBytes(order), live);
        unit += 1L << order;
      }
    }
  }

  @Override
  public void checkInvariants(CheckLevel level) {
    super.checkInvariants(level);
    if (level == CheckLevel.EXPENSIVE) {
      for (int i = 0; i < regions.size(); i++) regions.get(i).checkTables();
    }
  }
}
