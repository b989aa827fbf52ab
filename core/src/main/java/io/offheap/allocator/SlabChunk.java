package io.offheap.allocator;

import org.jspecify.annotations.Nullable;

/**
 * A buddy block cut into 1 to 64 blocks of one size class; bit i of the maps stands for block i.
 *
 * <p>The chunk is in its class's list of partial chunks iff {@code 0 != free != all}.
 */
final class SlabChunk {
  SlabClass owner;
  long address;
  int byteSize;
  int blockCount;

  /** Blocks that are neither live nor the class's spare. */
  long free;

  /** Live blocks that were given for a request that a smaller class should have served. */
  long borrowed;

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
    free = all();
    borrowed = 0;
  }

  /** The map of a chunk of which nothing is taken. */
  long all() {
    return -1L >>> (64 - blockCount);
  }

  /** The block that starts at an address inside the chunk, or -1 if none does. */
  int blockAt(long blockAddress) {
    long offset = blockAddress - address;
    int index = owner.indexOf(offset);
    return index < blockCount && index * owner.blockBytes == offset ? index : -1;
  }
}
