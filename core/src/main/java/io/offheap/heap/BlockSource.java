package io.offheap.heap;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.ByteAllocator;
import io.offheap.heap.HeapListener.GrowthReason;
import io.offheap.heap.HeapListener.RefusalReason;
import io.offheap.memory.Region;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Large blocks, and the pages of slabs: from chunks under one lock, which are committed as needed.
 *
 * <p>Thread-safe. The lock is held for the time that the tables need, O(log of the chunk size);
 * memory is committed, cleared and given back, and the listener called, without it.
 */
/*
 * Design note.
 *
 *   request --> above a quarter of a chunk? --yes--> a kept dedicated chunk, or Region.tryCommit --> the chunk is the block
 *                  | no
 *                  v
 *            ByteAllocator over the shared chunks --none--> commit a chunk, addMemory, again
 *
 * A dedicated chunk costs its pages instead of a power of two. Shared chunks begin small (1 MiB) and are as large as all
 * before them together, up to the region's chunk size, because committing touches all of their memory.
 *
 * Free chunks stay for a while: Decay gives them back. They go at once where the limit leaves no room otherwise.
 *
 * Locks: `growing` is held while a shared chunk is committed, so that threads which find no block wait for one chunk and
 * do not commit one each; `lock` guards all tables. Order: growing, lock, the region's own.
 */
final class BlockSource {
  static final long NULL = 0;

  private static final long FIRST_CHUNK_BYTES = 1L << 20;

  /** What some back ends ask of the size of their first range. */
  private static final long FIRST_RANGE_UNIT = 32L << 10;

  private static final int DEDICATED_SHARE = 4;

  /** How many slabs are given back with the lock held: some 30 microseconds. */
  private static final int SLABS_AT_ONCE = 16;

  /** How often a thread may find the chunk that it has just added taken by others. */
  private static final int MAX_GROWTHS = 4;

  private final Region region;
  private final Notifier notifier;
  private final PageMap<Slab> pages;
  private final long dedicatedAbove;

  private final ReentrantLock growing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final HeapTables tables;

  private volatile boolean closed;

  private final IdleChunks idle;
  private final DedicatedChunks dedicated;

  /** See {@link #returnCount}. */
  private final AtomicLong returns = new AtomicLong();

  /** To be told of memory that has been freed. */
  private Runnable whenFreed = () -> {};

  /** How often shared chunks have been added; written with {@code growing} held. */
  private volatile int growthCount;

  /** Why the last request found no block; racy, for messages. */
  private volatile RefusalReason lastRefusal = RefusalReason.LIMIT;

  BlockSource(
      Region region,
      ByteAllocator backEnd,
      PageMap<Slab> pages,
      Notifier notifier,
      long hugeCacheBytes) {
    this.region = region;
    this.notifier = notifier;
    this.pages = pages;
    tables = new HeapTables(region, backEnd, pages, new HugeCache(hugeCacheBytes));
    idle = new IdleChunks(region, notifier, lock, tables);
    dedicated = new DedicatedChunks(this, region, notifier, lock, tables);
    dedicatedAbove = region.chunkByteSize() / DEDICATED_SHARE;
  }

  /** Sets who is told of memory that has been freed; before the first use. */
  void onFree(Runnable listener) {
    whenFreed = listener;
  }

  /** What can be given back. */
  IdleChunks idle() {
    return idle;
  }

  /**
   * Changes whenever a block or slab comes, or comes back, so that another request may find one.
   */
  long returnCount() {
    return returns.get() + idle.decommitCount();
  }

  /** Says that the next request may find what the one before did not. */
  void noteReturn() {
    returns.incrementAndGet();
  }

  RefusalReason lastRefusalReason() {
    return lastRefusal;
  }

  /** Notes why there is no block; answers what the caller then answers. */
  long refuse(RefusalReason reason) {
    lastRefusal = reason;
    return NULL;
  }

  void checkOpen() {
    if (closed) throw new IllegalStateException("the heap is closed");
  }

  // ---- large blocks

