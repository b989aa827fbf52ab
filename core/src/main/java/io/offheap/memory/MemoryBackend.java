package io.offheap.memory;

import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Region} has its memory from. Sealed, because what a backend promises is what keeps
 * the process from crashing: a chunk's segment is bounded, zeroed, shared, and unusable once
 * released.
 *
 * <p>Implementations are thread-safe.
 */
sealed interface MemoryBackend permits PortableBackend, NativeBackend {

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

  /**
   * Makes a chunk that nobody uses longer or shorter at its end, as far as possible. What stays
   * keeps its contents, what is added is zero.
   *
   * @param byteSize above 0, a multiple of {@link Region#PAGE_BYTE_SIZE}; the addresses up to there
   *     are the chunk's
   * @return the chunk from now on, of this size or of the one it had
   */
  Chunk resize(Chunk chunk, long byteSize);

  /** What {@link #purge} works in, in bytes: a power of two, or 0 if it cannot. */
  long purgeUnit(Chunk chunk);

  /**
   * Drops memory of a chunk and keeps its addresses.
   *
   * @param offset in the chunk; like the size a multiple of {@link #purgeUnit}, which is not 0
   * @return whether all of the range is zero now and has no memory; if not, parts of it may be
   */
  boolean purge(Chunk chunk, long offset, long byteSize);

  /** Whether the system backs chunks of 2 MiB and more with huge pages where it can. */
  boolean usesHugePages();

  /** The address space that is held when so many bytes are committed. */
  long reservedBytes(long committedBytes);

  /** Gives back what is not a chunk's. No chunk exists or is being committed. */
  void close();
}
