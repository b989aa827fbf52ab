package io.offheap.heap;

import org.jspecify.annotations.Nullable;

/**
 * Dedicated chunks whose block has been freed, kept for the next that fits: to commit a chunk costs
 * a page fault for each page, which is more than most programs do with it.
 *
 * <p>A chunk serves a request of which it is at most an eighth larger. The cache holds a few chunks
 * and at most a budget of bytes: 64 MiB, or an eighth of what is in use, but no more than the heap
 * allows; the oldest go first. Guarded by the heap's lock. O(chunks kept).
 */
final class HugeCache {
  private static final int MAX_COUNT = 32;
  private static final int FIT = 8;

  private static final int SHARE_OF_LIVE = 8;
  private static final long LEAST_BUDGET_BYTES = 64L << 20;

  private final long mostBytes;

  /** The first {@code count}, oldest first. */
  private final @Nullable HeapChunk[] chunks = new HeapChunk[MAX_COUNT];

  private int count;
  private long byteSize;

  /**
   * @param mostBytes what the cache may hold in any case
   */
  HugeCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  private long budgetBytes(long liveBytes) {
    return Math.min(mostBytes, Math.max(LEAST_BUDGET_BYTES, liveBytes / SHARE_OF_LIVE));
  }

  /** The bytes of all chunks kept. */
  long byteSize() {
    return byteSize;
  }

  /** Takes out the smallest chunk that fits, or answers null. */
  @Nullable HeapChunk take(long byteSize) {
    int best = -1;
    long bestBytes = byteSize + byteSize / FIT + 1;
    for (int i = 0; i < count; i++) {
      long bytes = at(i).byteSize;
      if (bytes >= byteSize && bytes < bestBytes) {
        best = i;
        bestBytes = bytes;
      }
    }
    return best < 0 ? null : remove(best);
  }

  /**
   * Whether {@link #add} would find room without {@link #takeOldest}.
   *
   * @param liveBytes the bytes of dedicated chunks in use
   */
  boolean hasRoom(long chunkByteSize, long liveBytes) {
    return count < MAX_COUNT && byteSize + chunkByteSize <= budgetBytes(liveBytes);
  }

  /** Whether a chunk may be kept at all. */
  boolean accepts(long chunkByteSize, long liveBytes) {
    return chunkByteSize <= budgetBytes(liveBytes);
  }

  /** Keeps a chunk; there is room. */
  void add(HeapChunk chunk) {
    chunks[count++] = chunk;
    byteSize += chunk.byteSize;
  }

  /** Takes out the chunk that has been here longest; null if there is none. */
  @Nullable HeapChunk takeOldest() {
    return takeOldest(Long.MAX_VALUE);
  }

  /** The same among those of at most so many bytes. */
  @Nullable HeapChunk takeOldest(long mostBytes) {
    for (int i = 0; i < count; i++) if (at(i).byteSize <= mostBytes) return remove(i);
    return null;
  }

  private HeapChunk remove(int index) {
    HeapChunk chunk = at(index);
    System.arraycopy(chunks, index + 1, chunks, index, --count - index);
    chunks[count] = null;
    byteSize -= chunk.byteSize;
    return chunk;
  }

  private HeapChunk at(int index) {
    HeapChunk chunk = chunks[index];
    if (chunk == null) throw new AssertionError(index);
    return chunk;
  }
}