  /** A block, or {@link #NULL}. */
  long tryAllocate(long byteSize, long byteAlignment) {
    if (byteSize <= dedicatedAbove) {
      int growthsSeen = growthCount;
      long address = tryBlock(byteSize, byteAlignment, null);
      return address != NULL ? address : grow(byteSize, byteAlignment, null, growthsSeen);
    }
    long address = dedicated.tryAllocate(byteSize);
    // Where the limit leaves no room for a chunk, a shared one may still hold the block.
    return address != NULL || byteSize > region.chunkByteSize()
        ? address
        : tryBlock(byteSize, byteAlignment, null);
  }

  /** Makes the first bytes of a live large block zero, as far as they are not. */
  void clear(long address, long byteSize) {
    tables.chunkOf(address).clear(address, byteSize);
  }

  /**
   * Takes a large block back.
   *
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if none starts there
   */
  void free(long address) {
    HeapChunk gone;
    lock.lock();
    try {
      checkOpen();
      if (tables.isDamaged()) return;
      gone = tables.giveBlock(address);
    } finally {
      lock.unlock();
    }
    if (gone != null) idle.decommit(gone);
    noteReturn();
    whenFreed.run();
  }

  long usableSize(long address) {
    lock.lock();
    try {
      checkOpen();
      return tables.usableSize(address);
    } finally {
      lock.unlock();
    }
  }

  // ---- slabs

  /** A new slab that nobody else knows yet, or null. */
  @Nullable Slab takeSlab(int classIndex, SlabShapes shapes) {
    long byteAlignment = shapes.slabAlignment(classIndex);
    Slab.Mold mold;
    try {
      mold = new Slab.Mold(classIndex, shapes.blockBytes(classIndex), shapes.slabBytes(classIndex));
    } catch (OutOfMemoryError e) {
      refuse(RefusalReason.TABLES);
      return null;
    }
    int growthsSeen = growthCount;
    if (tryBlock(mold.byteSize, byteAlignment, mold) == NULL) {
      grow(mold.byteSize, byteAlignment, mold, growthsSeen);
    }
    return mold.slab;
  }

  /** Takes slabs back, linked by {@code next}; null is none. */
  void giveSlabs(@Nullable Slab slabs) {
    if (slabs == null) return;
    for (Slab slab = slabs; slab != null; ) {
      lock.lock();
      try {
        for (int i = 0; i < SLABS_AT_ONCE && slab != null; i++, slab = slab.next) {
          if (!tables.isDamaged()) tables.giveSlab(slab);
        }
      } finally {
        lock.unlock();
      }
    }
    noteReturn();
    whenFreed.run();
  }

  // ---- growing

