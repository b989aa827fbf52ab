package io.offheap.allocator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bitmaps of a buddy allocator over one window of units.
 *
 * <p>A unit is the smallest block; positions are absolute unit numbers, so the sibling of the block
 * at {@code unit} of order {@code k} is at {@code unit ^ (1 << k)}. Not every unit of the window
 * need be managed: a unit that is not is simply in no free block.
 *
 * <pre>
 *   order 3   |       0       |       1       |    one bit per possible block and order,
 *   order 2   |   0   |   1   |   2   |   3   |    in two maps:
 *   order 1   | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |      free[k]  with summaries (BitTree)
 *   order 0   |0|1|2|3|4|5|6|7|8|9| ...              live[k]  plain words
 * </pre>
 *
 * <p>The maps of the low orders come into being when a block of that order does, so an allocator
 * that only serves large blocks pays only for large blocks.
 *
 * <p>Invariant: the free and the live blocks are disjoint, and no two free blocks are siblings
 * (unless of the highest order).
 */
final class BuddyRegion extends Window {
  /** Stands for the map of an order that has none yet. */
  private static final BitTree NO_MAP = new BitTree(1);

  private static final long[] NO_WORDS = {};

  final int maxOrder;

  private final BitTree[] free;
  private final long[][] live;

  /** Maps exist for {@code lowestOrder..maxOrder}. */
  private int lowestOrder;

  /** Bit k is set iff {@code free[k]} is not empty. */
  private long freeOrders;

  /** Bit k is set iff {@code liveCounts[k] > 0}. */
  private long liveOrders;

  private final long[] liveCounts;

  /** For the slab layer: the chunk that a unit belongs to. Empty unless asked for. */
  private final @Nullable SlabChunk[] owners;

  BuddyRegion(long firstUnit, long endUnit, int orderLimit, boolean withOwners) {
    super(firstUnit, endUnit);
    this.maxOrder = Math.min(orderLimit, Alignment.floorLog2(endUnit - firstUnit));
    free = new BitTree[maxOrder + 1];
    Arrays.fill(free, NO_MAP);
    live = new long[maxOrder + 1][];
    Arrays.fill(live, NO_WORDS);
    liveCounts = new long[maxOrder + 1];
    lowestOrder = maxOrder + 1;
    long units = endUnit - firstUnit;
    if (withOwners && units > Integer.MAX_VALUE - 8) {
      throw new AllocException(AllocError.NO_MEMORY, "too many units for one table: " + units);
    }
    owners = new @Nullable SlabChunk[withOwners ? (int) units : 0];
  }

  /**
   * Whether the unit lies in the window, and there are chunks; one comparison, so quicker than
   * {@link #covers}.
   */
  boolean hasOwner(long unit) {
    return Long.compareUnsigned(unit - firstUnit, owners.length) < 0;
  }

  /** The chunk at a unit of the window, or null. */
  @Nullable SlabChunk owner(long unit) {
    return owners[(int) (unit - firstUnit)];
  }

  void setOwner(long unit, long count, @Nullable SlabChunk chunk) {
    int from = (int) (unit - firstUnit);
    Arrays.fill(owners, from, from + (int) count, chunk);
  }

  long freeOrders() {
    return freeOrders;
  }

  /** Creates the maps from {@code order} up; changes nothing else, whatever is thrown. */
  void materialize(int order) {
    if (order >= lowestOrder) return;
    if (positions(order) > BitTree.MAX_BITS) {
      throw new AllocException(
          AllocError.NO_MEMORY, "too many smallest blocks for a table: " + positions(order));
    }
    for (int k = lowestOrder - 1; k >= order; k--) {
      BitTree freeMap = new BitTree(positions(k));
      live[k] = new long[(int) ((positions(k) + 63) >>> 6)];
      free[k] = freeMap;
      lowestOrder = k;
    }
  }

  private long positions(int order) {
    return ((endUnit - 1) >>> order) - (firstUnit >>> order) + 1;
  }

  private long position(long unit, int order) {
    return (unit >>> order) - (firstUnit >>> order);
  }

  /** The order of the smallest free block that holds a block of {@code order}, or 64. */
  int bestFit(int order) {
    return Long.numberOfTrailingZeros(freeOrders & -1L << order);
  }

  /**
   * Takes the lowest free block of order {@code found} and splits it down to {@code order}, keeping
   * the lower half each time.
   */
  long take(int found, int order) {
    if (order < lowestOrder) materialize(order);
    long unit = ((firstUnit >>> found) + free[found].first()) << found;
    removeFree(unit, found);
    splitDown(unit, found, order);
    return unit;
  }

  /**
   * Frees what a block of order {@code from} has beyond the block of order {@code to} at its start.
   */
  void splitDown(long unit, int from, int to) {
    for (int k = from - 1; k >= to; k--) addFree(unit + (1L << k), k);
  }

  /** Makes a block free and merges it with free siblings as far up as they go. */
  void give(long unit, int order) {
    int k = order;
    while (k < maxOrder) {
      long sibling = unit ^ 1L << k;
      if (!free[k].get(position(sibling, k))) break;
      removeFree(sibling, k);
      unit &= ~(1L << k);
      k++;
    }
    addFree(unit, k);
  }

