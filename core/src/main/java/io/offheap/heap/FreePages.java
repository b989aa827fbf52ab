package io.offheap.heap;

import io.offheap.memory.Region;
import org.jspecify.annotations.Nullable;

/**
 * The pages of shared chunks that hold memory which nobody uses, while other pages of the chunk are
 * in use: how many, and how they go back. Guarded by the lock of the {@link BlockSource}; going
 * through the pages of a chunk takes some microseconds.
 */
final class FreePages {
  private final Region region;
  private final ChunkTable chunks;
  private long purgedBytes;

  FreePages(Region region, ChunkTable chunks) {
    this.region = region;
    this.chunks = chunks;
  }

  /** How many chunks the other methods may be asked for. */
  int chunkSlots() {
    return chunks.length();
  }

  /** The bytes of such pages in a chunk. */
  long byteSize(int slot) {
    HeapChunk chunk = partlyUsed(slot);
    return chunk == null ? 0 : chunk.purgeableBytes();
  }

  /**
   * Gives one run of a chunk's free pages back. With the lock held, so that nobody takes them
   * meanwhile; hence only a few.
   *
   * @param page where to begin
   * @return where to go on; -1 at the end of the chunk
   */
  int purge(int slot, int page, int mostPages) {
    HeapChunk chunk = partlyUsed(slot);
    if (chunk == null) return -1;
    long run = chunk.purgeableRun(page, mostPages);
    long unit = region.purgeUnit(chunk.address);
    if (run < 0 || unit == 0) return -1;
    int end = (int) (run >>> 32);
    long from = ((int) run * Region.PAGE_BYTE_SIZE + unit - 1) & -unit;
    long byteSize = (end * Region.PAGE_BYTE_SIZE & -unit) - from;
    if (byteSize > 0 && region.purge(chunk.address + from, byteSize)) {
      chunk.markClean(from, byteSize);
      purgedBytes += byteSize;
    }
    return end;
  }

  /** The bytes that have gone back so, since the beginning. */
  long purgedBytes() {
    return purgedBytes;
  }

  private @Nullable HeapChunk partlyUsed(int slot) {
    HeapChunk chunk = chunks.get(slot);
    return chunk != null && !chunk.dedicated && chunk.liveBlocks > 0 ? chunk : null;
  }
}
