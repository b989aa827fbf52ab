package io.offheap.heap;

import io.offheap.allocator.AllocException;
import io.offheap.allocator.SizeClasses;
import io.offheap.heap.HeapListener.RefusalReason;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of the size classes, for any thread.
 *
 * <pre>
 *   take:  my shard's magazine  ->  the class's slabs, half a magazine at once  ->  a new slab  ->  all caches emptied
 *   free:  state byte  ->  my shard's magazine  ->  the class's slabs, half a magazine at once  ->  empty slabs go back
 * </pre>
 *
 * <p>Thread-safe. The usual case touches nothing that other threads write.
 */
final class SmallBlocks {
  private static final long NULL = BlockSource.NULL;

  /** How often a thread may find the slab that it has just added taken by others. */
  private static final int MAX_GROWTHS = 16;

  private static final long REVOKE_PATIENCE_NANOS = 2_000_000;

  /** How long a request that would be refused waits for threads that were stopped inside shards. */
  private static final long EXHAUSTED_PATIENCE_NANOS = 20_000_000;

  private static final long PAUSE_NANOS = 50_000;

  /** That a shard could not be entered. */
  private static final long OCCUPIED = -1;

  /** Requests that are more aligned find no block where others do. */
  private static final long USUAL_ALIGNMENT = 16;

  /** A way into the shard of this thread, to be left by {@link Lease#exit}. */
  interface Entrance {
    Shard enter();
  }

  private final SlabLayer slabs;
  private final SizeClasses classes;
  private final PageMap<Slab> pages;
  private final BlockSource source;
  private final ShardTable shards;

  /** By class: the source's count of returns before a request was last refused. */
  private final AtomicLongArray refusedAt;

  SmallBlocks(SlabLayer slabs, BlockSource source, ShardTable shards) {
    this.slabs = slabs;
    classes = slabs.shapes().classes();
    pages = slabs.pages();
    this.source = source;
    this.shards = shards;
    refusedAt = new AtomicLongArray(classes.count());
    for (int c = 0; c < classes.count(); c++) refusedAt.set(c, -1);
  }

  /** The class that serves a request; -1 if none does. */
  int classFor(long byteSize, long byteAlignment) {
    return classes.classFor(byteSize, byteAlignment);
  }

  /**
   * Takes a block of a class.
   *
   * @return its address, plus {@link Shard#DIRTY} if it may not be zero, or NULL
   */
  long take(int classIndex, long byteSize, long byteAlignment) {
    return take(shards, shards.mine(), classIndex, byteSize, byteAlignment);
  }

  /** The same, from the thread's own shard, if it has one, or through an entrance. */
  long take(
      Entrance entrance, @Nullable Shard mine, int classIndex, long byteSize, long byteAlignment) {
    if (mine != null) {
      long address = mine.take(classIndex, byteSize);
      if (address != NULL) return address;
    }
    return takeSlowly(entrance, classIndex, byteSize, byteAlignment);
  }

  /** What {@link #take} has answered, as an address of a block that is zero, or NULL. */
  long clear(long answer, long byteSize) {
    long address = answer & ~Shard.DIRTY;
    if (answer != address && byteSize > 0) {
      pages.get(address).clear(address, byteSize);
    }
    return address;
  }

  /** Where the magazine is empty, or the thread has no shard of its own. */
  private long takeSlowly(Entrance entrance, int classIndex, long byteSize, long byteAlignment) {
    long address = refillAndTake(entrance, classIndex, byteSize, false);
    if (address == NULL && isStillExhausted(classIndex)) return NULL;
    for (int i = 0; i < MAX_GROWTHS && address == NULL && slabs.grow(classIndex); i++) {
      address = refillAndTake(entrance, classIndex, byteSize, false);
    }
    return address != NULL ? address : takeExhausted(entrance, classIndex, byteSize, byteAlignment);
  }

  private long refillAndTake(Entrance entrance, int classIndex, long byteSize, boolean anyHome) {
    source.checkOpen();
    Shard shard = entrance.enter();
    try {
      long address = shard.take(classIndex, byteSize);
      if (address != NULL || !shard.refill(classIndex, anyHome)) return address;
      return shard.take(classIndex, byteSize);
    } finally {
      shard.exit();
    }
  }

  /** Where the limit or the system allows no further slab. */
  private long takeExhausted(Entrance entrance, int classIndex, long byteSize, long byteAlignment) {
    long returns = source.returnCount();
    drainPatiently();
    source.idle().releaseFor(slabs.shapes().slabBytes(classIndex));
    long address = refillAndTake(entrance, classIndex, byteSize, true);
    if (address == NULL && slabs.grow(classIndex)) {
      address = refillAndTake(entrance, classIndex, byteSize, true);
    }
    for (int c = classIndex + 1; c < classes.count() && address == NULL; c++) {
      boolean aligned = (classes.byteSize(c) & byteAlignment - 1) == 0;
      if (aligned) address = refillAndTake(entrance, c, byteSize, true);
    }
    if (address == NULL && byteAlignment <= USUAL_ALIGNMENT) refusedAt.set(classIndex, returns);
    return address;
  }

