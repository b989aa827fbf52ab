package io.offheap.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;

/**
 * A magazine of ready blocks for each size class, what is to go back to slabs of other shards, and
 * what was counted there. Whoever is inside (see {@link Lease}) is alone.
 *
 * <p>One array holds all: a row of eight numbers for each class, then the magazines.
 *
 * <pre>
 *   row of a class:  TOP  BASE  LIMIT  ALLOCATIONS  REQUESTED  RETURN_TOP ...
 *   magazine:        BASE ... | addresses of blocks | TOP ... | may grow to LIMIT ... | room for all that is ever kept
 *   returns:         RETURN_BASE ... | blocks of slabs whose home is elsewhere | RETURN_TOP ... | RETURN_LIMIT
 * </pre>
 *
 * <p>Half of the limit moves at a time, so between two moves there are at least that many
 * operations, whatever their order: what two magazines a class are for elsewhere.
 *
 * <p>Others read the numbers without being inside, for statistics; each is right at some moment.
 *
 * <p>The order of statements keeps an error of the virtual machine, like a stack overflow, from
 * doing harm: all calls come before the first store to the row, and stores do not fail. The state
 * byte changes last among the calls.
 */
final class Shard extends Lease {
  static final long NULL = 0;

  private static final int ROW_SHIFT = 3;
  private static final int TOP = 0;
  private static final int RETURN_TOP = 1;

  /** From a top to its limit. */
  private static final int TO_LIMIT = 2;

  private static final int LIMIT = TOP + TO_LIMIT;
  private static final int RETURN_LIMIT = RETURN_TOP + TO_LIMIT;
  private static final int BASE = 4;
  private static final int RETURN_BASE = 5;
  private static final int ALLOCATIONS = 6;
  private static final int REQUESTED = 7;

  /** One in so many times a magazine grows at another's cost, which causes visits there. */
  private static final int VISITS_PER_THEFT = 16;

  /** How many magazines are looked at for that. */
  private static final int MOST_VICTIMS = 16;

  /** Blocks that a magazine may keep at first. */
  private static final int FIRST_LIMIT = 4;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /** What {@link #take} adds to the address of a block that may hold anything but zeros. */
  static final long DIRTY = 1;

  private static final Set<String> USERS =
      Set.of(SmallBlocks.class.getName(), LocalHeap.class.getName());

  static {
    // Links the call, so that no class is loaded, and nobody's code runs, in the middle of a use.
    BlockStates.tryRelease(new byte[1], 0);
  }

  private final int home;
  private final SlabLayer slabs;
  private final SlabShapes shapes;
  private final PageMap<Slab> pages;
  private final long[] cells;

  /** Counted down where a thread that has no lease came here; racy, as nothing hangs on it. */
  int visitsUntilLease = 16;

  /** The bytes that the magazines may keep by their limits: {@code Σ (LIMIT - BASE) * size}. */
  private long limitBytes;

  /** The class whose magazine is the next to be made smaller. */
  private int victim;

  /** How often a magazine was found too small and there was no budget to make it larger. */
  private int narrowVisits;

  /**
   * @param home a number that no other shard of the heap has
   */
  Shard(SlabLayer slabs, int home) {
    super(USERS);
    this.home = home;
    this.slabs = slabs;
    shapes = slabs.shapes();
    pages = slabs.pages();
    int count = shapes.count();
    int end = count << ROW_SHIFT;
    for (int c = 0; c < count; c++) end += shapes.cachedBlocks(c) + shapes.returnedBlocks(c);
    cells = new long[end];
    int base = count << ROW_SHIFT;
    for (int c = 0; c < count; c++) {
      int row = c << ROW_SHIFT;
      cells[row + TOP] = base;
      cells[row + BASE] = base;
      cells[row + LIMIT] = base;
      base += shapes.cachedBlocks(c);
      cells[row + RETURN_TOP] = base;
      cells[row + RETURN_BASE] = base;
      base += shapes.returnedBlocks(c);
      cells[row + RETURN_LIMIT] = base;
    }
  }

