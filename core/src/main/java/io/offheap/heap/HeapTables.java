package io.offheap.heap;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.ByteAllocator;
import io.offheap.memory.Region;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BlockSource} knows and its lock guards: which chunks there are, which slabs and
 * large blocks live in them, and what has been counted. Every method is to be called with that lock
 * held; none asks the operating system for anything, calls foreign code or touches the memory.
 *
 * <p>If an error of the virtual machine strikes while tables are half changed, they are {@link
 * #isDamaged} from then on and must be changed no more.
 */
final class HeapTables {
  private final Region region;
  private final ByteAllocator blocks;
  private final ChunkTable chunks;
  private final FreePages freePages;
  private final PageMap<Slab> pages;
  private final HugeCache hugeCache;
  private final HeapCounters counters = new HeapCounters();

  /** The bytes of shared chunks without live blocks. */
  private long emptyBytes;

  private long slabCount;
  private boolean initialized;
  private @Nullable Throwable damage;

  HeapTables(Region region, ByteAllocator backEnd, PageMap<Slab> pages, HugeCache hugeCache) {
    this.region = region;
    this.pages = pages;
    this.hugeCache = hugeCache;
    chunks = new ChunkTable(region);
    blocks = backEnd;
    freePages = new FreePages(region, chunks);
  }

  HeapCounters counters() {
    return counters;
  }

  boolean isDamaged() {
    return damage != null;
  }

  /** Whether the back end has had its first range. */
  boolean isInitialized() {
    return initialized;
  }

  /** Bytes that are committed and could be given back at once. */
  long idleBytes() {
    return emptyBytes + hugeCache.byteSize();
  }

  /** The bytes of dedicated chunks that are kept although free. */
  long cachedBytes() {
    return hugeCache.byteSize();
  }

  /** The bytes that the back end could still hand out. */
  long freeBytes() {
    return blocks.availableBytes();
  }

  /** The bytes of slabs, and of large blocks in shared chunks. */
  long takenBytes() {
    return blocks.usedBytes();
  }

  /** The largest block that the shared chunks hold. */
  long largestFreeBlock() {
    return damage != null ? 0 : blocks.largestAllocatable();
  }

  long[] freeRunHistogram() {
    return damage != null ? new long[64] : blocks.freeRunHistogram();
  }

  /**
   * Takes a block of a shared chunk.
   *
   * @return its address, or {@link ByteAllocator#NONE}
   * @throws AllocException with {@link AllocError#NO_MEMORY} if the Java heap lacks room for tables
   */
  long takeBlock(long byteSize, long byteAlignment) {
    try {
      long address = take(byteSize, byteAlignment);
      if (address != ByteAllocator.NONE) {
        counters.allocated(byteSize, blocks.usableSize(address));
        counters.fallbackCount++;
      }
      return address;
    } catch (AllocException e) {
      throw e; // nothing has changed
    } catch (Throwable e) {
      damage = e; // not by a call: there may be no stack left for one
      throw e;
    }
  }

  /**
   * Takes pages for a slab and makes it known.
   *
   * @return false if there are no such pages; otherwise the slab is in its mold
   * @throws AllocException with {@link AllocError#NO_MEMORY} if the Java heap lacks room for tables
   */
  boolean takeSlab(Slab.Mold mold, long byteAlignment) {
    try {
      long address = take(mold.byteSize, byteAlignment);
      if (address == ByteAllocator.NONE) return false;
      try {
        pages.reserve(address, mold.byteSize);
        HeapChunk chunk = chunkOf(address);
        boolean clean = chunk.isClean(address, mold.byteSize);
        Slab slab = new Slab(address, mold, clean, chunk.slice(address, mold.byteSize));
        pages.put(address, mold.byteSize, slab);
        slabCount++;
        mold.slab = slab;
      } catch (OutOfMemoryError e) {
        leave(chunkOf(address), address, blocks.free(address));
        throw new AllocException(AllocError.NO_MEMORY, "no room for a slab's tables");
      }
      return true;
    } catch (AllocException e) {
      throw e;
    } catch (Throwable e) {
      damage = e;
      throw e;
    }
  }

  private long take(long byteSize, long byteAlignment) {
    long address = blocks.tryAllocate(byteSize, byteAlignment);
    if (address == ByteAllocator.NONE) return address;
    HeapChunk chunk = chunkOf(address);
    chunk.hold(address, blocks.usableSize(address));
    if (chunk.liveBlocks++ == 0) emptyBytes -= chunk.byteSize;
    return address;
  }

  /** Takes the pages of a slab back. */
  void giveSlab(Slab slab) {
    try {
      slab.retire();
      slabCount--;
      pages.put(slab.start, slab.byteSize, null);
      HeapChunk chunk = chunkOf(slab.start);
      chunk.markDirty(slab.start, slab.byteSize);
      leave(chunk, slab.start, blocks.free(slab.start));
    } catch (Throwable e) {
      damage = e;
      throw e;
    }
  }

  /**
   * Takes a large block back.
   *
   * @return a dedicated chunk that is no longer in these tables and to be decommitted, or null
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts there
   */
  @Nullable HeapChunk giveBlock(long address) {
    HeapChunk chunk = holder(address);
    if (chunk.dedicated) return giveDedicated(chunk, address);
    if (pages.at(address) != null) throw notAllocated(address, "it is inside a slab");
    try {
      long usable = blocks.free(address);
      chunk.markDirty(address, usable);
      counters.freed(usable);
      leave(chunk, address, usable);
      return null;
    } catch (AllocException e) {
      throw e; // nothing has changed
    } catch (Throwable e) {
      damage = e;
      throw e;
    }
  }

  private @Nullable HeapChunk giveDedicated(HeapChunk chunk, long address) {
    checkStart(chunk, address);
    counters.freed(chunk.byteSize);
    chunk.markDirty(address, chunk.byteSize);
    chunk.liveBlocks = 0;
    long live = counters.dedicatedBytes - hugeCache.byteSize() - chunk.byteSize;
    HeapChunk gone = hugeCache.put(chunk, live);
    if (gone != null) removeChunk(gone);
    return gone;
  }

  private void leave(HeapChunk chunk, long address, long usable) {
    chunk.unhold(address, usable);
    if (--chunk.liveBlocks == 0) emptyBytes += chunk.byteSize;
  }

  /** A kept dedicated chunk that suits a request, now live, or 0. */
  long takeCached(long byteSize) {
    if (damage != null) return 0;
    HeapChunk chunk = hugeCache.take(byteSize);
    if (chunk == null) return 0;
    chunk.liveBlocks = 1;
    counters.allocated(byteSize, chunk.byteSize);
    return chunk.address;
  }

  /** Takes a kept dedicated chunk out that can be made to suit a request; null if there is none. */
  @Nullable HeapChunk takeToResize(long byteSize) {
    if (damage != null) return null;
    HeapChunk chunk = hugeCache.takeToResize(byteSize, region::canResize);
    if (chunk != null) removeChunk(chunk);
    return chunk;
  }

  /**
   * Takes an idle chunk out, to be decommitted: the dedicated ones that have been idle longest,
   * then the shared ones that are empty, the highest first.
   *
   * @param mostBytes what the chunk may have
   * @return null if there is none
   */
  @Nullable HeapChunk takeIdle(long mostBytes) {
    if (damage != null) return null;
    HeapChunk chunk = hugeCache.takeOldest(mostBytes);
    if (chunk != null) {
      removeChunk(chunk);
      return chunk;
    }
    if (emptyBytes == 0) return null;
    @Nullable HeapChunk[] all = chunks.all();
    for (int i = all.length - 1; i >= 0; i--) {
      chunk = all[i];
      if (chunk == null || chunk.dedicated || chunk.liveBlocks > 0) continue;
      if (chunk.byteSize > mostBytes) continue;
      if (!takeOut(chunk)) return null;
      emptyBytes -= chunk.byteSize;
      return chunk;
    }
    return null;
  }

  /** What of the chunks' pages nobody uses. */
  FreePages freePages() {
    return freePages;
  }

  private boolean takeOut(HeapChunk chunk) {
    try {
      if (!blocks.tryRemoveMemory(chunk.address, chunk.byteSize)) return false;
    } catch (AllocException e) {
      return false; // the Java heap has no room for the tables that this needs
    }
    removeChunk(chunk);
    return true;
  }

  private void removeChunk(HeapChunk chunk) {
    chunks.remove(chunk);
    if (chunk.dedicated) counters.dedicatedBytes -= chunk.byteSize;
    else counters.sharedBytes -= chunk.byteSize;
  }

  /**
   * Gives a new chunk to the back end.
   *
   * @return false if the Java heap has no room for its tables; then nothing has changed
   */
  boolean addShared(long address, long byteSize) {
    if (damage != null) return false;
    HeapChunk chunk;
    try {
      chunk = new HeapChunk(address, region.segment(address, byteSize), false);
      chunks.add(chunk);
    } catch (OutOfMemoryError e) {
      return false;
    }
    try {
      if (initialized) blocks.addMemory(address, byteSize);
      else blocks.init(address, byteSize);
    } catch (AllocException e) {
      chunks.remove(chunk);
      return false;
    } catch (Throwable e) {
      damage = e;
      throw e;
    }
    initialized = true;
    counters.sharedBytes += byteSize;
    emptyBytes += byteSize;
    return true;
  }

  /**
   * Records a new chunk as one live block.
   *
   * @param dirtyBytes how many bytes at its start may be other than zero
   * @return false if the Java heap has no room for that; then nothing has changed
   */
  boolean addDedicated(long address, long byteSize, long requestedByteSize, long dirtyBytes) {
    if (damage != null) return false;
    try {
      HeapChunk chunk = new HeapChunk(address, region.segment(address, byteSize), true);
      chunks.add(chunk);
      chunk.liveBlocks = 1;
      if (dirtyBytes > 0) chunk.markDirty(address, dirtyBytes);
    } catch (OutOfMemoryError e) {
      return false;
    }
    counters.dedicatedBytes += byteSize;
    counters.allocated(requestedByteSize, byteSize);
    return true;
  }

  /**
   * The bytes of a live large block.
   *
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if none starts there
   */
  long usableSize(long address) {
    HeapChunk chunk = holder(address);
    if (!chunk.dedicated) return blocks.usableSize(address);
    checkStart(chunk, address);
    return chunk.byteSize;
  }

  /** The chunk of a live block; its owner may ask without the lock. */
  HeapChunk chunkOf(long address) {
    return Objects.requireNonNull(chunks.at(address), "the heap was closed meanwhile");
  }

  /**
   * Checks the tables against each other, down to every block.
   *
   * @throws IllegalStateException if they disagree
   */
  void checkInvariants() {
    if (damage != null) throw new IllegalStateException("damaged", damage);
    blocks.checkInvariants(ByteAllocator.CheckLevel.EXPENSIVE);
    long shared = 0;
    long dedicated = 0;
    long empty = 0;
    long live = 0;
    for (HeapChunk chunk : chunks.all()) {
      if (chunk == null) continue;
      if (chunk.dedicated) dedicated += chunk.byteSize;
      else shared += chunk.byteSize;
      if (!chunk.dedicated && chunk.liveBlocks == 0) empty += chunk.byteSize;
      live += chunk.liveBlocks;
      check(chunk.liveBlocks >= 0, "live blocks of a chunk", chunk.liveBlocks, 0);
    }
    equal("bytes of shared chunks", counters.sharedBytes, shared);
    equal("bytes of dedicated chunks", counters.dedicatedBytes, dedicated);
    equal("bytes of empty chunks", emptyBytes, empty);
    equal("live blocks", counters.allocationCount - counters.freeCount + slabCount, live);
    equal("allocated - freed", counters.allocatedBytes - counters.freedBytes, counters.usedBytes);
    equal("managed bytes", blocks.totalBytes(), shared);
    long committed = region.committedBytes(); // more while chunks are on their way in or out
    check(committed >= shared + dedicated, "committed bytes", committed, shared + dedicated);
  }

  private static void equal(String what, long actual, long expected) {
    check(actual == expected, what, actual, expected);
  }

  private static void check(boolean holds, String what, long actual, long expected) {
    if (holds) return;
    throw new IllegalStateException(
        "broken invariant: " + what + ": " + actual + " against " + expected);
  }

  private HeapChunk holder(long address) {
    HeapChunk chunk = chunks.at(address);
    if (chunk == null) throw notAllocated(address, "no chunk of the heap holds this address");
    return chunk;
  }

  private static void checkStart(HeapChunk chunk, long address) {
    if (chunk.liveBlocks != 0 && address == chunk.address) return;
    String block = "the block of " + chunk.byteSize + " bytes at " + hex(chunk.address);
    throw notAllocated(
        address, chunk.liveBlocks == 0 ? block + " is free" : "it is inside " + block);
  }

  static AllocException notAllocated(long address, String why) {
    return new AllocException(
        AllocError.NOT_ALLOCATED, "no live block starts at " + hex(address) + ": " + why);
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
