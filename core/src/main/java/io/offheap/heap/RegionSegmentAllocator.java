package io.offheap.heap;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.SharedByteAllocator;
import io.offheap.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Any byte allocator over a region as {@link SegmentAllocator} of {@code java.lang.foreign}; needs
 * no native access.
 *
 * <p>The allocator starts without memory and gets it from the region chunk by chunk, when a request
 * finds none; chunks stay with it until the region is closed. The segments are accessible from
 * every thread until they are given to {@link #free} or the region is closed. What is read through
 * a segment after {@code free} is undefined, but within the region; after the region's {@code
 * close} every access throws {@link IllegalStateException}. {@link BlockArena} gives segments that
 * refuse access as soon as the arena is closed. Contents are undefined at first.
 *
 * <p>Thread-safe, whatever the allocator: all calls of it hold one lock, as in {@link
 * SharedByteAllocator}.
 */
public final class RegionSegmentAllocator implements SegmentAllocator {
  /** The least that is asked of the region: the slab allocator's first range, and then some. */
  private static final long MIN_GROWTH_BYTES = 64L << 10;

  private final SharedByteAllocator blocks;
  private final Region region;

  /** Machine address of each live segment to its address in the region. */
  private final Map<Long, Long> live = new ConcurrentHashMap<>();

  /** Whether the allocator has been given its first range; guarded by {@code this}. */
  private boolean initialized;

  /**
   * @param allocator without memory, and used by nobody else from now on
   * @param region where memory comes from; may serve others, too
   */
  public RegionSegmentAllocator(ByteAllocator allocator, Region region) {
    blocks =
        allocator instanceof SharedByteAllocator shared
            ? shared
            : new SharedByteAllocator(allocator);
    this.region = region;
  }

  /**
   * Takes a block.
   *
   * @param byteSize at least 0; segments of 0 bytes take no memory
   * @param byteAlignment a power of two, at most {@link Region#byteAlignment()}
   * @throws IllegalArgumentException if a parameter is out of its range
   * @throws OutOfMemoryError if the region's limit or the system allows no such block
   * @throws IllegalStateException if the region is closed
   */
  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    check(byteSize, byteAlignment);
    if (byteSize == 0) return MemorySegment.ofAddress(byteAlignment);
    long address = take(byteSize, byteAlignment);
    MemorySegment segment = segmentOf(address, byteSize);
    live.put(segment.address(), address);
    return segment;
  }

  /**
   * Takes a segment back that {@link #allocate} gave, or any segment that starts where it does.
   *
   * @throws IllegalArgumentException if no live segment of this allocator starts there
   */
  public void free(MemorySegment segment) {
    if (segment.byteSize() == 0) return;
    Long address = live.remove(segment.address());
    if (address == null) throw new IllegalArgumentException("no live segment: " + segment);
    giveBack(address);
  }

  /** The segments of more than 0 bytes that {@link #allocate} gave and that are not freed yet. */
  public int liveSegments() {
    return live.size();
  }

  /** The allocator; for its totals, walks and checks. */
  public SharedByteAllocator allocator() {
    return blocks;
  }

  void check(long byteSize, long byteAlignment) {
    if (byteSize < 0) throw new IllegalArgumentException("byteSize is negative: " + byteSize);
    if (Long.bitCount(byteAlignment) != 1 || byteAlignment < 1) {
      throw new IllegalArgumentException("byteAlignment is no power of two: " + byteAlignment);
    }
    if (byteAlignment > region.byteAlignment()) {
      throw new IllegalArgumentException(
          "byteAlignment is above " + region.byteAlignment() + ": " + byteAlignment);
    }
  }

  /** The address of a block; its parameters are valid, its size above 0. */
  long take(long byteSize, long byteAlignment) {
    long address = tryTake(byteSize, byteAlignment);
    if (address == ByteAllocator.NONE) address = grow(byteSize, byteAlignment);
    if (address == ByteAllocator.NONE) {
      throw new OutOfMemoryError(
          "requested "
              + byteSize
              + " bytes off the heap, aligned to "
              + byteAlignment
              + "; largest block "
              + blocks.largestAllocatable()
              + ", region "
              + region.committedBytes()
              + " of "
              + region.limitBytes());
    }
    return address;
  }

  private long tryTake(long byteSize, long byteAlignment) {
    try {
      return blocks.tryAllocate(byteSize, byteAlignment);
    } catch (AllocException e) {
      if (e.error() == AllocError.INVALID_PARAM) return ByteAllocator.NONE; // near Long.MAX_VALUE
      throw e;
    }
  }

  /** Takes the block from a new chunk, if the region gives one in which it fits. */
  private synchronized long grow(long byteSize, long byteAlignment) {
    long address = tryTake(byteSize, byteAlignment); // another thread may have been here
    if (address != ByteAllocator.NONE) return address;
    long usual = Math.max(region.chunkByteSize(), MIN_GROWTH_BYTES);
    // A buddy block of the size has to be aligned to it: half of twice the next power of two is.
    long needed = byteSize > 1L << 60 ? Long.MAX_VALUE : 2 * Long.highestOneBit(2 * byteSize - 1);
    if (needed > usual) address = takeFromChunk(needed, byteSize, byteAlignment);
    if (address == ByteAllocator.NONE) {
      address = takeFromChunk(Math.max(usual, byteSize), byteSize, byteAlignment);
    }
    if (address == ByteAllocator.NONE) {
      address = takeFromChunk(Math.max(MIN_GROWTH_BYTES, byteSize), byteSize, byteAlignment);
    }
    return address;
  }

  /** Commits a chunk, and takes the block from it; a chunk in which that does not fit goes back. */
  private long takeFromChunk(long chunkBytes, long byteSize, long byteAlignment) {
    long chunk = region.tryCommit(chunkBytes);
    if (chunk < 0) return ByteAllocator.NONE;
    long address = ByteAllocator.NONE;
    boolean added = false;
    try {
      added = add(chunk, chunkBytes);
      if (added) address = tryTake(byteSize, byteAlignment);
    } finally {
      boolean unused = address == ByteAllocator.NONE;
      if (unused && (!added || blocks.tryRemoveMemory(chunk, chunkBytes))) region.decommit(chunk);
    }
    return address;
  }

  /** Whether the allocator takes a chunk; one that is for a single range takes no second. */
  private boolean add(long chunk, long chunkBytes) {
    if (!initialized) {
      blocks.init(chunk, chunkBytes & -MIN_GROWTH_BYTES); // no allocator asks for more
      initialized = true;
      return true;
    }
    try {
      blocks.addMemory(chunk, chunkBytes & -Region.PAGE_BYTE_SIZE);
      return true;
    } catch (AllocException e) {
      return false;
    }
  }

  /** The memory of a block that was just taken; if the region has gone, the block goes back. */
  MemorySegment segmentOf(long address, long byteSize) {
    try {
      return region.segment(address, byteSize);
    } catch (IllegalArgumentException e) {
      giveBack(address);
      throw new IllegalStateException("the region is closed", e);
    }
  }

  void giveBack(long address) {
    blocks.free(address);
  }
}