  // ---- by whoever is inside

  /**
   * A ready block of a class, now live.
   *
   * @return its address, plus {@link #DIRTY} if it may not be zero; {@link #NULL} if there is none
   */
  long take(int classIndex, long byteSize) {
    long[] cells = this.cells;
    int row = classIndex << ROW_SHIFT;
    int top = (int) cells[row + TOP];
    if (top == (int) cells[row + BASE]) return NULL;
    long address = cells[top - 1];
    Slab slab = pages.get(address);
    long state = BlockStates.take(slab.states, (int) ((address - slab.start) >>> slab.shift));
    cells[row + TOP] = top - 1L;
    cells[row + ALLOCATIONS]++;
    cells[row + REQUESTED] += byteSize;
    return address + (state - BlockStates.CLEAN);
  }

  /**
   * Takes a block back if it is live and there is room.
   *
   * @return false if not; nothing has changed then
   */
  boolean give(Slab slab, long address) {
    return give(slab, address, topCell(slab));
  }

  private boolean give(Slab slab, long address, int topCell) {
    int index = slab.indexOf(address);
    if (index < 0) return false;
    long[] cells = this.cells;
    int top = (int) cells[topCell];
    if (top == (int) cells[topCell + TO_LIMIT]) return false;
    if (!BlockStates.tryRelease(slab.states, index)) return false;
    cells[top] = address;
    cells[topCell] = top + 1L;
    return true;
  }

  /** The same, making room if there is none. */
  boolean giveMakingRoom(Slab slab, long address) {
    int topCell = topCell(slab); // once, as the slab may change its home meanwhile
    if (cells[topCell] == cells[topCell + TO_LIMIT]) {
      if (topCell == (slab.classIndex << ROW_SHIFT) + TOP) makeRoom(slab.classIndex);
      else giveReturns(slab.classIndex);
    }
    return give(slab, address, topCell);
  }

  /** Whose slabs serve a class here. */
  private int homeOf(int classIndex) {
    return shapes.returnedBlocks(classIndex) == 0 ? SlabPool.NO_HOME : home;
  }

  /** Where the top is of what a block of a slab goes to. */
  private int topCell(Slab slab) {
    int slabHome = slab.home;
    boolean returns = slabHome != home && slabHome != SlabPool.NO_HOME;
    return (slab.classIndex << ROW_SHIFT) + (returns ? RETURN_TOP : TOP);
  }

  /** Gives all blocks back whose slabs have their home elsewhere. */
  private void giveReturns(int classIndex) {
    int row = classIndex << ROW_SHIFT;
    int base = (int) cells[row + RETURN_BASE];
    int count = (int) cells[row + RETURN_TOP] - base;
    if (count == 0) return;
    slabs.give(classIndex, cells, base, count);
    cells[row + RETURN_TOP] = base;
  }

  /**
   * Fills the magazine of a class to half; false if there are no blocks.
   *
   * @param anyHome whether those of other shards' slabs are to be had, however few
   */
  boolean refill(int classIndex, boolean anyHome) {
    widen(classIndex);
    int row = classIndex << ROW_SHIFT;
    int top = (int) cells[row + TOP];
    int wanted = Math.max(1, ((int) cells[row + LIMIT] - (int) cells[row + BASE]) / 2);
    int taken = slabs.take(classIndex, cells, top, wanted, homeOf(classIndex), anyHome);
    cells[row + TOP] = (long) top + taken;
    return taken > 0;
  }

  /** Makes room for at least one more block of a class in its magazine. */
  private void makeRoom(int classIndex) {
    int row = classIndex << ROW_SHIFT;
    widen(classIndex);
    int kept = (int) (cells[row + LIMIT] - cells[row + BASE]) / 2;
    if (cells[row + TOP] == cells[row + LIMIT]) shrinkTo(classIndex, kept);
  }

  /** Gives back all blocks of all classes, and counts as new. */
  void drain() {
    for (int c = 0; c < shapes.count(); c++) {
      shrinkTo(c, 0);
      setLimit(c, 0);
      giveReturns(c);
    }
  }

