package io.offheap.allocator;

/** What all allocators share: they are given ranges to manage. */
public interface BaseAllocator {

  /**
   * Gives the allocator its first range. To be called once, before anything else.
   *
   * @param start first address or number of the range, at least 0
   * @param byteSize length of the range, at least 0, in the unit of the allocator (bytes, or ids)
   * @throws AllocException with {@link AllocError#INVALID_PARAM} if the range is negative,
   *     overflows, breaks a rule of the implementation, or the allocator has been initialised
   *     already; with {@link AllocError#NO_MEMORY} if the Java heap has no room for the tables
   */
  void init(long start, long byteSize);

  /**
   * Adds a further range. It may touch an earlier one; blocks may then span both.
   *
   * @param start as for {@link #init}
   * @param byteSize as for {@link #init}
   * @throws AllocException as for {@link #init}, with {@link AllocError#INVALID_PARAM} before
   *     {@code init}, and with {@link AllocError#MEMORY_OVERLAP} if any part is managed already
   */
  void addMemory(long start, long byteSize);
}
