package io.offheap.heap;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.ByteAllocator;
import io.offheap.heap.HeapListener.RefusalOutcome;
import io.offheap.heap.HeapListener.RefusalReason;
import io.offheap.memory.Region;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Hands out blocks of off-heap memory to any thread, never more than a limit, and takes them back
 * by their address alone.
 *
 * <p>An address is an offset in the heap's {@link Region}; {@link #segment} makes it accessible.
 * The heap trusts no caller: size and place of a block come from its own tables, which are on the
 * Java heap where no stray write reaches them, and every free of what is not a live block is
 * refused with a message and changes nothing, also if several threads free the same block at once.
 *
 * <p>Thread-safe. Allocating and freeing a block of a size class, up to 256 KiB with the usual
 * chunks, is O(1) and mostly touches nothing that other threads use; larger blocks take one lock
 * for O(log of the chunk size). Neither clearing memory nor asking the operating system for it
 * happens under a lock that allocations need. Free memory is kept for a while, and given back
 * within seconds. If an error of the virtual machine, such as a stack overflow, strikes while
 * tables are half changed, the heap serves nothing any more and takes nothing back: what lives
 * stays usable, and callers fall back as if the limit were reached.
 */
public final class Heap implements AutoCloseable {
  /** No block: what the allocating methods answer when there is none. */
  public static final long NULL = 0;

  /** The share of the limit that dedicated chunks may take while they wait to be used again. */
  private static final int HUGE_CACHE_SHARE = 8;

  /** The share of the limit that the magazines of one shard may hold. */
  private static final int SHARD_SHARE = 256;

  private static final long MIN_SHARD_BYTES = 4 << 10;
  private static final long MAX_SHARD_BYTES = 32 << 20;

  private final HeapOptions options;
  private final Region region;
  private final Notifier notifier;
  private final BlockSource source;

  /** Null if the back end serves all sizes. */
  private final @Nullable SmallBlocks small;

  private final @Nullable SlabLayer slabs;
  private final @Nullable ShardTable shards;
  private final LargeBlocks large;
  private final StatisticsReader statistics;

  private Heap(
      HeapOptions options, Region region, ByteAllocator backEnd, @Nullable SlabShapes shapes) {
    this.options = options;
    this.region = region;
    notifier = new Notifier(region);
    PageMap<Slab> pages = new PageMap<>(shapes == null ? Integer.SIZE : shapes.pageShift());
    long limitBytes = region.limitBytes();
    source = new BlockSource(region, backEnd, pages, notifier, limitBytes / HUGE_CACHE_SHARE);
    if (shapes == null) {
      slabs = null;
      shards = null;
      small = null;
    } else {
      long shardBytes = Math.clamp(limitBytes / SHARD_SHARE, MIN_SHARD_BYTES, MAX_SHARD_BYTES);
      slabs = new SlabLayer(shapes, pages, source, notifier, shardBytes);
      shards = new ShardTable(slabs, Runtime.getRuntime().availableProcessors());
      small = new SmallBlocks(slabs, source, shards);
    }
    large = new LargeBlocks(source, small, notifier, limitBytes);
    statistics = new StatisticsReader(region, source, notifier, slabs, shards);
    source.onFree(
        new IdleMemory(source.idle(), small, shards, statistics, options.decayMillis())::wake);
  }

  /**
   * Opens a heap. It commits nothing yet.
   *
   * @throws IllegalArgumentException if an option is out of its range
   */
  public static Heap open(HeapOptions options) {
    return open(options, regionOf(options));
  }

  private static Region regionOf(HeapOptions options) {
    return Region.open(options.limitBytes(), options.chunkByteSize(), options.backend());
  }

  /** Over a region of one's own, for tests. It has the limit and the chunk size of the options. */
  static Heap open(HeapOptions options, Region region) {
    return new Heap(
        options,
        region,
        BackEnds.create(options.allocator()),
        BackEnds.shapes(options.allocator(), options.chunkByteSize()));
  }

