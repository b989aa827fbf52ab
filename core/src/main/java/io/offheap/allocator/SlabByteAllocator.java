package io.offheap.allocator;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Small requests from slabs of size classes, large ones from a {@link BuddyByteAllocator}.
 *
 * <p>A request goes to the first class that has its size <em>and</em> its alignment, and to the
 * buddy if none has. A class that has no free block takes a chunk of as near to 64 blocks as a
 * power of two gets, but of no more than a sixteenth of the largest free buddy block, so that small
 * memory serves all classes. Chunks without live blocks go back to the buddy, but for one in each
 * class, and that one too before a request is refused. When nothing else is left a request is
 * served from a larger class.
 *
 * <p>Allocate and free are O(1), plus O(orders) when a chunk is taken or returned. The block freed
 * last in a class is the next to be handed out. {@link #usedBytes} counts size classes and buddy
 * blocks.
 *
 * <p>Memory comes in multiples of 4096 bytes at multiples of 4096; the first range in multiples of
 * 32768. Not thread-safe.
 */
/*
 * Design note.
 *
 *   address -> unit -> chunk -> class            (BuddyRegion.owner; SlabChunk.owner)
 *   class: spare block | partial chunks | one empty chunk
 *   chunk: one word, a bit per block, 1 = free
 *
 * One word per chunk makes "take a block" a count of leading zeros, makes every wrong free a bit test, and costs one
 * bit per block; a stack of block numbers would be strictly last-in-first-out but needs two bytes for each. The
 * spare gives that order where it matters, for a lone free and allocate. Within a chunk the highest block goes out first,
 * as it did when chunks were poured onto a list.
 *
 * A chunk is never larger than 64 blocks, even where a size of 48 leaves 2048 - 42 * 48 = 32 bytes over: at most
 * one part in 32 is lost so.
 *
 * Before a request is refused all spares and empty chunks go back, so that after everything is freed
 * the whole memory can be had as one block again.
 */
public final class SlabByteAllocator extends RangedByteAllocator {
  private static final long PAGE_BYTES = 4096;
  private static final long MIN_FIRST_RANGE_BYTES = 0x8000;

  private final SizeClasses sizeClasses;
  private final SlabListener listener;
  private final SlabClass[] classes;
  private final BuddyByteAllocator buddy;
  private final long granuleBytes;

  /** Descriptors of returned chunks, linked by {@code next}, to be used again. */
  private @Nullable SlabChunk unusedChunks;

  /** With the classes 64, 128 ... 4096. */
  public SlabByteAllocator() {
    this(SizeClasses.powersOfTwo(), SlabListener.NONE);
  }

  public SlabByteAllocator(SizeClasses sizeClasses, SlabListener listener) {
    this.sizeClasses = sizeClasses;
    this.listener = listener;
    granuleBytes = Math.min(PAGE_BYTES, Long.highestOneBit(64L * sizeClasses.byteSize(0)));
    classes = new SlabClass[sizeClasses.count()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = new SlabClass(i, sizeClasses.byteSize(i), granuleBytes);
    }
    buddy = new BuddyByteAllocator(granuleBytes, BuddyByteAllocator.DEFAULT_MAX_BLOCK_BYTES, true);
  }

  @Override
  long granuleBytes() {
    return PAGE_BYTES;
  }

  @Override
  void checkRange(long start, long byteSize, boolean first) {
    if (((start | byteSize) & PAGE_BYTES - 1) != 0) {
      throw AllocException.invalidRange(start, byteSize, "not in multiples of " + PAGE_BYTES);
    }
    if (first && (byteSize == 0 || byteSize % MIN_FIRST_RANGE_BYTES != 0)) {
      throw AllocException.invalidRange(
          start, byteSize, "size is no multiple of " + MIN_FIRST_RANGE_BYTES);
    }
  }

  @Override
  void adopt(long start, long end) {
    buddy.add(start, end - start, false);
  }

  @Override
  boolean abandon(long start, long end) {
    returnCached();
    return buddy.tryRemoveMemory(start, end - start);
  }

  /** The spares count as free although their chunks do not know. */
  @Override
  long used() {
    long spareBytes = 0;
    for (SlabClass slab : classes) if (slab.spareAddress >= 0) spareBytes += slab.blockBytes;
    return taken() - spareBytes;
  }

  /** The size classes in use. */
  public SizeClasses sizeClasses() {
    return sizeClasses;
  }

  /** The live blocks of a class, {@code 0 <= classIndex < sizeClasses().count()}. */
  public long liveBlocks(int classIndex) {
    return classes[classIndex].liveBlocks();
  }

  /** The bytes of the chunks of a class. */
  public long chunkBytes(int classIndex) {
    return classes[classIndex].chunkBytes;
  }

  /**
   * The size of the block that such a request takes: a size class or a buddy block.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} where {@link Layout} would throw
   *     it, and if no block can be that large
   */
  public long usableSizeFor(long byteSize, long byteAlignment) {
    Alignment.checkRequest(byteSize, byteAlignment);
    int index = sizeClasses.classFor(byteSize, byteAlignment);
    return index >= 0 ? classes[index].blockBytes : buddy.usableSizeFor(byteSize, byteAlignment);
  }

  @Override
  public long tryAllocate(long byteSize, long byteAlignment) {
    Alignment.checkRequest(byteSize, byteAlignment);
    int index = sizeClasses.classFor(byteSize, byteAlignment);
    if (index < 0) return allocateLarge(byteSize, byteAlignment);
    SlabClass slab = classes[index];
    long spare = slab.spareAddress;
    if (spare >= 0) {
      slab.spareAddress = NONE;
      notePeak();
      return spare;
    }
    SlabChunk chunk = slab.partial;
    if (chunk == null) {
      chunk = chunkWithFree(slab);
      if (chunk == null) return borrow(slab, byteAlignment);
    }
    return handOut(slab, chunk, takeHighest(slab, chunk));
  }

  private static long addressOf(SlabClass slab, SlabChunk chunk, int block) {
    return chunk.address + block * slab.blockBytes;
  }

  private long handOut(SlabClass slab, SlabChunk chunk, int block) {
    slab.takenBlocks++;
    countTaken(slab.blockBytes);
    return addressOf(slab, chunk, block);
  }

  /** Takes a block of a chunk that is in the list. */
  private static int takeHighest(SlabClass slab, SlabChunk chunk) {
    int block = 63 - Long.numberOfLeadingZeros(chunk.free);
    chunk.free ^= 1L << block;
    if (chunk.free == 0) slab.unlink(chunk);
    return block;
  }

  private long allocateLarge(long byteSize, long byteAlignment) {
    long address = buddy.tryAllocate(byteSize, byteAlignment);
    if (address == NONE) {
      returnCached();
      address = buddy.tryAllocate(byteSize, byteAlignment);
      if (address == NONE) return refuse();
    }
    countTaken(buddy.usableSize(address));
    return address;
  }

  /**
   * A chunk with free blocks for a class that has none in its list; puts it there. Null if there is
   * none.
   */
  private @Nullable SlabChunk chunkWithFree(SlabClass slab) {
    SlabChunk chunk = slab.empty;
    slab.empty = null;
    if (chunk == null) chunk = grow(slab);
    if (chunk == null) {
      returnCached();
      chunk = grow(slab);
    }
    if (chunk != null) slab.link(chunk);
    return chunk;
  }

  private @Nullable SlabChunk grow(SlabClass slab) {
    long largest = buddy.largestFreeBlock();
    if (largest < slab.minChunkBytes) return null;
    long byteSize = Math.clamp(largest / 16, slab.minChunkBytes, slab.maxChunkBytes);
    SlabChunk chunk = unusedChunks;
    try {
      if (chunk == null) chunk = new SlabChunk(slab);
    } catch (OutOfMemoryError e) {
      throw AllocException.noMetadata(e);
    }
    long address = buddy.tryAllocate(byteSize, 1);
    unusedChunks = chunk.next;
    chunk.next = null;
    chunk.place(slab, address, byteSize);
    buddy.setOwner(address, byteSize, chunk);
    slab.chunkCount++;
    slab.chunkBytes += byteSize;
    listener.slabGrown(slab.blockBytes, chunk.blockCount, address, byteSize);
    return chunk;
  }

  private long borrow(SlabClass wanted, long byteAlignment) {
    for (int i = wanted.index + 1; i < classes.length; i++) {
      SlabClass slab = classes[i];
      SlabChunk chunk = slab.partial;
      if (chunk != null && slab.blockAlignment >= byteAlignment) {
        int block = takeHighest(slab, chunk);
        chunk.borrowed |= 1L << block;
        return handOut(slab, chunk, block);
      }
    }
    return refuse();
  }

  @Override
  public long free(long address) {
    SlabChunk chunk = buddy.owner(address);
    if (chunk == null) {
      long byteSize = buddy.free(address);
      countReturned(byteSize);
      return byteSize;
    }
    return takeBack(chunk, liveBlockAt(chunk, address), address);
  }

  @Override
  public void free(long address, Layout layout) {
    int index = sizeClasses.classFor(layout.byteSize(), layout.byteAlignment());
    SlabChunk chunk = buddy.owner(address);
    if (chunk == null) {
      long byteSize = buddy.usableSize(address);
      if (index >= 0) throw AllocException.wrongLayout(address, layout, byteSize);
      buddy.free(address, layout);
      countReturned(byteSize);
      return;
    }
    int block = liveBlockAt(chunk, address);
    if (index != chunk.owner.index) checkBorrowed(chunk, block, index, layout);
    takeBack(chunk, block, address);
  }

  private static void checkBorrowed(SlabChunk chunk, int block, int index, Layout layout) {
    SlabClass slab = chunk.owner;
    if (index < 0
        || index > slab.index
        || (chunk.borrowed >>> block & 1) == 0
        || slab.blockAlignment < layout.byteAlignment()) {
      throw AllocException.wrongLayout(addressOf(slab, chunk, block), layout, slab.blockBytes);
    }
  }

  private static int liveBlockAt(SlabChunk chunk, long address) {
    int block = chunk.blockAt(address);
    if (block < 0 || (chunk.free >>> block & 1) != 0 || address == chunk.owner.spareAddress) {
      throw AllocException.notAllocated(address);
    }
    return block;
  }

  private long takeBack(SlabChunk chunk, int block, long address) {
    SlabClass slab = chunk.owner;
    if (chunk.borrowed != 0) chunk.borrowed &= ~(1L << block);
    if (slab.spareAddress >= 0) putSpareBack(slab);
    slab.spareAddress = address;
    slab.spareChunk = chunk;
    slab.spareIndex = block;
    return slab.blockBytes;
  }

  /** Marks the spare as free in its chunk. */
  private void putSpareBack(SlabClass slab) {
    SlabChunk chunk = Objects.requireNonNull(slab.spareChunk);
    slab.takenBlocks--;
    countReturned(slab.blockBytes);
    slab.spareAddress = NONE;
    putBack(slab, chunk, slab.spareIndex);
  }

  private void putBack(SlabClass slab, SlabChunk chunk, int block) {
    long before = chunk.free;
    long after = before | 1L << block;
    chunk.free = after;
    if (after == chunk.all()) {
      if (before != 0) slab.unlink(chunk);
      if (slab.empty == null) slab.empty = chunk;
      else release(slab, chunk);
    } else if (before == 0) {
      slab.link(chunk);
    }
  }

  /** Gives an empty chunk, which is in no list, back to the buddy. */
  private void release(SlabClass slab, SlabChunk chunk) {
    buddy.setOwner(chunk.address, chunk.byteSize, null);
    buddy.free(chunk.address);
    slab.chunkCount--;
    slab.chunkBytes -= chunk.byteSize;
    chunk.next = unusedChunks;
    unusedChunks = chunk;
    listener.slabReleased(slab.blockBytes, chunk.blockCount, chunk.address, chunk.byteSize);
  }

  /** Puts the spares back into their chunks and returns all empty chunks. */
  private void returnCached() {
    for (SlabClass slab : classes) {
      if (slab.spareAddress >= 0) putSpareBack(slab);
      SlabChunk empty = slab.empty;
      slab.empty = null;
      if (empty != null) release(slab, empty);
    }
  }

  @Override
  public long usableSize(long address) {
    SlabChunk chunk = buddy.owner(address);
    if (chunk == null) return buddy.usableSize(address);
    liveBlockAt(chunk, address);
    return chunk.owner.blockBytes;
  }

  /** True iff the new layout takes a block of the same size class or of the same buddy size. */
  @Override
  public boolean tryResize(long address, Layout layout) {
    int index = sizeClasses.classFor(layout.byteSize(), layout.byteAlignment());
    SlabChunk chunk = buddy.owner(address);
    if (chunk == null) return buddy.tryResize(address, layout) && index < 0;
    liveBlockAt(chunk, address);
    return index == chunk.owner.index;
  }

  @Override
  public long largestAllocatable() {
    returnCached();
    long block = buddy.largestAllocatable();
    SlabClass top = classes[classes.length - 1];
    if (block > top.blockBytes) return block;
    for (int i = classes.length - 1; i >= 0; i--) {
      SlabClass slab = classes[i];
      if (slab.partial != null || slab.minChunkBytes <= block) return slab.blockBytes;
    }
    return 0;
  }

  @Override
  public void forEachBlock(BlockVisitor visitor) {
    buddy.forEachBlock((address, byteSize, live) -> {
      SlabChunk chunk = live ? buddy.owner(address) : null;
      if (chunk == null) visitor.visit(address, byteSize, live);
      else visitChunk(chunk, visitor);
    });
  }

  private static void visitChunk(SlabChunk chunk, BlockVisitor visitor) {
    SlabClass slab = chunk.owner;
    long address = chunk.address;
    for (int i = 0; i < chunk.blockCount; i++) {
      boolean live = (chunk.free >>> i & 1) == 0 && address != slab.spareAddress;
      visitor.visit(address, slab.blockBytes, live);
      address += slab.blockBytes;
    }
    long rest = chunk.address + chunk.byteSize - address;
    if (rest > 0) visitor.visit(address, rest, false);
  }

  @Override
  public void checkInvariants(CheckLevel level) {
    super.checkInvariants(level);
    check(buddy.totalBytes() == totalBytes(), "buddy total");
    long used = buddy.usedBytes();
    for (SlabClass slab : classes) used += slab.liveBlocks() * slab.blockBytes - slab.chunkBytes;
    check(used == usedBytes(), "usedBytes against classes and buddy");
    if (level == CheckLevel.EXPENSIVE) {
      buddy.checkInvariants(level);
      for (SlabClass slab : classes) checkClass(slab);
    }
  }

  private void checkClass(SlabClass slab) {
    long[] found = new long[3]; // chunks, live blocks, partial chunks
    buddy.forEachBlock((address, byteSize, live) -> {
      SlabChunk chunk = live ? buddy.owner(address) : null;
      if (chunk == null || chunk.owner != slab) return;
      check(chunk.address == address && chunk.byteSize == byteSize, "place of a chunk");
      check((chunk.borrowed & chunk.free) == 0, "borrowed block is free");
      found[0]++;
      found[1] += chunk.blockCount - Long.bitCount(chunk.free);
      if (chunk.free == chunk.all()) check(chunk == slab.empty, "empty chunk not returned");
      else if (chunk.free != 0) found[2]++;
    });
    check(found[0] == slab.chunkCount, "chunks of class " + slab.blockBytes);
    check(found[1] == slab.takenBlocks, "taken blocks of class " + slab.blockBytes);
    long listed = 0;
    for (SlabChunk c = slab.partial; c != null; c = c.next) {
      check(c.free != 0 && c.free != c.all() && c.owner == slab, "listed chunk is not partial");
      listed++;
    }
    check(listed == found[2], "list of class " + slab.blockBytes);
  }
}
