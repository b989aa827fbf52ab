package io.offheap.heap;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.SlabByteAllocator;
import io.offheap.allocator.SlabListener;
import io.offheap.heap.Notifier.SlabGrowth;
import io.offheap.memory.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link Heap} knows and its lock guards: which chunks there are, which blocks live in
 * them, and what has been counted. Every method is to be called with that lock held; none asks the
 * operating system for anything, calls foreign code or touches the memory.
 *
 * <p>If an error of the virtual machine strikes while tables are half changed, they are {@link
 * #isDamaged} from then on and must be changed no more.
 */
final class HeapTables {
  private final Region region;
  private final ByteAllocator blocks;
  private final @Nullable SlabByteAllocator slabs;
  private final ChunkTable chunks;
  private final HeapCounters counters = new HeapCounters();

  /** The one shared chunk without live blocks that is kept; null if there is none. */
  private @Nullable HeapChunk emptyChunk;

  private boolean initialized;
  private @Nullable Throwable damage;

  private boolean noteGrowth;
  private @Nullable SlabGrowth slabGrowth;

  /**
   * @param backEnd an allocator without memory, or null for the one that the options name
   */
  HeapTables(Region region, HeapOptions options, @Nullable ByteAllocator backEnd) {
    this.region = region;
    chunks = new ChunkTable(region);
    blocks = backEnd != null ? backEnd : BackEnds.create(options.allocator(), new GrowthNote());
    slabs = blocks instanceof SlabByteAllocator slab ? slab : null;
  }

  HeapCounters counters() {
    return counters;
  }

  boolean isDamaged() {
    return damage != null;
  }

  /** The largest block that comes from a slab; {@link Long#MAX_VALUE} if there are no slabs. */
  long largestClassByteSize() {
    return slabs == null
        ? Long.MAX_VALUE
        : slabs.sizeClasses().byteSize(slabs.sizeClasses().count() - 1);
  }

  /** Whether {@link #takeBlock} is to remember that a slab has grown. */
  void noteGrowth(boolean note) {
    noteGrowth = note;
  }

  /** The growth of a slab since the last call, or null. */
  @Nullable SlabGrowth takeGrowth() {
    SlabGrowth growth = slabGrowth;
    slabGrowth = null;
    return growth;
  }

  /**
   * Takes a block of a shared chunk.
   *
   * @return its address, or {@link ByteAllocator#NONE}
   * @throws AllocException with {@link AllocError#NO_MEMORY} if the Java heap lacks room for tables
   */
  long takeBlock(long byteSize, long byteAlignment) {
    try {
      long address = blocks.tryAllocate(byteSize, byteAlignment);
      if (address == ByteAllocator.NONE) return address;
      HeapChunk chunk = Objects.requireNonNull(chunks.at(address));
      chunk.liveBlocks++;
      chunk.stranded = false;
      if (chunk == emptyChunk) emptyChunk = null;
      counters.allocated(byteSize, blocks.usableSize(address));
      return address;
    } catch (AllocException e) {
      throw e; // nothing has changed
    } catch (Throwable e) {
      damage = e; // not by a call: there may be no stack left for one
      throw e;
    }
  }

  /**
   * Takes a block back.
   *
   * @return a chunk that is no longer in these tables and to be decommitted, or null
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts there
   */
  @Nullable HeapChunk giveBlock(long address) {
    HeapChunk chunk = holder(address);
    if (chunk.dedicated) {
      checkStart(chunk, address);
      removeChunk(chunk);
      counters.freed(chunk.byteSize);
      return chunk;
    }
    try {
      long usable = blocks.free(address);
      chunk.markDirty(address, usable);
      counters.freed(usable);
      return --chunk.liveBlocks > 0 ? null : surplus(chunk);
    } catch (AllocException e) {
      throw e; // nothing has changed
    } catch (Throwable e) {
      damage = e;
      throw e;
    }
  }

  /** Keeps the larger of two empty chunks and answers the other, taken out. */
  private @Nullable HeapChunk surplus(HeapChunk newlyEmpty) {
    HeapChunk kept = emptyChunk;
    if (kept == null) {
      emptyChunk = newlyEmpty;
      return null;
    }
    boolean keepNew = newlyEmpty.byteSize > kept.byteSize;
    HeapChunk other = keepNew ? kept : newlyEmpty;
    if (keepNew) emptyChunk = newlyEmpty;
    if (takeOut(other)) return other;
    other.stranded = true;
    return null;
  }

  /**
   * Takes the kept empty chunk out, to be decommitted, if that makes room to commit so many bytes;
   * null if it does not or there is none.
   */
  @Nullable HeapChunk takeEmptyChunk(long neededByteSize) {
    HeapChunk chunk = emptyChunk;
    if (damage != null || chunk == null) return null;
    long room = region.limitBytes() - region.committedBytes() + chunk.byteSize;
    if (room < neededByteSize || !takeOut(chunk)) return null;
    emptyChunk = null;
    return chunk;
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
    if (emptyChunk == null) emptyChunk = chunk;
    return true;
  }

  /** Whether the back end has had its first range. */
  boolean isInitialized() {
    return initialized;
  }

  /**
   * Records a new chunk as one live block.
   *
   * @return false if the Java heap has no room for that; then nothing has changed
   */
  boolean addDedicated(long address, long byteSize, long requestedByteSize) {
    if (damage != null) return false;
    try {
      HeapChunk chunk = new HeapChunk(address, region.segment(address, byteSize), true);
      chunks.add(chunk);
      chunk.liveBlocks = 1;
    } catch (OutOfMemoryError e) {
      return false;
    }
    counters.dedicatedBytes += byteSize;
    counters.allocated(requestedByteSize, byteSize);
    return true;
  }

  /**
   * The bytes of a live block.
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

  /** The largest block that the shared chunks hold. */
  long largestFreeBlock() {
    return damage != null ? 0 : blocks.largestAllocatable();
  }

  HeapStatistics statistics(long lostNotificationCount) {
    long slabBytes = 0;
    long slabUsedBytes = 0;
    List<HeapStatistics.SizeClass> classes = new ArrayList<>();
    for (int i = 0; slabs != null && i < slabs.sizeClasses().count(); i++) {
      long blockByteSize = slabs.sizeClasses().byteSize(i);
      classes.add(
          new HeapStatistics.SizeClass(blockByteSize, slabs.chunkBytes(i), slabs.liveBlocks(i)));
      slabBytes += slabs.chunkBytes(i);
      slabUsedBytes += slabs.liveBlocks(i) * blockByteSize;
    }
    long committedBytes = region.committedBytes();
    long freeBytes = blocks.availableBytes();
    return new HeapStatistics(
        region.limitBytes(),
        region.reservedBytes(),
        committedBytes,
        region.peakCommittedBytes(),
        counters.usedBytes,
        counters.peakUsedBytes,
        freeBytes,
        committedBytes - counters.usedBytes - freeBytes,
        counters.internalWasteBytes(),
        slabBytes,
        slabUsedBytes,
        counters.dedicatedBytes,
        region.chunkCount(),
        counters.allocatedBytes,
        counters.freedBytes,
        counters.refusedBytes,
        counters.allocationCount,
        counters.freeCount,
        counters.refusalCount,
        lostNotificationCount,
        List.copyOf(classes));
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
    long live = 0;
    for (HeapChunk chunk : chunks.all()) {
      if (chunk == null) continue;
      if (chunk.dedicated) dedicated += chunk.byteSize;
      else shared += chunk.byteSize;
      live += chunk.liveBlocks;
      check(!chunk.stranded, "empty chunk neither kept nor gone", chunk.address, 0);
      check(chunk.liveBlocks >= 0, "live blocks of a chunk", chunk.liveBlocks, 0);
    }
    equal("bytes of shared chunks", counters.sharedBytes, shared);
    equal("bytes of dedicated chunks", counters.dedicatedBytes, dedicated);
    equal("live blocks", counters.allocationCount - counters.freeCount, live);
    equal("used bytes", counters.usedBytes, blocks.usedBytes() + dedicated);
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
    if (address == chunk.address) return;
    throw notAllocated(
        address, "it is inside the block of " + chunk.byteSize + " bytes at " + hex(chunk.address));
  }

  private static AllocException notAllocated(long address, String why) {
    return new AllocException(
        AllocError.NOT_ALLOCATED, "no live block starts at " + hex(address) + ": " + why);
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  /** Keeps the growth of a slab, which happens under the lock, until it may be told. */
  private final class GrowthNote implements SlabListener {
    @Override
    public void slabGrown(long blockByteSize, int blockCount, long address, long byteSize) {
      if (!noteGrowth || slabs == null) return;
      boolean first = slabs.chunkBytes(slabs.sizeClasses().classFor(blockByteSize, 1)) == byteSize;
      slabGrowth = new SlabGrowth(address, byteSize, blockByteSize, blockCount, first);
    }
  }
}
