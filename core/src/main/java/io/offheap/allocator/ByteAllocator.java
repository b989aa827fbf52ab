package io.offheap.allocator;

/**
 * Hands out ranges of bytes.
 *
 * <p>Before {@link #init} nothing is managed: all totals are 0, every request is refused with
 * {@link AllocError#NO_MEMORY} and every free with {@link AllocError#NOT_ALLOCATED}.
 *
 * <p>Implementations are not thread-safe unless they say so. Blocks have no defined contents.
 */
public interface ByteAllocator extends BaseAllocator {
  /** The answer of {@link #tryAllocate} on exhaustion. No address is negative. */
  long NONE = -1;

  /**
   * Takes a block.
   *
   * @return the address of a block of at least the layout's size (at least 1 byte), at a multiple
   *     of its alignment
   * @throws AllocException with {@link AllocError#NO_MEMORY} if there is no such block
   */
  default long allocate(Layout layout) {
    long address = tryAllocate(layout.byteSize(), layout.byteAlignment());
    if (address == NONE) {
      throw AllocException.noMemory(layout.byteSize(), layout.byteAlignment(), this);
    }
    return address;
  }

  /**
   * Takes a block without creating a Java object.
   *
   * @param byteSize at least 0
   * @param byteAlignment a power of two
   * @return the address, or {@link #NONE} if there is no such block
   * @throws AllocException with {@link AllocError#INVALID_PARAM} where {@link Layout} would throw
   *     it
   */
  long tryAllocate(long byteSize, long byteAlignment);

  /**
   * Gives a block back and checks that the caller knows what it was.
   *
   * @param address what an allocation answered
   * @param layout the layout of that allocation
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts at {@code
   *     address}, with {@link AllocError#INVALID_PARAM} if one does but this layout would not have
   *     given it
   */
  void free(long address, Layout layout);

  /**
   * Gives a block back by its address alone.
   *
   * @return the bytes that were usable
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts at {@code
   *     address}
   */
  long free(long address);

  /**
   * The bytes a caller may use of the live block that starts at {@code address}.
   *
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts there
   */
  long usableSize(long address);

  /**
   * Changes the layout of a live block in place: contents and address stay.
   *
   * @return whether the block now is one of {@code layout}; if not, nothing has changed and the
   *     caller may allocate, copy and free
   * @throws AllocException with {@link AllocError#NOT_ALLOCATED} if no live block starts there
   * @implSpec This implementation never resizes.
   */
  default boolean tryResize(long address, Layout layout) {
    usableSize(address);
    return false;
  }

  /**
   * Takes a wholly free range back out of the managed memory, as before memory is decommitted.
   *
   * @param start as given to {@code addMemory}, or any address inside
   * @param byteSize length; both ends are rounded inwards as {@code addMemory} does
   * @return whether the range was managed and free; if not, nothing has changed
   * @throws AllocException with {@link AllocError#INVALID_PARAM} if the range is negative or
   *     overflows
   */
  boolean tryRemoveMemory(long start, long byteSize);

  /** The bytes under management. */
  long totalBytes();

  /** The bytes in live blocks, rounding included. */
  long usedBytes();

  /** The bytes in no live block. They need not be contiguous. */
  default long availableBytes() {
    return totalBytes() - usedBytes();
  }

  /** The highest value that {@link #usedBytes} has had. */
  long peakUsedBytes();

  /** How many requests have been refused for want of memory. */
  long failureCount();

  /**
   * The largest size that {@code tryAllocate(size, 1)} would now serve; 0 if none. May merge what
   * was kept apart for speed, so it is not for hot paths.
   */
  long largestAllocatable();

  /**
   * Visits all blocks, live and free, in ascending order of address. Together they tile the managed
   * memory exactly. The visitor must not call the allocator.
   */
  void forEachBlock(BlockVisitor visitor);

  /**
   * Counts the maximal runs of bytes that belong to no live block.
   *
   * @return 64 counts; the one at index i is of runs of {@code 2^i} to {@code 2^(i+1) - 1} bytes
   */
  default long[] freeRunHistogram() {
    FreeRunCounter counter = new FreeRunCounter();
    forEachBlock(counter);
    return counter.finish();
  }

  /**
   * Checks the implementation's own records against each other.
   *
   * @throws IllegalStateException if they disagree, which is a defect of the implementation
   */
  void checkInvariants(CheckLevel level);

  /** Receives the blocks of {@link #forEachBlock}. */
  @FunctionalInterface
  interface BlockVisitor {
    void visit(long address, long byteSize, boolean live);
  }

  /** How much {@link #checkInvariants} does. */
  enum CheckLevel {
    /** Counters and bounds: time independent of the number of blocks. */
    CHEAP,
    /** Every block and every table entry. */
    EXPENSIVE
  }
}
