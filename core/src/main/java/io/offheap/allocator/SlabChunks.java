package io.offheap.allocator;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of all size classes: taken from the buddy when a class has no free block, and given
 * back to it when none of their blocks is live, but for one in each class.
 */
final class SlabChunks {
  private final SlabClass[] classes;
  private final BuddyByteAllocator buddy;
  private final SlabListener listener;

  /** Descriptors of returned chunks, linked by {@code next}, to be used again. */
  private @Nullable SlabChunk unused;

  SlabChunks(SlabClass[] classes, BuddyByteAllocator buddy, SlabListener listener) {
    this.classes = classes;
    this.buddy = buddy;
    this.listener = listener;
  }

  /** The chunk that an address is known to be in. */
  SlabChunk of(long address) {
    return Objects.requireNonNull(buddy.owner(address));
  }

  /** Finds free blocks for a class whose cache is empty; answers whether there are any. */
  boolean fillCache(SlabClass slab) {
    if (slab.partial == null && !grow(slab)) {
      returnUnused();
      if (!grow(slab)) return false;
    }
    slab.fillCache(Objects.requireNonNull(slab.partial));
    return true;
  }

  private boolean grow(SlabClass slab) {
    long largest = buddy.largestFreeBlock();
    if (largest < slab.minChunkBytes) return false;
    long byteSize = Math.clamp(largest / 16, slab.minChunkBytes, slab.maxChunkBytes);
    SlabChunk chunk = unused;
    try {
      if (chunk == null) chunk = new SlabChunk(slab);
    } catch (OutOfMemoryError e) {
      throw AllocException.noMetadata(e);
    }
    long address = buddy.tryAllocate(byteSize, 1);
    unused = chunk.next;
    chunk.next = null;
    chunk.place(slab, address, byteSize);
    buddy.setOwner(address, byteSize, chunk);
    slab.link(chunk);
    slab.blockCount += chunk.blockCount;
    slab.inChunks += chunk.blockCount;
    slab.chunkBytes += byteSize;
    listener.slabGrown(slab.blockBytes, chunk.blockCount, address, byteSize);
    return true;
  }

  /** The next larger class that has a block to be had from a chunk, and this alignment; or null. */
  @Nullable SlabClass largerWithBlock(SlabClass wanted, long byteAlignment) {
    for (int i = wanted.index + 1; i < classes.length; i++) {
      SlabClass slab = classes[i];
      if (slab.partial != null && slab.blockAlignment >= byteAlignment) return slab;
    }
    return null;
  }

  /** Puts a live block that has been freed into the cache of its class. */
  void takeBack(SlabChunk chunk, long address) {
    SlabClass slab = chunk.owner;
    long bit = chunk.bitOf(address);
    if (slab.cached == SlabClass.CACHE_CAPACITY) emptyCache(slab, SlabClass.CACHE_CAPACITY / 2);
    int count = slab.cached;
    slab.cache[count] = address;
    slab.cached = count + 1;
    long live = chunk.live ^ bit;
    chunk.live = live;
    if (live == 0 && chunk != slab.kept) emptied(slab, chunk);
  }

  private void emptied(SlabClass slab, SlabChunk chunk) {
    SlabChunk kept = slab.kept;
    if (kept == null || kept.live != 0) slab.kept = chunk;
    else release(slab, chunk);
  }

  /** Gives a chunk without live blocks back to the buddy. */
  private void release(SlabClass slab, SlabChunk chunk) {
    int inChunk = Long.bitCount(chunk.inChunk);
    if (inChunk < chunk.blockCount) slab.dropFromCache(chunk);
    if (inChunk > 0) slab.unlink(chunk);
    buddy.setOwner(chunk.address, chunk.byteSize, null);
    buddy.free(chunk.address);
    slab.blockCount -= chunk.blockCount;
    slab.inChunks -= inChunk;
    slab.chunkBytes -= chunk.byteSize;
    chunk.next = unused;
    unused = chunk;
    listener.slabReleased(slab.blockBytes, chunk.blockCount, chunk.address, chunk.byteSize);
  }

  /** Puts the {@code count} blocks that have been in the cache longest back into their chunks. */
  private void emptyCache(SlabClass slab, int count) {
    long[] cache = slab.cache;
    for (int i = 0; i < count; i++) {
      SlabChunk chunk = of(cache[i]);
      slab.putBack(chunk, chunk.bitOf(cache[i]));
    }
    slab.cached -= count;
    System.arraycopy(cache, count, cache, 0, slab.cached);
  }

  /** Empties the caches and returns all chunks without live blocks. */
  void returnUnused() {
    for (SlabClass slab : classes) {
      SlabChunk kept = slab.kept;
      slab.kept = null;
      if (kept != null && kept.live == 0) release(slab, kept);
      emptyCache(slab, slab.cached);
    }
  }

  void checkInvariants() {
    for (SlabClass slab : classes) checkClass(slab);
  }

  private void checkClass(SlabClass slab) {
    long[] found = new long[5]; // blocks, in chunks, in the cache, live, partial chunks
    buddy.forEachBlock((address, byteSize, live) -> {
      SlabChunk chunk = live ? buddy.owner(address) : null;
      if (chunk == null || chunk.owner != slab) return;
      RangedAllocator.check(
          chunk.address == address && chunk.byteSize == byteSize, "place of a chunk");
      RangedAllocator.check(
          ((chunk.inChunk | chunk.live) & ~chunk.all()) == 0, "bits past the last block");
      RangedAllocator.check(
          chunk.live != 0 || chunk == slab.kept, "chunk without live blocks not returned");
      found[0] += chunk.blockCount;
      found[1] += Long.bitCount(chunk.free());
      found[2] += Long.bitCount(chunk.all() & ~chunk.inChunk & ~chunk.live);
      found[3] += Long.bitCount(chunk.live);
      if (chunk.free() != 0) found[4]++;
    });
    RangedAllocator.check(found[0] == slab.blockCount, "blocks of class " + slab.blockBytes);
    RangedAllocator.check(
        found[1] == slab.inChunks, "blocks in chunks of class " + slab.blockBytes);
    RangedAllocator.check(found[2] == slab.cached, "cached blocks of class " + slab.blockBytes);
    RangedAllocator.check(found[3] == slab.liveBlocks(), "live blocks of class " + slab.blockBytes);
    for (int i = 0; i < slab.cached; i++) checkCached(slab, slab.cache[i]);
    long listed = 0;
    for (SlabChunk c = slab.partial; c != null; c = c.next) {
      RangedAllocator.check(c.free() != 0 && c.owner == slab, "listed chunk is not partial");
      listed++;
    }
    RangedAllocator.check(listed == found[4], "list of class " + slab.blockBytes);
  }

  /** With the number of cached blocks: the cache has each of them once. */
  private void checkCached(SlabClass slab, long address) {
    SlabChunk chunk = of(address);
    RangedAllocator.check(chunk.owner == slab, "chunk of cached block " + address);
    boolean starts = chunk.addressOf(slab.indexOf(address - chunk.address)) == address;
    RangedAllocator.check(
        starts && ((chunk.inChunk | chunk.live) & chunk.bitOf(address)) == 0, "cached " + address);
    int times = 0;
    for (int i = 0; i < slab.cached; i++) if (slab.cache[i] == address) times++;
    RangedAllocator.check(times == 1, "cached twice: " + address);
  }
}
