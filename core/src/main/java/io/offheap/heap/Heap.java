package io.offheap.heap;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.ByteAllocator;
import io.offheap.heap.HeapListener.FallbackReason;
import io.offheap.heap.HeapListener.GrowthReason;
import io.offheap.heap.HeapListener.RefusalOutcome;
import io.offheap.heap.HeapListener.RefusalReason;
import io.offheap.heap.Notifier.SlabGrowth;
import io.offheap.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands out blocks of off-heap memory to any thread, never more than a limit, and takes them back
 * by their address alone.
 *
 * <p>An address is an offset in the heap's {@link Region}; {@link #segment} makes it accessible.
 * The heap trusts no caller: size and place of a block come from its own tables, which are on the
 * Java heap where no stray write reaches them, and every free of what is not a live block is
 * refused with a message and changes nothing.
 *
 * <p>Thread-safe. Allocating and freeing take one lock for the time that the tables need, O(log of
 * the chunk size); neither clearing memory nor asking the operating system for it happens under
 * that lock. If an error of the virtual machine, such as a stack overflow, strikes while tables are
 * half changed, the heap serves nothing any more and takes nothing back: what lives stays usable,
 * and callers fall back as if the limit were reached.
 */
/*
 * Design note.
 *
 *   request --> above a quarter of a chunk? --yes--> Region.tryCommit --> the chunk is the block
 *                  | no
 *                  v
 *            ByteAllocator: slabs over buddy, over the shared chunks --none--> commit a chunk, addMemory, again
 *
 * A dedicated chunk costs its pages instead of a power of two, and its memory goes back the moment it is freed. Shared
 * chunks begin small (1 MiB) and are as large as all before them together, up to the region's chunk size, because
 * committing touches all of their memory. One empty shared chunk is kept, the largest; more are decommitted. Without the
 * one, a program that hovers around a chunk's edge would pay for a commit each time it crosses it.
 *
 * Locks: `growing` is held while a shared chunk is committed, so that threads which find no block wait for one chunk and
 * do not commit one each; `lock` guards all tables. Order: growing, lock, the region's own.
 */
public final class Heap implements AutoCloseable {
  /** No block: what the allocating methods answer when there is none. */
  public static final long NULL = 0;

  private static final long FIRST_CHUNK_BYTES = 1L << 20;

  /** What the back ends ask of the size of their first range. */
  private static final long FIRST_RANGE_UNIT = 32L << 10;

  private static final int DEDICATED_SHARE = 4;

  /** How often a thread may find the chunk that it has just added taken by others. */
  private static final int MAX_GROWTHS = 4;

  private final HeapOptions options;
  private final Region region;
  private final Notifier notifier;
  private final long largestClassByteSize;
  private final long dedicatedAbove;

  private final ReentrantLock growing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final HeapTables tables;

  /** Guarded by the lock. */
  private boolean closed;

  /** How often shared chunks have been added; written with {@code growing} held. */
  private volatile int growthCount;

  /** Why the last request found no block; racy, for messages. */
  private volatile RefusalReason lastRefusal = RefusalReason.LIMIT;

  private Heap(HeapOptions options, Region region, @Nullable ByteAllocator backEnd) {
    this.options = options;
    this.region = region;
    notifier = new Notifier(region);
    tables = new HeapTables(region, options, backEnd);
    largestClassByteSize = tables.largestClassByteSize();
    dedicatedAbove = region.chunkByteSize() / DEDICATED_SHARE;
  }

  /**
   * Opens a heap. It commits nothing yet.
   *
   * @throws IllegalArgumentException if an option is out of its range
   */
  public static Heap open(HeapOptions options) {
    return new Heap(options, regionOf(options), null);
  }

  private static Region regionOf(HeapOptions options) {
    return Region.open(options.limitBytes(), options.chunkByteSize(), options.backend());
  }

  /** With a back end of one's own, for tests. */
  static Heap open(HeapOptions options, ByteAllocator backEnd) {
    return new Heap(options, regionOf(options), backEnd);
  }

  /** Over a region of one's own, for tests. It has the limit and the chunk size of the options. */
  static Heap open(HeapOptions options, Region region) {
    return new Heap(options, region, null);
  }

  /** What the heap was opened with. */
  public HeapOptions options() {
    return options;
  }

  /** Where the memory comes from, in a word: {@code native} or {@code portable}. */
  public String backendName() {
    return region.backendName();
  }

  /** Why the memory does not come from the native backend; empty if it does. */
  public String backendReason() {
    return region.backendReason();
  }

  /** The coarsest alignment that a request may ask for, in bytes: a power of two, at most 2 MiB. */
  public long maxByteAlignment() {
    return region.byteAlignment();
  }

