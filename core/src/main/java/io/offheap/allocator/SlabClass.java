package io.offheap.allocator;

import org.jspecify.annotations.Nullable;

/** The chunks of one size class, and a cache of free blocks. */
final class SlabClass {
  private static final int RECIPROCAL_SHIFT = 48;

  /** The most blocks that {@link #cache} holds. */
  static final int CACHE_CAPACITY = 64;

  final int index;
  final long blockBytes;

  /** The largest power of two that divides the block size. */
  final long blockAlignment;

  /**
   * The smallest and the largest chunk: one block, and as near to 64 blocks as a power of two gets.
   */
  final long minChunkBytes;

  final long maxChunkBytes;

  /**
   * {@code ceil(2^48 / blockBytes)}: offset * reciprocal >>> 48 is exact for offsets in a chunk.
   */
  private final long reciprocal;

  /** Addresses of free blocks; the last of the first {@code cached} ones is handed out next. */
  final long[] cache = new long[CACHE_CAPACITY];

  int cached;

  /** Chunks with blocks to be had from them, the one used last first. */
  @Nullable SlabChunk partial;

  /**
   * Where the last block of a chunk was freed and the chunk was not returned, so that a class does
   * not grow and shrink in turns. Of the chunks without live blocks there is at most one: this.
   */
  @Nullable SlabChunk kept;

  /** The blocks of all chunks. */
  long blockCount;

  /** Of these, the ones to be had from the chunks. */
  long inChunks;

  long chunkBytes;

  SlabClass(int index, long blockBytes, long granuleBytes) {
    this.index = index;
    this.blockBytes = blockBytes;
    blockAlignment = Long.lowestOneBit(blockBytes);
    minChunkBytes = Math.max(granuleBytes, 1L << Alignment.ceilLog2(blockBytes));
    maxChunkBytes = Math.max(minChunkBytes, Long.highestOneBit(64 * blockBytes));
    reciprocal = ((1L << RECIPROCAL_SHIFT) + blockBytes - 1) / blockBytes;
  }

  int indexOf(long offset) {
    return (int) ((offset * reciprocal) >>> RECIPROCAL_SHIFT);
  }

  long liveBlocks() {
    return blockCount - inChunks - cached;
  }

  /** Moves the highest blocks of a partial chunk to the cache, which is empty. */
  void fillCache(SlabChunk chunk) {
    long rest = chunk.free();
    int count = Math.min(Long.bitCount(rest), CACHE_CAPACITY / 2);
    for (int i = count; --i >= 0; ) {
      int block = 63 - Long.numberOfLeadingZeros(rest);
      rest ^= 1L << block;
      cache[i] = chunk.addressOf(block);
    }
    chunk.inChunk &= chunk.live | rest;
    if (rest == 0) unlink(chunk);
    cached = count;
    inChunks -= count;
  }

  /** Takes a block of a partial chunk that is in the list past the cache; answers its number. */
  int takeHighest(SlabChunk chunk) {
    int block = 63 - Long.numberOfLeadingZeros(chunk.free());
    chunk.live |= 1L << block;
    if (chunk.free() == 0) unlink(chunk);
    inChunks--;
    return block;
  }

  /** Marks a block that is neither live nor any more in the cache as to be had from its chunk. */
  void putBack(SlabChunk chunk, long bit) {
    if (chunk.free() == 0) link(chunk);
    chunk.inChunk |= bit;
    inChunks++;
  }

  /** Takes the blocks of a chunk out of the cache. */
  void dropFromCache(SlabChunk chunk) {
    int kept = 0;
    for (int i = 0; i < cached; i++) {
      long address = cache[i];
      if (!chunk.holds(address)) cache[kept++] = address;
    }
    cached = kept;
  }

  void link(SlabChunk chunk) {
    SlabChunk head = partial;
    chunk.previous = null;
    chunk.next = head;
    if (head != null) head.previous = chunk;
    partial = chunk;
  }

  void unlink(SlabChunk chunk) {
    SlabChunk before = chunk.previous;
    SlabChunk after = chunk.next;
    if (before == null) partial = after;
    else before.next = after;
    if (after != null) after.previous = before;
    chunk.previous = null;
    chunk.next = null;
  }
}
