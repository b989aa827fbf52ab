package io.offheap.allocator;

/**
 * Hands out runs of pages. Pages are independent: a run may be freed in parts.
 *
 * <p>Alignment is in bytes, a power of two that is a multiple of the page size. Not thread-safe
 * unless an implementation says so.
 */
public interface PageAllocator extends BaseAllocator {
  /** The answer of the {@code try} methods on exhaustion. */
  long NONE = -1;

  /** The size of a page in bytes, a power of two. */
  long pageSize();

  /**
   * Takes the lowest free run of {@code pageCount} pages whose start is aligned.
   *
   * @param pageCount at least 1
   * @return the address of the first page
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a wrong count or alignment,
   *     {@link AllocError#NO_MEMORY} if there is no such run
   */
  default long allocPages(long pageCount, long byteAlignment) {
    long address = tryAllocPages(pageCount, byteAlignment);
    if (address == NONE) throw AllocException.noPages(pageCount, byteAlignment, this);
    return address;
  }

  /**
   * As {@link #allocPages}, but {@link #NONE} if there is no such run.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a wrong count or alignment
   */
  long tryAllocPages(long pageCount, long byteAlignment);

  /**
   * Takes exactly the pages from {@code base} on.
   *
   * @return {@code base}
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a wrong count, alignment or
   *     base, {@link AllocError#NO_MEMORY} if any of the pages is taken or not managed
   */
  default long allocPagesAt(long base, long pageCount, long byteAlignment) {
    if (!tryAllocPagesAt(base, pageCount, byteAlignment)) {
      throw AllocException.noPages(pageCount, byteAlignment, this);
    }
    return base;
  }

  /**
   * As {@link #allocPagesAt}, but answers whether the pages could be had.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a wrong count, alignment or
   *     base
   */
  boolean tryAllocPagesAt(long base, long pageCount, long byteAlignment);

  /**
   * Gives pages back; none at all if any of them is not taken.
   *
   * @param address of the first page
   * @param pageCount at least 0
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a negative count or an address
   *     that is not a page's, {@link AllocError#NOT_ALLOCATED} if any of the pages is free or not
   *     managed
   */
  void deallocPages(long address, long pageCount);

  /** Takes a wholly free range out; see {@link ByteAllocator#tryRemoveMemory}. */
  boolean tryRemoveMemory(long start, long byteSize);

  long totalPages();

  long usedPages();

  /** {@code totalPages() - usedPages()}. */
  default long availablePages() {
    return totalPages() - usedPages();
  }

  /** The highest value that {@link #usedPages} has had. */
  long peakUsedPages();

  /** How many requests have been refused for want of pages. */
  long failureCount();

  /** The length of the longest run of free pages. O(pages / 64). */
  long largestRun();

  /** Visits the maximal free and taken runs in ascending order; they tile what is managed. */
  void forEachRun(ByteAllocator.BlockVisitor visitor);

  /** Counts the maximal free runs by the base-two logarithm of their length in pages. */
  default long[] freeRunHistogram() {
    long[] counts = new long[64];
    forEachRun((address, byteSize, live) -> {
      if (!live) counts[Alignment.floorLog2(byteSize / pageSize())]++;
    });
    return counts;
  }

  /**
   * Checks the implementation's own records against each other.
   *
   * @throws IllegalStateException if they disagree
   */
  void checkInvariants(ByteAllocator.CheckLevel level);
}