  /**
   * Takes a block whose contents are undefined.
   *
   * @param byteSize at least 0; 0 gets a block too
   * @param byteAlignment of the address and of the machine address; a power of two, at most {@link
   *     #maxByteAlignment()}
   * @return the block's address, above 0, or {@link #NULL} if the limit or the system allows none;
   *     a caller that then gives up should say so by {@link #refused(long)}
   * @throws IllegalArgumentException if a parameter is out of its range
   * @throws IllegalStateException if the heap is closed
   */
  public long tryAllocate(long byteSize, long byteAlignment) {
    checkRequest(byteSize, byteAlignment);
    if (byteSize <= dedicatedAbove) {
      int growthsSeen = growthCount;
      long address = tryBlock(byteSize, byteAlignment);
      return address != NULL ? address : grow(byteSize, byteAlignment, growthsSeen);
    }
    long address = tryDedicated(byteSize);
    // Where the limit leaves no room for a chunk, a shared one may still hold the block.
    return address != NULL || byteSize > region.chunkByteSize()
        ? address
        : tryBlock(byteSize, byteAlignment);
  }

  /**
   * Takes a block whose first {@code byteSize} bytes are 0. Memory that is known to be zero is not
   * touched.
   *
   * <p>Parameters, answer and exceptions as for {@link #tryAllocate}.
   */
  public long tryAllocateZeroed(long byteSize, long byteAlignment) {
    long address = tryAllocate(byteSize, byteAlignment);
    if (address != NULL) tables.chunkOf(address).clear(address, byteSize);
    return address;
  }

  /**
   * Takes a block back.
   *
   * @param address what an allocation answered
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts there;
   *     then nothing has changed
   * @throws IllegalStateException if the heap is closed
   */
  public void free(long address) {
    HeapChunk gone;
    lock.lock();
    try {
      checkOpen();
      if (tables.isDamaged()) return;
      gone = tables.giveBlock(address);
    } finally {
      lock.unlock();
    }
    if (gone != null) decommit(gone);
  }

