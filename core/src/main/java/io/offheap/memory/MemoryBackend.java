package io.offheap.memory;

import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Region} has its memory from. Sealed, because what a backend promises is what keeps
 * the process from crashing: a chunk's segment is bounded, zeroed, shared, and unusable once
 * released.
 *
 * <p>Implementations are thread-safe.
 */
sealed interface MemoryBackend permits PortableBackend {

  /** A word for statistics and messages. */
  String name();

  /**
   * Commits memory, all bytes zero.
   *
   * @param address what the region calls the first byte
   * @param byteSize above 0, a multiple of {@link Region#PAGE_BYTE_SIZE}
   * @param byteAlignment of the machine address; a power of two
   * @return the chunk, or null if the operating system has no memory for it
   */
  @Nullable Chunk commit(long address, long byteSize, long byteAlignment);
}