  /** Gives back what a magazine holds beyond a count. The oldest go, the newest stay. */
  private void shrinkTo(int classIndex, int kept) {
    int row = classIndex << ROW_SHIFT;
    int base = (int) cells[row + BASE];
    int count = (int) cells[row + TOP] - base;
    int surplus = count - kept;
    if (surplus <= 0) return;
    slabs.give(classIndex, cells, base, surplus);
    System.arraycopy(cells, base + surplus, cells, base, kept);
    cells[row + TOP] = (long) base + kept;
  }

  /** Doubles the limit of a magazine that was found too small, if need be at another's cost. */
  private void widen(int classIndex) {
    int row = classIndex << ROW_SHIFT;
    int limit = (int) (cells[row + LIMIT] - cells[row + BASE]);
    int most = shapes.cachedBlocks(classIndex);
    if (limit == most) return;
    int wider = Math.min(most, Math.max(FIRST_LIMIT, limit * 2));
    long needed = (long) (wider - limit) * shapes.blockBytes(classIndex);
    long budget = slabs.shardBudgetBytes();
    if (limitBytes + needed > budget) {
      if (limit > 0 && ++narrowVisits % VISITS_PER_THEFT != 0) return;
      narrowOthers(classIndex, budget - needed);
    }
    if (limitBytes + needed <= budget) setLimit(classIndex, wider);
    else if (limit == 0) setLimit(classIndex, 1);
  }

  /** Halves the limits of other magazines, in turn, until all together are within a bound. */
  private void narrowOthers(int classIndex, long mostLimitBytes) {
    int count = shapes.count();
    for (int i = 0; i < MOST_VICTIMS && limitBytes > mostLimitBytes; i++) {
      victim = victim + 1 < count ? victim + 1 : 0;
      int row = victim << ROW_SHIFT;
      int has = (int) (cells[row + LIMIT] - cells[row + BASE]);
      if (victim == classIndex || has == 0) continue;
      shrinkTo(victim, has / 2);
      setLimit(victim, has / 2);
    }
  }

  private void setLimit(int classIndex, int limit) {
    int row = classIndex << ROW_SHIFT;
    long before = cells[row + LIMIT];
    cells[row + LIMIT] = cells[row + BASE] + limit;
    limitBytes += (cells[row + LIMIT] - before) * shapes.blockBytes(classIndex);
  }

  // ---- by anyone

  /** The blocks of a class in the magazine, and those that are on their way back. */
  long cachedBlocks(int classIndex) {
    int row = classIndex << ROW_SHIFT;
    return (long) CELL.getOpaque(cells, row + TOP)
        - (long) CELL.getOpaque(cells, row + BASE)
        + (long) CELL.getOpaque(cells, row + RETURN_TOP)
        - (long) CELL.getOpaque(cells, row + RETURN_BASE);
  }

  /** How often a block of a class was taken here. */
  long allocations(int classIndex) {
    return (long) CELL.getOpaque(cells, (classIndex << ROW_SHIFT) + ALLOCATIONS);
  }

  /** The bytes that those takers asked for. */
  long requestedBytes(int classIndex) {
    return (long) CELL.getOpaque(cells, (classIndex << ROW_SHIFT) + REQUESTED);
  }

  /** The bytes of all blocks in magazines. */
  long cachedBytes() {
    long bytes = 0;
    for (int c = 0; c < shapes.count(); c++) bytes += cachedBlocks(c) * shapes.blockBytes(c);
    return bytes;
  }

  /** The bytes of all blocks that were ever taken here. */
  long allocatedBytes() {
    long bytes = 0;
    for (int c = 0; c < shapes.count(); c++) bytes += allocations(c) * shapes.blockBytes(c);
    return bytes;
  }

  /** All allocations here. */
  long allocations() {
    long count = 0;
    for (int c = 0; c < shapes.count(); c++) count += allocations(c);
    return count;
  }
}