  /** Makes the units {@code [from, to)} free, in blocks as large as alignment allows. */
  void giveRange(long from, long to) {
    materialize(lowestOrderOf(from, to));
    for (long unit = from; unit < to; ) {
      int order = largestOrderAt(unit, to);
      give(unit, order);
      unit += 1L << order;
    }
  }

  /** A bound from below on the orders into which a range is cut. */
  int lowestOrderOf(long from, long to) {
    int order = Math.min(Long.numberOfTrailingZeros(from), Long.numberOfTrailingZeros(to));
    return Math.min(order, maxOrder);
  }

  private int largestOrderAt(long unit, long end) {
    int order = Math.min(Long.numberOfTrailingZeros(unit), Alignment.floorLog2(end - unit));
    return Math.min(order, maxOrder);
  }

  /** The order of the free block that covers {@code unit}, or -1. */
  int coveringFreeOrder(long unit) {
    for (long orders = freeOrders; orders != 0; orders &= orders - 1) {
      int k = Long.numberOfTrailingZeros(orders);
      if (free[k].get(position(unit, k))) return k;
    }
    return -1;
  }

  /** Takes the free blocks that cover {@code [from, to)} out, and gives back what stuck out. */
  void cutOut(long from, long to) {
    materialize(lowestOrderOf(from, to));
    for (long unit = from; unit < to; ) {
      int order = coveringFreeOrder(unit);
      long start = unit >>> order << order;
      long end = start + (1L << order);
      removeFree(start, order);
      if (start < from) giveRange(start, from);
      if (end > to) giveRange(to, end);
      unit = end;
    }
  }

  private void addFree(long unit, int order) {
    free[order].set(position(unit, order));
    freeOrders |= 1L << order;
  }

  private void removeFree(long unit, int order) {
    BitTree map = free[order];
    map.clear(position(unit, order));
    if (map.isEmpty()) freeOrders &= ~(1L << order);
  }

  void setLive(long unit, int order) {
    long position = position(unit, order);
    live[order][(int) (position >>> 6)] |= 1L << position;
    if (liveCounts[order]++ == 0) liveOrders |= 1L << order;
  }

  void clearLive(long unit, int order) {
    long position = position(unit, order);
    live[order][(int) (position >>> 6)] &= ~(1L << position);
    if (--liveCounts[order] == 0) liveOrders &= ~(1L << order);
  }

  /** The order of the live block that starts at {@code unit}, which lies in the window; or -1. */
  int liveOrderAt(long unit) {
    long orders = liveOrders & startableOrders(unit);
    for (; orders != 0; orders &= orders - 1) {
      int k = Long.numberOfTrailingZeros(orders);
      long position = position(unit, k);
      if ((live[k][(int) (position >>> 6)] >>> position & 1) != 0) return k;
    }
    return -1;
  }

  /** The orders whose blocks may start at {@code unit}: bits 0 to its number of trailing zeros. */
  private static long startableOrders(long unit) {
    return unit ^ (unit - 1);
  }

  /** Copies all blocks of a region whose window lies within this one's. */
  void copyFrom(BuddyRegion other) {
    materialize(other.lowestOrder);
    if (owners.length > 0) {
      int at = (int) (other.firstUnit - firstUnit);
      System.arraycopy(other.owners, 0, owners, at, other.owners.length);
    }
    for (int k = other.lowestOrder; k <= other.maxOrder; k++) {
      long first = other.firstUnit >>> k;
      BitTree map = other.free[k];
      for (long i = map.next(0); i >= 0; i = map.next(i + 1)) give((first + i) << k, k);
      long[] words = other.live[k];
      for (int w = 0; w < words.length; w++) {
        for (long bits = words[w]; bits != 0; bits &= bits - 1) {
          setLive((first + ((long) w << 6) + Long.numberOfTrailingZeros(bits)) << k, k);
        }
      }
    }
  }

  long liveCount() {
    return Arrays.stream(liveCounts).sum();
  }

  void checkTables() {
    for (int k = 0; k <= maxOrder; k++) {
      boolean hasFree = (freeOrders >>> k & 1) != 0;
      boolean hasLive = (liveOrders >>> k & 1) != 0;
      RangedAllocator.check(hasLive == liveCounts[k] > 0, "live orders");
      if (k < lowestOrder) {
        RangedAllocator.check(!hasFree && !hasLive, "blocks below the lowest order");
        continue;
      }
      BitTree map = free[k];
      RangedAllocator.check(map.isConsistent(), "summary bits of order " + k);
      RangedAllocator.check(hasFree != map.isEmpty(), "free orders");
      long first = firstUnit >>> k;
      for (long i = map.next(0); i >= 0 && k < maxOrder; i = map.next(i + 1)) {
        long sibling = ((first + i) ^ 1) - first;
        RangedAllocator.check(!map.get(sibling), "free siblings of order " + k);
      }
      long bits = 0;
      for (long word : live[k]) bits += Long.bitCount(word);
      RangedAllocator.check(bits == liveCounts[k], "live count of order " + k);
    }
  }
}
