package io.offheap.allocator;

/**
 * Pages as bits, 1 = free, with summary words above them.
 *
 * <p>One page is found in O(log64 pages). Runs are searched by whole words, in O(pages / 64) at
 * worst, and are marked by whole words. The lowest run that fits is taken. Memory costs one bit per
 * page, and half again as much at most where a later range touched an earlier one. Any base address
 * and any number of ranges.
 *
 * <p>Not thread-safe.
 */
public final class BitmapPageAllocator extends BitmapRuns implements PageAllocator {
  /** The page size by default, in bytes. */
  public static final long DEFAULT_PAGE_BYTES = 4096;

  /** The largest alignment that is accepted, in bytes. */
  public static final long MAX_ALIGNMENT_BYTES = 1L << 30;

  /** Numbers of pages with a name; the names hold for pages of 4 KiB. */
  public enum Capacity {
    MIB_256(1L << 16),
    GIB_4(1L << 20),
    GIB_64(1L << 24),
    TIB_1(1L << 28);

    private final long pageCount;

    Capacity(long pageCount) {
      this.pageCount = pageCount;
    }

    public long pageCount() {
      return pageCount;
    }
  }

  private final long capacityPages;

  /**
   * Pages of 4 KiB, 1 TiB of them at most. Tables grow with what is managed, not with the capacity.
   */
  public BitmapPageAllocator() {
    this(DEFAULT_PAGE_BYTES, Capacity.TIB_1.pageCount());
  }

  /** Pages of 4 KiB. */
  public BitmapPageAllocator(Capacity capacity) {
    this(DEFAULT_PAGE_BYTES, capacity.pageCount());
  }

  /**
   * @param pageBytes a power of two
   * @param capacityPages the most pages that may be managed, at least 1
   * @throws AllocException with {@link AllocError#INVALID_PARAM} otherwise
   */
  public BitmapPageAllocator(long pageBytes, long capacityPages) {
    super(shiftOf(pageBytes));
    if (capacityPages < 1) throw AllocException.invalidCount(capacityPages);
    this.capacityPages = capacityPages;
  }

  private static int shiftOf(long pageBytes) {
    Alignment.checkAlignment(pageBytes);
    return Alignment.floorLog2(pageBytes);
  }

  @Override
  void checkRange(long start, long byteSize, boolean first) {
    if (byteSize >>> unitShift > capacityPages - totalPages()) {
      throw AllocException.invalidRange(start, byteSize, "exceeds the capacity");
    }
  }

  @Override
  public long pageSize() {
    return 1L << unitShift;
  }

  private void check(long pageCount, long byteAlignment) {
    if (!Alignment.isPowerOfTwo(byteAlignment)
        || byteAlignment < pageSize()
        || byteAlignment > Math.max(MAX_ALIGNMENT_BYTES, pageSize())) {
      throw AllocException.invalidAlignment(byteAlignment);
    }
    if (pageCount < 1) throw AllocException.invalidCount(pageCount);
  }

  @Override
  public long tryAllocPages(long pageCount, long byteAlignment) {
    check(pageCount, byteAlignment);
    long unit = take(pageCount, byteAlignment >>> unitShift);
    return unit < 0 ? NONE : unit << unitShift;
  }

  @Override
  public boolean tryAllocPagesAt(long base, long pageCount, long byteAlignment) {
    check(pageCount, byteAlignment);
    if ((base & (byteAlignment - 1)) != 0) {
      throw AllocException.invalidAddress(base, byteAlignment);
    }
    return takeAt(base >> unitShift, pageCount);
  }

  @Override
  public void deallocPages(long address, long pageCount) {
    if ((address & (pageSize() - 1)) != 0) {
      throw AllocException.invalidAddress(address, pageSize());
    }
    if (pageCount < 0) throw AllocException.invalidCount(pageCount);
    if (pageCount > 0 && !giveBack(address >> unitShift, pageCount)) {
      throw AllocException.notAllocated(address);
    }
  }

  @Override
  public boolean tryRemoveMemory(long start, long byteSize) {
    return remove(start, byteSize);
  }

  @Override
  public long totalPages() {
    return total() >>> unitShift;
  }

  @Override
  public long usedPages() {
    return used() >>> unitShift;
  }

  @Override
  public long peakUsedPages() {
    return peakUsed() >>> unitShift;
  }

  @Override
  public long failureCount() {
    return failures();
  }
}