  /**
   * Whether nothing can have come back since a request of this class, or of a smaller alignment,
   * was last refused: then there is no use in emptying all magazines again.
   */
  private boolean isStillExhausted(int classIndex) {
    if (refusedAt.get(classIndex) != source.returnCount()) return false;
    if (source.lastRefusalReason() != RefusalReason.LIMIT) return false;
    for (Shard shard : shards.all()) if (shard.isInUse() || shard.cachedBytes() > 0) return false;
    return true;
  }

  /**
   * Takes a block back.
   *
   * @throws AllocException if no live block of the slab starts there
   */
  void free(Slab slab, long address) {
    free(shards, shards.mine(), slab, address);
  }

  /** The same, to the thread's own shard, if it has one, or through an entrance. */
  void free(Entrance entrance, @Nullable Shard mine, Slab slab, long address) {
    if (mine == null || !mine.give(slab, address)) freeSlowly(entrance, slab, address);
  }

  /** Where the magazine is full, the thread has no shard of its own, or the block is not live. */
  private static void freeSlowly(Entrance entrance, Slab slab, long address) {
    int index = slab.indexOf(address);
    boolean freed = false;
    Shard shard = entrance.enter();
    try {
      // An illegal free is to change nothing.
      if (index >= 0 && BlockStates.get(slab.states, index) == BlockStates.LIVE) {
        freed = shard.giveMakingRoom(slab, address);
      }
    } finally {
      shard.exit();
    }
    if (!freed) throw notLive(slab, index, address);
  }

  /** The slab that holds an address, or null. */
  @Nullable Slab slabAt(long address) {
    return pages.at(address);
  }

  /**
   * The bytes of the live block that starts at an address.
   *
   * @throws AllocException if none does
   */
  long usableSize(Slab slab, long address) {
    int index = slab.indexOf(address);
    if (index < 0 || BlockStates.get(slab.states, index) != BlockStates.LIVE) {
      throw notLive(slab, index, address);
    }
    return slab.blockBytes;
  }

  private static AllocException notLive(Slab slab, int index, long address) {
    byte state = index < 0 ? BlockStates.NONE : BlockStates.get(slab.states, index);
    String what =
        switch (state) {
          case BlockStates.CLEAN -> "was never handed out";
          case BlockStates.FREE -> slab.isFree(index) ? "is free" : "is free, in a magazine";
          case BlockStates.LIVE -> "was freed by another thread and is live again";
          default -> null;
        };
    long offset = address - slab.start;
    long number = offset / slab.blockBytes;
    if (number >= slab.blockCount)
      return HeapTables.notAllocated(address, "behind the last block of the " + slab);
    return HeapTables.notAllocated(
        address,
        what == null
            ? "it is "
                + offset % slab.blockBytes
                + " bytes inside block "
                + number
                + " of the "
                + slab
            : "block " + number + " of the " + slab + " " + what);
  }

  /**
   * Empties the magazines of all shards that can be entered, those of idle threads too, and gives
   * the slabs back that become empty.
   *
   * @return the bytes that the magazines held
   */
  long drain() {
    return drain(0);
  }

  /** The same for a request that would be refused, which may wait a little. */
  long drainPatiently() {
    return drain(EXHAUSTED_PATIENCE_NANOS);
  }

  /**
   * The same.
   *
   * @param patienceNanos how long to wait, in all, for threads that were stopped inside a shard,
   *     and may have blocks in their hands that are on their way from or to the slabs
   */
  private long drain(long patienceNanos) {
    long startNanos = System.nanoTime();
    long drained = 0;
    for (Shard shard : shards.all()) {
      long bytes = drain(shard);
      while (bytes == OCCUPIED && System.nanoTime() - startNanos < patienceNanos) {
        LockSupport.parkNanos(PAUSE_NANOS);
        bytes = drain(shard);
      }
      drained += Math.max(0, bytes);
    }
    slabs.releaseEmpty();
    return drained;
  }

  /** Empties the magazines of one shard; answers what they held, or {@link #OCCUPIED}. */
  long drain(Shard shard) {
    if (shard.cachedBytes() == 0 && !shard.isInUse()) return 0;
    long me = Thread.currentThread().threadId();
    if (shard.isOwnedBy(me)) return shard.enter(me) ? drainAndExit(shard) : 0;
    if (shards.isShared(shard)) return shard.tryEnter() ? drainAndExit(shard) : OCCUPIED;
    return drainRevoking(shard);
  }

  /** Gives back the slabs that have been empty since the last call. */
  void releaseIdle() {
    slabs.releaseIdle();
  }

  private static long drainAndExit(Shard shard) {
    try {
      return drainInside(shard);
    } finally {
      shard.exit();
    }
  }

  private static long drainRevoking(Shard shard) {
    if (!shard.tryRevoke(REVOKE_PATIENCE_NANOS)) return OCCUPIED;
    try {
      return drainInside(shard);
    } finally {
      shard.end();
    }
  }

  private static long drainInside(Shard shard) {
    long bytes = shard.cachedBytes();
    shard.drain();
    return bytes;
  }
}
