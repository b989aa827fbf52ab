package io.offheap.memory;

import java.lang.foreign.MemorySegment;

/**
 * The calls of the operating system that {@link NativeBackend} makes. An interface so that tests
 * can let each of them fail.
 *
 * <p>Addresses are machine addresses and multiples of {@link #pageByteSize()}; sizes are bytes and
 * are rounded up to pages by the system. A call that answers false has done nothing. Thread-safe.
 */
interface SystemCalls {
  /** The answer of {@link #reserve} when there is no such range. */
  long NONE = 0;

  /** The unit of all mappings, in bytes; a power of two. */
  long pageByteSize();

  /** Whether anonymous memory may be in huge pages that nobody has asked for. */
  boolean hugePagesAlways();

  /** Whether {@link #adviseHugePages} has an effect. */
  boolean hugePagesOnRequest();

  /** Takes a range of addresses that no memory stands behind, and which may not be accessed. */
  long reserve(long byteSize);

  /** Makes a part of a reserved range memory, all zero. */
  boolean commit(long address, long byteSize);

  /** Makes a part of a reserved range what it was before it was committed. */
  boolean decommit(long address, long byteSize);

  /**
   * Drops the contents of committed memory, which reads as zero from then on. The segment cannot be
   * closed while this is at work.
   */
  boolean purge(MemorySegment range);

  /** Asks for huge pages in a part of a reserved range. */
  boolean adviseHugePages(long address, long byteSize);

  /** Gives a range back that {@link #reserve} has answered. */
  boolean unreserve(long address, long byteSize);
}
