package io.offheap.heap;

import io.offheap.heap.Notifier.SlabGrowth;

/**
 * The pools of all size classes, between the shards and the source of pages.
 *
 * <p>Thread-safe. {@link #take} and {@link #give} are called from inside a shard and call no
 * foreign code; {@link #grow} is called from outside, as it may commit memory and calls the
 * listener.
 */
final class SlabLayer {
  private final SlabShapes shapes;
  private final PageMap<Slab> pages;
  private final BlockSource source;
  private final Notifier notifier;
  private final SlabPool[] pools;
  private final SlabWaits waits = new SlabWaits();
  private final long shardBudgetBytes;

  /**
   * @param shardBudgetBytes what the magazines of one shard may hold
   */
  SlabLayer(
      SlabShapes shapes,
      PageMap<Slab> pages,
      BlockSource source,
      Notifier notifier,
      long shardBudgetBytes) {
    this.shapes = shapes;
    this.pages = pages;
    this.source = source;
    this.notifier = notifier;
    this.shardBudgetBytes = shardBudgetBytes;
    pools = new SlabPool[shapes.count()];
    for (int i = 0; i < pools.length; i++) pools[i] = new SlabPool(pages, shapes.blockBytes(i));
  }

  SlabShapes shapes() {
    return shapes;
  }

  PageMap<Slab> pages() {
    return pages;
  }

  /** What it took to grow. */
  SlabWaits waits() {
    return waits;
  }

  long shardBudgetBytes() {
    return shardBudgetBytes;
  }

  /** Moves free blocks of the slabs that there are to an array; see {@link SlabPool#take}. */
  int take(int classIndex, long[] target, int from, int count, int home, boolean anyHome) {
    return pools[classIndex].take(target, from, count, home, anyHome);
  }

  /** Takes free blocks back. */
  void give(int classIndex, long[] blocks, int from, int count) {
    source.giveSlabs(pools[classIndex].give(blocks, from, count));
    source.noteReturn();
  }

  /** Adds a slab to a class; false if there is no memory for it. */
  boolean grow(int classIndex) {
    if (pools[classIndex].isDamaged()) return false;
    long startNanos = System.nanoTime();
    Object started = notifier.slabGrowing();
    Slab slab = source.takeSlab(classIndex, shapes);
    if (slab == null) return false;
    boolean first = pools[classIndex].add(slab);
    source.noteReturn();
    waits.add(System.nanoTime() - startNanos, slab.regionNanos);
    if (notifier.isListening()) {
      notifier.slabGrown(
          started,
          new SlabGrowth(slab.start, slab.byteSize, slab.blockBytes, slab.blockCount, first));
    }
    return true;
  }

  /** Gives back the slabs that are kept although empty. */
  void releaseEmpty() {
    for (SlabPool pool : pools) source.giveSlabs(pool.takeEmpty());
  }

  /** Gives back the slabs that have been empty since the last call. */
  void releaseIdle() {
    for (SlabPool pool : pools) source.giveSlabs(pool.takeIdle());
  }

  SlabPool pool(int classIndex) {
    return pools[classIndex];
  }

  /**
   * Checks every slab.
   *
   * @throws IllegalStateException if tables disagree
   */
  void check() {
    for (SlabPool pool : pools) pool.check();
  }
}
