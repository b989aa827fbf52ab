package io.offheap.heap;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dedicated chunks whose block has been freed, kept for the next that fits: to commit a chunk costs
 * a page fault for each page, which is more than most programs do with it.
 *
 * <p>A chunk serves a request of which it is at most an eighth larger; another may do so after it
 * has been made longer or shorter, where the region can. Of every four requests that would need
 * that one gets a new chunk, as long as there is room to keep the old one: with several to choose
 * from less has to be changed. The cache holds a few chunks and at most a budget of bytes: 96 MiB,
 * or an eighth of what is in use, but no more than the heap allows; the oldest go first. Guarded by
 * the heap's lock. O(chunks kept).
 */
final class HugeCache {
  private static final int MAX_COUNT = 32;
  private static final int FIT = 8;

  /** A page more takes so many times as long as a page less: the system has to clear it. */
  private static final long COST_OF_MORE = 3;

  private static final int MISFITS_PER_NEW_CHUNK = 4;
  private static final int SHARE_OF_LIVE = 8;
  private static final long LEAST_BUDGET_BYTES = 96L << 20;

  private final long mostBytes;

  /** The first {@code count}, oldest first. */
  private final @Nullable HeapChunk[] chunks = new HeapChunk[MAX_COUNT];

  private int count;
  private int misfitCount;
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
   * Takes out the chunk of which it costs least to make it one of this size; null if none can be,
   * or the request is better served by a new one.
   *
   * @param canResize says so, of the bytes a chunk has and is to have
   */
  @Nullable HeapChunk takeToResize(long byteSize, Resizing canResize) {
    boolean mayAdd = count > 0 && this.byteSize + byteSize <= budgetBytes(0);
    if (mayAdd && ++misfitCount % MISFITS_PER_NEW_CHUNK == 0) return null;
    int best = -1;
    long bestCost = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      long less = at(i).byteSize - byteSize;
      long cost = less >= 0 ? less : -less * COST_OF_MORE;
      if (cost < bestCost && canResize.isPossible(at(i).byteSize, byteSize)) {
        best = i;
        bestCost = cost;
      }
    }
    return best < 0 ? null : remove(best);
  }

  /** Whether a chunk of one size can be made one of another. */
  @FunctionalInterface
  interface Resizing {
    boolean isPossible(long byteSize, long newByteSize);
  }

  /**
   * Keeps a chunk, if need be instead of the one that has been here longest.
   *
   * @param liveBytes the bytes of dedicated chunks in use
   * @return the chunk that is not kept, or null if all are
   */
  @Nullable HeapChunk put(HeapChunk chunk, long liveBytes) {
    long budgetBytes = budgetBytes(liveBytes);
    if (chunk.byteSize > budgetBytes) return chunk;
    HeapChunk gone = null;
    if (!hasRoom(chunk, budgetBytes)) gone = remove(0);
    if (!hasRoom(chunk, budgetBytes)) {
      add(Objects.requireNonNull(gone));
      return chunk;
    }
    add(chunk);
    return gone;
  }

  private boolean hasRoom(HeapChunk chunk, long budgetBytes) {
    return count < MAX_COUNT && byteSize + chunk.byteSize <= budgetBytes;
  }

  private void add(HeapChunk chunk) {
    chunks[count++] = chunk;
    byteSize += chunk.byteSize;
  }

  /** Takes out the chunk that has been here longest, of those of at most so many bytes; or null. */
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
