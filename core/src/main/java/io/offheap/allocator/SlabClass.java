package io.offheap.allocator;

import org.jspecify.annotations.Nullable;

/** The chunks of one size class. */
final class SlabClass {
  private static final int RECIPROCAL_SHIFT = 48;

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

  /** Chunks with free and taken blocks, the one used last first. */
  @Nullable SlabChunk partial;

  /** One chunk without taken blocks, kept so that a class does not grow and shrink in turns. */
  @Nullable SlabChunk empty;

  /** The block freed last, still marked as taken in its chunk; -1 if there is none. */
  long spareAddress = ByteAllocator.NONE;

  /** Where the spare lies, if there is one. */
  @Nullable SlabChunk spareChunk;

  int spareIndex;

  /** Blocks marked as taken: the live ones and the spare. */
  long takenBlocks;

  long chunkCount;
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
    return spareAddress < 0 ? takenBlocks : takenBlocks - 1;
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