  /** A block of the chunks that there are, or NULL; with a mold, a slab. */
  private long tryBlock(long byteSize, long byteAlignment, Slab.@Nullable Mold mold) {
    lock.lock();
    try {
      checkOpen();
      if (tables.isDamaged()) return refuse(RefusalReason.DAMAGED);
      if (mold != null) {
        return tables.takeSlab(mold, byteAlignment) ? 1 : refuse(RefusalReason.LIMIT);
      }
      long address = tables.takeBlock(byteSize, byteAlignment);
      return address == ByteAllocator.NONE ? refuse(RefusalReason.LIMIT) : address;
    } catch (AllocException e) {
      if (e.error() != AllocError.NO_MEMORY) throw e;
      return refuse(RefusalReason.TABLES);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A block of a chunk that has yet to be committed, or NULL.
   *
   * @param growthsSeen the growth count before the request found no block
   */
  private long grow(long byteSize, long byteAlignment, Slab.@Nullable Mold mold, int growthsSeen) {
    int seen = growthsSeen;
    for (int i = 0; i < MAX_GROWTHS; i++) {
      if (!growShared(Math.max(byteSize, byteAlignment), mold, seen)) return NULL;
      seen = growthCount;
      long address = tryBlock(byteSize, byteAlignment, mold);
      if (address != NULL) return address;
    }
    return NULL;
  }

  /** Commits a shared chunk that can hold a block, unless another thread has done so meanwhile. */
  private boolean growShared(long blockByteSize, Slab.@Nullable Mold mold, int growthsSeen) {
    long startNanos = System.nanoTime();
    Object started = notifier.regionGrowing();
    long byteSize;
    long address;
    growing.lock();
    try {
      if (growthCount != growthsSeen) return true;
      byteSize = nextSharedByteSize(blockByteSize);
      if (byteSize == 0) return false;
      address = commit(byteSize);
      if (address == NULL) return false;
      if (!addShared(address, byteSize)) {
        region.decommit(address);
        noteReturn();
        refuse(RefusalReason.TABLES);
        return false;
      }
      growthCount = growthsSeen + 1;
    } finally {
      growing.unlock();
    }
    notifier.regionGrown(started, address, byteSize, GrowthReason.SHARED_CHUNK);
    if (mold != null) mold.regionNanos += System.nanoTime() - startNanos;
    return true;
  }

  private boolean addShared(long address, long byteSize) {
    lock.lock();
    try {
      return tables.addShared(address, byteSize);
    } finally {
      lock.unlock();
    }
  }

  /** As much as there is already, within bounds; 0 if the limit leaves too little. */
  private long nextSharedByteSize(long blockByteSize) {
    long soFar;
    boolean first;
    lock.lock();
    try {
      checkOpen();
      if (tables.isDamaged()) return refuse(RefusalReason.DAMAGED);
      soFar = tables.counters().sharedBytes;
      first = !tables.isInitialized();
    } finally {
      lock.unlock();
    }
    long most = region.chunkByteSize();
    long least = Math.min(FIRST_CHUNK_BYTES, most);
    long wanted = Math.clamp(Long.highestOneBit(Math.max(soFar, 1)), least, most);
    long needed = blockByteSize <= 1 ? 1 : Long.highestOneBit(blockByteSize - 1) << 1;
    long room = region.limitBytes() - region.committedBytes();
    long byteSize =
        roundDown(
            Math.min(Math.max(wanted, needed), room),
            first ? FIRST_RANGE_UNIT : Region.PAGE_BYTE_SIZE);
    return byteSize < needed ? refuse(RefusalReason.LIMIT) : byteSize;
  }

  /** The address of a new chunk, or NULL. */
  long commit(long byteSize) {
    long address = region.tryCommit(byteSize);
    if (address == Region.LIMIT_REACHED) return refuse(RefusalReason.LIMIT);
    return address == Region.REFUSED_BY_SYSTEM ? refuse(RefusalReason.SYSTEM) : address;
  }

  // ---- numbers

  /** The bytes of live large blocks; takes no lock. */
  long usedBytes() {
    return tables.counters().usedBytesOpaque();
  }

  /** The bytes of all large blocks ever handed out; takes no lock. */
  long allocatedBytes() {
    return tables.counters().allocatedBytesOpaque();
  }

  /** Runs something with the lock held. */
  <R> R locked(java.util.function.Function<HeapTables, R> reader) {
    lock.lock();
    try {
      return reader.apply(tables);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a request gets a chunk of its own if the limit allows. */
  boolean isDedicated(long byteSize) {
    return byteSize > dedicatedAbove;
  }

  void countRefusal(long byteSize) {
    lock.lock();
    try {
      tables.counters().refused(byteSize);
    } finally {
      lock.unlock();
    }
  }

  void checkInvariants() {
    lock.lock();
    try {
      tables.checkInvariants();
    } finally {
      lock.unlock();
    }
  }

  /** The largest size that could be allocated now, if all that is idle went back first. */
  long largestAllocatable() {
    lock.lock();
    try {
      if (closed || tables.isDamaged()) return 0;
      long room = region.limitBytes() - region.committedBytes() + tables.idleBytes();
      room = roundDown(room, Region.PAGE_BYTE_SIZE);
      return Math.max(room > dedicatedAbove ? room : 0, tables.largestFreeBlock());
    } finally {
      lock.unlock();
    }
  }

  void close() {
    growing.lock();
    lock.lock();
    try {
      closed = true;
      idle.close();
      pages.clear();
      region.close();
    } finally {
      lock.unlock();
      growing.unlock();
    }
  }

  private static long roundDown(long byteSize, long unit) {
    return byteSize & -unit;
  }
}
