package io.offheap.heap;

import org.jspecify.annotations.Nullable;

/**
 * Hears what a {@link Heap} does that is worth knowing: not each allocation, but each growth, each
 * way out of the ordinary, and each refusal.
 *
 * <p>Called on the thread that made it happen, after the fact and without any lock of the heap, so
 * that two threads' calls may come in another order than the events. What a method throws is
 * counted ({@link HeapStatistics#lostNotificationCount}) and goes no further.
 */
public interface HeapListener {
  /**
   * A size class is about to take a slab, for which the heap may have to grow first.
   *
   * @return anything, to be given to the {@link #slabGrown(Object, long, long, long, int, boolean)}
   *     that follows if there is any
   */
  default @Nullable Object slabGrowing() {
    return null;
  }

  /**
   * A size class has taken a slab; for a listener that wants to know how long that took. Others
   * need the form without {@code started} only, which this calls.
   *
   * @param started the answer of {@link #slabGrowing}
   */
  default void slabGrown(
      @Nullable Object started,
      long address,
      long byteSize,
      long blockByteSize,
      int blockCount,
      boolean first) {
    slabGrown(address, byteSize, blockByteSize, blockCount, first);
  }

  /**
   * A size class has taken a slab.
   *
   * @param address of the slab
   * @param byteSize of the slab
   * @param blockByteSize the size class
   * @param blockCount the blocks that the slab holds
   * @param first whether the class had none before
   */
  default void slabGrown(
      long address, long byteSize, long blockByteSize, int blockCount, boolean first) {}

  /**
   * Whether the next {@link #buddyFallback} is worth telling. Called before each, as there may be
   * millions of them, and telling one costs the heap a look-up.
   */
  default boolean wantsBuddyFallback() {
    return true;
  }

  /**
   * A request that no size class serves got a block of the allocator below the slabs. Their number
   * is {@link Heap#fallbackCount}, whether a listener wants to hear of them or not.
   *
   * @param requestedByteSize what the caller asked for
   * @param blockByteSize what that took
   * @param reason which of the two demands was too large
   */
  default void buddyFallback(long requestedByteSize, long blockByteSize, FallbackReason reason) {}

  /**
   * The heap is about to ask for more memory.
   *
   * @return anything, to be given to the {@link #regionGrown} that follows if there is any
   */
  default @Nullable Object regionGrowing() {
    return null;
  }

  /**
   * A chunk has been committed.
   *
   * @param started the answer of {@link #regionGrowing}
   * @param address of the chunk
   * @param byteSize of the chunk
   * @param committedBytes with the chunk
   * @param limitBytes what that may come to
   */
  default void regionGrown(
      @Nullable Object started,
      long address,
      long byteSize,
      long committedBytes,
      long limitBytes,
      GrowthReason reason) {}

  /**
   * A chunk has gone back to the operating system, or free pages of chunks that stay.
   *
   * @param address that the chunk had; 0 for pages
   * @param byteSize what has gone
   * @param committedBytes what that leaves
   */
  default void regionPurged(long address, long byteSize, long committedBytes) {}

  /**
   * A caller has given up on the heap.
   *
   * @param requestedByteSize what it asked for
   * @param usedBytes the bytes in live blocks
   * @param committedBytes the bytes in chunks
   * @param limitBytes what that may come to
   */
  default void allocationFailed(
      long requestedByteSize,
      long usedBytes,
      long committedBytes,
      long limitBytes,
      RefusalReason reason,
      RefusalOutcome outcome) {}

  /** Why a request bypassed the size classes. */
  enum FallbackReason {
    /** It is larger than the largest class. */
    SIZE,
    /** No class is so aligned. */
    ALIGNMENT
  }

  /** Why memory was committed. */
  enum GrowthReason {
    /** The chunks held no block for the request. */
    SHARED_CHUNK,
    /** The request is so large that it got a chunk of its own. */
    DEDICATED_CHUNK
  }

  /** Why there was no block. */
  enum RefusalReason {
    /** It would have taken more than the limit. */
    LIMIT,
    /** The operating system had no more memory. */
    SYSTEM,
    /** The Java heap had no room for the heap's own tables. */
    TABLES,
    /** An error has struck inside the heap, which has served nothing since. */
    DAMAGED
  }

  /** What the caller did instead. */
  enum RefusalOutcome {
    /** It took the memory from the Java heap. */
    JAVA_HEAP,
    /** It threw an error. */
    ERROR
  }
}