  /** With a back end of one's own, for tests. */
  static Heap open(HeapOptions options, ByteAllocator backEnd, @Nullable SlabShapes shapes) {
    return new Heap(options, regionOf(options), backEnd, shapes);
  }

  /** What the heap was opened with. */
  public HeapOptions options() {
    return options;
  }

  /** Where the memory comes from, in a word: {@code native} or {@code portable}. */
  public String backendName() {
    return region.backendName();
  }

  /** Whether huge pages may be behind the heap, see {@link Region#usesHugePages}. */
  public boolean usesHugePages() {
    return region.usesHugePages();
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
    SmallBlocks small = this.small;
    if (small != null) {
      int classIndex = small.classFor(byteSize, byteAlignment);
      if (classIndex >= 0) return small.take(classIndex, byteSize, byteAlignment) & ~Shard.DIRTY;
    }
    return large.tryAllocate(byteSize, byteAlignment);
  }

  /**
   * Takes a block whose first {@code byteSize} bytes are 0. Memory that is known to be zero is not
   * touched.
   *
   * <p>Parameters, answer and exceptions as for {@link #tryAllocate}.
   */
  public long tryAllocateZeroed(long byteSize, long byteAlignment) {
    checkRequest(byteSize, byteAlignment);
    SmallBlocks small = this.small;
    if (small != null) {
      int classIndex = small.classFor(byteSize, byteAlignment);
      if (classIndex >= 0)
        return small.clear(small.take(classIndex, byteSize, byteAlignment), byteSize);
    }
    return large.tryAllocateZeroed(byteSize, byteAlignment);
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
    SmallBlocks small = this.small;
    if (small != null) {
      Slab slab = small.slabAt(address);
      if (slab != null) {
        small.free(slab, address);
        return;
      }
    }
    source.free(address);
  }