  /**
   * The bytes that the caller may use of a block: at least what it asked for.
   *
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts there
   * @throws IllegalStateException if the heap is closed
   */
  public long usableSize(long address) {
    lock.lock();
    try {
      checkOpen();
      return tables.usableSize(address);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The memory at an address. While the block there lives, the segment is accessible from every
   * thread; after it is freed, the memory may be another block's, or the segment may refuse access.
   * Takes no lock.
   *
   * @param address the start of a live block, or inside it
   * @param byteSize at least 0
   * @throws IllegalArgumentException if no chunk has this address
   * @throws IndexOutOfBoundsException if the range leaves the chunk
   */
  public MemorySegment segment(long address, long byteSize) {
    return region.segment(address, byteSize);
  }

  /** Says that a request was answered with {@link #NULL} and the caller went to the Java heap. */
  public void refused(long byteSize) {
    refused(byteSize, RefusalOutcome.JAVA_HEAP);
  }

  /**
   * Says that a request was answered with {@link #NULL} and the caller has given up on the heap, so
   * that it is counted and the listener told. A caller that frees something and asks again does not
   * call this in between.
   *
   * @param byteSize what was asked for
   * @param outcome what the caller does instead
   */
  public void refused(long byteSize, RefusalOutcome outcome) {
    long usedBytes;
    lock.lock();
    try {
      tables.counters().refused(byteSize);
      usedBytes = tables.counters().usedBytes;
    } finally {
      lock.unlock();
    }
    notifier.allocationFailed(byteSize, usedBytes, lastRefusal, outcome);
  }

  /** Why the request that was answered with {@link #NULL} last was; racy, for messages. */
  public RefusalReason lastRefusalReason() {
    return lastRefusal;
  }

  /**
   * The largest size that could be allocated now, in bytes, by growing or without. Holds the lock
   * for O(chunks) or longer; not for hot paths.
   */
  public long largestAllocatable() {
    lock.lock();
    try {
      if (closed || tables.isDamaged()) return 0;
      long room = roundDown(region.limitBytes() - region.committedBytes(), Region.PAGE_BYTE_SIZE);
      return Math.max(room > dedicatedAbove ? room : 0, tables.largestFreeBlock());
    } finally {
      lock.unlock();
    }
  }

  /** A consistent picture; O(size classes). */
  public HeapStatistics statistics() {
    lock.lock();
    try {
      return tables.statistics(notifier.lostCount());
    } finally {
      lock.unlock();
    }
  }

  /** Sets who hears of growth and refusals from now on; null for nobody, which costs nothing. */
  public void setListener(@Nullable HeapListener listener) {
    notifier.set(listener);
    lock.lock();
    try {
      tables.noteGrowth(listener != null);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks the heap's tables against each other and the back end's own, down to every block.
   *
   * @throws IllegalStateException if they disagree
   */
  public void checkInvariants() {
    lock.lock();
    try {
      tables.checkInvariants();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives all memory back. Segments of it refuse access from then on; every later call throws, but
   * for the counters'.
   *
   * @throws IllegalStateException if some operation holds memory of the heap at this moment; the
   *     call may be repeated
   */
  @Override
  public void close() {
    growing.lock();
    lock.lock();
    try {
      closed = true;
      region.close();
    } finally {
      lock.unlock();
      growing.unlock();
    }
  }

  /** A block of the chunks that there are, or NULL. */
  private long tryBlock(long byteSize, long byteAlignment) {
    long address;
    long usable;
    SlabGrowth grown;
    lock.lock();
    try {
      checkOpen();
      if (tables.isDamaged()) return refuse(RefusalReason.DAMAGED);
      address = tables.takeBlock(byteSize, byteAlignment);
      grown = tables.takeGrowth();
      if (address == ByteAllocator.NONE) return refuse(RefusalReason.LIMIT);
      usable = tables.usableSize(address);
    } catch (AllocException e) {
      if (e.error() != AllocError.NO_MEMORY) throw e;
      return refuse(RefusalReason.TABLES);
    } finally {
      lock.unlock();
    }
    if (grown != null) notifier.slabGrown(grown);
    if (usable > largestClassByteSize) {
      boolean large = byteSize > largestClassByteSize;
      notifier.buddyFallback(
          byteSize, usable, large ? FallbackReason.SIZE : FallbackReason.ALIGNMENT);
    }
    return address;
  }

  /**
   * A block of a chunk that has yet to be committed, or NULL.
   *
   * @param growthsSeen the growth count before the request found no block
   */
  private long grow(long byteSize, long byteAlignment, int growthsSeen) {
    int seen = growthsSeen;
    for (int i = 0; i < MAX_GROWTHS; i++) {
      if (!growShared(Math.max(byteSize, byteAlignment), seen)) return NULL;
      seen = growthCount;
      long address = tryBlock(byteSize, byteAlignment);
      if (address != NULL) return address;
    }
    return NULL;
  }

  /** Commits a shared chunk that can hold a block, unless another thread has done so meanwhile. */
  private boolean growShared(long blockByteSize, int growthsSeen) {
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
        refuse(RefusalReason.TABLES);
        return false;
      }
      growthCount = growthsSeen + 1;
    } finally {
      growing.unlock();
    }
    notifier.regionGrown(started, address, byteSize, GrowthReason.SHARED_CHUNK);
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

  /** A chunk that is one block, or NULL. */
  private long tryDedicated(long byteSize) {
    lock.lock();
    try {
      checkOpen();
      if (tables.isDamaged()) return refuse(RefusalReason.DAMAGED);
    } finally {
      lock.unlock();
    }
    Object started = notifier.regionGrowing();
    long address = commit(byteSize);
    if (address == NULL && purgeEmpty(byteSize)) address = commit(byteSize);
    if (address == NULL) return NULL;
    long usable = roundDown(byteSize + Region.PAGE_BYTE_SIZE - 1, Region.PAGE_BYTE_SIZE);
    boolean added;
    lock.lock();
    try {
      added = tables.addDedicated(address, usable, byteSize);
    } finally {
      lock.unlock();
    }
    if (!added) {
      region.decommit(address);
      return refuse(RefusalReason.TABLES);
    }
    notifier.regionGrown(started, address, usable, GrowthReason.DEDICATED_CHUNK);
    return address;
  }

  /** The address of a new chunk, or NULL. */
  private long commit(long byteSize) {
    long address = region.tryCommit(byteSize);
    if (address == Region.LIMIT_REACHED) return refuse(RefusalReason.LIMIT);
    return address == Region.REFUSED_BY_SYSTEM ? refuse(RefusalReason.SYSTEM) : address;
  }

  /** Gives the empty chunk back that is kept otherwise, if that helps. */
  private boolean purgeEmpty(long neededByteSize) {
    HeapChunk chunk;
    lock.lock();
    try {
      chunk = tables.takeEmptyChunk(neededByteSize);
    } finally {
      lock.unlock();
    }
    if (chunk == null) return false;
    decommit(chunk);
    return true;
  }

  private void decommit(HeapChunk chunk) {
    region.decommit(chunk.address);
    notifier.regionPurged(chunk.address, chunk.byteSize);
  }

  /** Notes why there is no block; answers what the caller then answers. */
  private long refuse(RefusalReason reason) {
    lastRefusal = reason;
    return NULL;
  }

  private static long roundDown(long byteSize, long unit) {
    return byteSize & -unit;
  }

  private void checkRequest(long byteSize, long byteAlignment) {
    if (byteSize < 0) throw new IllegalArgumentException("byteSize is negative: " + byteSize);
    if (byteAlignment > region.byteAlignment() || Long.bitCount(byteAlignment) != 1) {
      throw invalidAlignment(byteAlignment);
    }
    if (byteAlignment < 0) throw invalidAlignment(byteAlignment);
  }

  private IllegalArgumentException invalidAlignment(long byteAlignment) {
    return new IllegalArgumentException(
        "byteAlignment is not a power of two up to " + maxByteAlignment() + ": " + byteAlignment);
  }

  private void checkOpen() {
    if (closed) throw new IllegalStateException("the heap is closed");
  }
}
