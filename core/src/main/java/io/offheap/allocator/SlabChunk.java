package io.offheap.allocator;

import org.jspecify.annotations.Nullable;

/**
 * A buddy block cut into 1 to 64 blocks of one size class; bit i of the maps stands for block i.
 *
 * <pre>
 *   inChunk  live
 *      0      0     in the cache of the class
 *      1      0     to be had from the chunk
 *      0      1     live
 *      1      1     live, and given for a request that a smaller class should have served
 * </pre>
 *
 * <p>The chunk is in its class's list of partial chunks iff {@code inChunk & ~live != 0}.
 */
final class SlabChunk {
  SlabClass owner;
  long address;
  int byteSize;
  int blockCount;
  long inChunk;
  long live;

  @Nullable SlabChunk previous;
  @Nullable SlabChunk next;

  SlabChunk(SlabClass owner) {
    this.owner = owner;
  }

  void place(SlabClass newOwner, long newAddress, long newByteSize) {
    owner = newOwner;
    address = newAddress;
    byteSize = (int) newByteSize;
    blockCount = (int) Math.min(64, newByteSize / newOwner.blockBytes);
    inChunk = all();
    live = 0;
  }

  /** The bits of all blocks. */
  long all() {
    return -1L >>> (64 - blockCount);
  }

  /** The blocks to be had from the chunk. */
  long free() {
    return inChunk & ~live;
  }

  boolean holds(long blockAddress) {
    return blockAddress >= address && blockAddress < address + byteSize;
  }

  long addressOf(int block) {
    return address + block * owner.blockBytes;
  }

  /** The bit of the block that starts at an address inside the chunk. */
  long bitOf(long blockAddress) {
    return 1L << owner.indexOf(blockAddress - address);
  }

  /** The bit of the live block that starts at an address inside the chunk; 0 if none does. */
  long liveBitAt(long blockAddress) {
    SlabClass slab = owner;
    long offset = blockAddress - address;
    int index = slab.indexOf(offset);
    return index * slab.blockBytes == offset ? live & 1L << index : 0;
  }
}
