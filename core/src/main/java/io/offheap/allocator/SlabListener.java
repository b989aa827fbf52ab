package io.offheap.allocator;

/**
 * Told when a {@link SlabByteAllocator} takes or returns a chunk. Called after the fact, on the
 * thread that allocates or frees; must not call the allocator and must not throw.
 */
public interface SlabListener {
  /** Hears nothing. */
  SlabListener NONE = new SlabListener() {};

  /**
   * A size class has grown.
   *
   * @param blockByteSize the size class
   * @param blockCount the blocks gained
   * @param address of the chunk
   * @param byteSize of the chunk
   */
  default void slabGrown(long blockByteSize, int blockCount, long address, long byteSize) {}

  /** An empty chunk has gone back to the buddy allocator. Parameters as for {@link #slabGrown}. */
  default void slabReleased(long blockByteSize, int blockCount, long address, long byteSize) {}
}
