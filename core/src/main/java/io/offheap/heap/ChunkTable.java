package io.offheap.heap;

import io.offheap.memory.Region;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The heap's chunks by address, O(1).
 *
 * <p>Written under the heap's lock. Reading needs it too, except for the owner of a live block,
 * which asks for that block's chunk: the entry was there when it got the block and stays as long.
 */
final class ChunkTable {
  private final Region region;

  /** By {@link Region#chunkIndex}. Replaced as a whole to grow; older copies keep their entries. */
  private volatile @Nullable HeapChunk[] chunks = new HeapChunk[64];

  ChunkTable(Region region) {
    this.region = region;
  }

  /** The chunk that holds an address, or null. */
  @Nullable HeapChunk at(long address) {
    int index = region.chunkIndex(address);
    @Nullable HeapChunk[] table = chunks;
    return index < 0 || index >= table.length ? null : table[index];
  }

  /** Either adds the chunk or throws {@link OutOfMemoryError} and has changed nothing. */
  void add(HeapChunk chunk) {
    int index = region.chunkIndex(chunk.address);
    if (index >= chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(chunks.length * 2, index + 1));
    }
    chunks[index] = chunk;
  }

  void remove(HeapChunk chunk) {
    chunks[region.chunkIndex(chunk.address)] = null;
  }

  /** How many entries there may be. */
  int length() {
    return chunks.length;
  }

  /** An entry, or null. */
  @Nullable HeapChunk get(int index) {
    @Nullable HeapChunk[] table = chunks;
    return index < table.length ? table[index] : null;
  }

  /** All entries, with nulls between them. */
  @Nullable HeapChunk[] all() {
    return chunks.clone();
  }
}
