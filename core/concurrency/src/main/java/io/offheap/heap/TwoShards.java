package io.offheap.heap;

import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.memory.BackendChoice;
import io.offheap.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * Two shards over the slabs of one size class, of memory that nobody touches. The first is the home
 * of all slabs in the beginning; what the second frees waits there, up to {@link #MOST_RETURNS}
 * blocks, and goes back to its slab under the class's lock: the inbox of the home.
 */
final class TwoShards {
  static final int BLOCK_BYTES = 4096;
  static final int BLOCKS_PER_SLAB = 16;
  private static final int SLAB_BYTES = BLOCKS_PER_SLAB * BLOCK_BYTES;
  private static final int PAGE_SHIFT = 12;
  private static final long CHUNK_BYTES = 64 << 10;
  private static final long SHARD_BYTES = 1 << 20;

  private static final SlabShapes SHAPES = SlabShapes.powersOfTwo(CHUNK_BYTES);
  static final int CLASS = SHAPES.classes().classFor(BLOCK_BYTES, 8);
  static final int MOST_RETURNS = SHAPES.returnedBlocks(CLASS);

  private static final Region REGION = Region.open(1 << 20, CHUNK_BYTES, BackendChoice.PORTABLE);

  final PageMap<Slab> pages = new PageMap<>(PAGE_SHIFT);
  final SlabPool pool;
  final Shard home;
  final Shard other;

  /** Live blocks, taken by {@link #home}. */
  final long[] live;

  private final SlabLayer slabs;
  private int slabCount;

  /**
   * @param liveCount blocks that {@link #home} takes at once; it keeps no others ready
   */
  TwoShards(int liveCount) {
    Notifier notifier = new Notifier(REGION);
    BlockSource source = new BlockSource(REGION, new BuddyByteAllocator(), pages, notifier, 0);
    slabs = new SlabLayer(SHAPES, pages, source, notifier, SHARD_BYTES);
    pool = slabs.pool(CLASS);
    home = new Shard(slabs, 1);
    other = new Shard(slabs, 2);
    addSlab();
    live = new long[liveCount];
    for (int i = 0; i < liveCount; i++) live[i] = take(home);
    home.drain();
  }

  /** Adds an empty slab, which is nobody's. */
  Slab addSlab() {
    Slab.Mold mold = new Slab.Mold(CLASS, BLOCK_BYTES, SLAB_BYTES);
    Slab slab = new Slab((long) ++slabCount * SLAB_BYTES, mold, true, MemorySegment.NULL);
    pages.put(slab.start, SLAB_BYTES, slab);
    pool.add(slab);
    return slab;
  }

  /** A live block of a shard, which the caller is in; 0 if there is none. */
  static long take(Shard shard) {
    long taken = shard.take(CLASS, BLOCK_BYTES);
    if (taken == Shard.NULL && shard.refill(CLASS, false)) taken = shard.take(CLASS, BLOCK_BYTES);
    return taken & ~Shard.DIRTY;
  }

  /** Frees a block as the heap does; the caller is in the shard. */
  boolean give(Shard shard, long address) {
    Slab slab = pages.get(address);
    return shard.give(slab, address) || shard.giveMakingRoom(slab, address);
  }

  /** Empties the shards, and says whether exactly so many blocks are not in their slabs then. */
  boolean allBackBut(int liveCount) {
    home.drain();
    other.drain();
    try {
      slabs.check();
    } catch (IllegalStateException e) {
      return false;
    }
    int counted = 0;
    for (int i = 1; i <= slabCount; i++) counted += pages.get((long) i * SLAB_BYTES).liveCount();
    return counted == liveCount && pool.numbers().outBlocks() == liveCount;
  }
}