  /**
   * The bytes that the caller may use of a block: at least what it asked for.
   *
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts there
   * @throws IllegalStateException if the heap is closed
   */
  public long usableSize(long address) {
    SmallBlocks small = this.small;
    if (small != null) {
      Slab slab = small.slabAt(address);
      if (slab != null) return small.usableSize(slab, address);
    }
    return source.usableSize(address);
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

  /**
   * The memory of the chunk that holds an address, which many blocks share. As {@link #segment}
   * otherwise.
   */
  public MemorySegment chunk(long address) {
    return region.chunk(address);
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
    source.countRefusal(byteSize);
    if (!notifier.isListening()) return;
    notifier.allocationFailed(byteSize, usedBytes(), source.lastRefusalReason(), outcome);
  }

  /** Why the request that was answered with {@link #NULL} last was; racy, for messages. */
  public RefusalReason lastRefusalReason() {
    return source.lastRefusalReason();
  }

  /**
   * A handle for the calling thread, which finds its shard without a look-up.
   *
   * @throws IllegalStateException if the heap is closed
   */
  public LocalHeap localHeap() {
    return new LocalHeap(this, small, shards);
  }

  /**
   * Says in a sentence why a request cannot be met: what was asked for, the limit, what is
   * committed and used, the largest size that could be had, and the size classes that hold most.
   */
  public String explainRefusal(long byteSize, long byteAlignment) {
    return Refusal.explain(statistics(), largestAllocatable(), byteSize, byteAlignment);
  }

  /**
   * The largest size that could be allocated now, in bytes, by growing or without. Empties all
   * caches; not for hot paths.
   */
  public long largestAllocatable() {
    if (small != null) small.drain();
    return source.largestAllocatable();
  }

  /**
   * The bytes of live blocks, rounding included: what {@link HeapStatistics#usedBytes} says,
   * without the rest. Takes no lock and leaves no garbage; off by what happens during the call.
   * O(size classes * shards), some microseconds.
   */
  public long usedBytes() {
    return statistics.usedBytes();
  }

  /**
   * The bytes of all blocks ever handed out; never less than before. As cheap as {@link
   * #usedBytes}.
   */
  public long allocatedBytes() {
    return statistics.allocatedBytes();
  }

  /**
   * The size of the blocks of the largest size class, in bytes; 0 if the back end serves all sizes.
   * Larger requests take a block of the back end, or a chunk. O(1).
   */
  public long largestClassByteSize() {
    return slabs == null ? 0 : slabs.shapes().blockBytes(slabs.shapes().count() - 1);
  }

  /**
   * How many requests no size class served and the allocator below the slabs did, since the heap
   * was opened; without those that got a chunk of their own. 0 if the back end serves all sizes.
   */
  public long fallbackCount() {
    return small == null ? 0 : source.locked(tables -> tables.counters().fallbackCount);
  }

  /**
   * How often a size class has taken a slab since the heap was opened, whether a listener heard of
   * it or not. O(1), no lock.
   */
  public long slabGrowthCount() {
    return slabs == null ? 0 : slabs.waits().count();
  }

  /**
   * How long threads have waited for slabs in all, in nanoseconds, since the heap was opened;
   * without the times in which memory came from the operating system, of each of which a {@link
   * HeapListener#regionGrown listener} hears. O(1), no lock.
   */
  public long slabGrowthNanos() {
    return slabs == null ? 0 : slabs.waits().nanos();
  }

  /**
   * The longest time that a thread has waited for a slab since the last call of this method, in
   * nanoseconds, what the operating system took included; 0 if none has. For one reader, as it
   * forgets. O(1), no lock.
   */
  public long takeLongestSlabGrowthNanos() {
    return slabs == null ? 0 : slabs.waits().takeLongestNanos();
  }

  /** A consistent picture; O(size classes * shards). */
  public HeapStatistics statistics() {
    return statistics.read();
  }

  /**
   * Counts the maximal runs of free bytes below the slabs, where the back end has them. Holds the
   * lock for O(blocks); not for hot paths.
   *
   * @return 64 counts; the one at index i is of runs of {@code 2^i} to {@code 2^(i+1) - 1} bytes
   */
  public long[] freeRunHistogram() {
    return source.locked(HeapTables::freeRunHistogram);
  }

  /**
   * Gives all free memory back to the operating system that can go, and returns when it has gone:
   * caches are emptied, those of idle threads too, free chunks decommitted and, with the native
   * backend, free pages of the others purged. Others may allocate meanwhile.
   *
   * @return the bytes that have gone
   */
  public long purge() {
    if (small != null) small.drain();
    IdleChunks idle = source.idle();
    return idle.release(Long.MAX_VALUE, Long.MAX_VALUE) + idle.purgePages(Long.MAX_VALUE);
  }

  /** Sets who hears of growth and refusals from now on; null for nobody, which costs nothing. */
  public void setListener(@Nullable HeapListener listener) {
    notifier.set(listener);
  }

  /**
   * Checks the heap's tables against each other and the back end's own, down to every block.
   *
   * @throws IllegalStateException if they disagree
   */
  public void checkInvariants() {
    if (slabs != null) slabs.check();
    source.checkInvariants();
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
    if (shards != null) shards.close();
    source.close();
  }

  void checkRequest(long byteSize, long byteAlignment) {
    if (byteSize < 0) throw new IllegalArgumentException("byteSize is negative: " + byteSize);
    if (byteAlignment <= 0
        || byteAlignment > region.byteAlignment()
        || (byteAlignment & byteAlignment - 1) != 0) {
      throw invalidAlignment(byteAlignment);
    }
  }

  private IllegalArgumentException invalidAlignment(long byteAlignment) {
    return new IllegalArgumentException(
        "byteAlignment is not a power of two up to " + maxByteAlignment() + ": " + byteAlignment);
  }
}
