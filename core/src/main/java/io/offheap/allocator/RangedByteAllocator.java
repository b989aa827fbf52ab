package io.offheap.allocator;

/** What the byte allocators of this package have in common. */
abstract class RangedByteAllocator extends RangedAllocator implements ByteAllocator {

  @Override
  public final boolean tryRemoveMemory(long start, long byteSize) {
    return remove(start, byteSize);
  }

  @Override
  public final long totalBytes() {
    return total();
  }

  @Override
  public final long usedBytes() {
    return used();
  }

  @Override
  public final long peakUsedBytes() {
    return peakUsed();
  }

  @Override
  public final long failureCount() {
    return failures();
  }

  @Override
  public void checkInvariants(CheckLevel level) {
    checkTotals();
    if (level == CheckLevel.EXPENSIVE) {
      TilingCheck tiling = new TilingCheck();
      forEachBlock(tiling);
      check(tiling.end() == memory.count(), "walk ends early");
      check(tiling.liveBytes == used(), "sum of live blocks");
    }
  }

  /** Sees that a walk covers the memory without gap or overlap, in ascending order. */
  private final class TilingCheck implements BlockVisitor {
    private int range;
    private long next = memory.count() > 0 ? memory.start(0) : 0;
    private long liveBytes;

    @Override
    public void visit(long address, long byteSize, boolean live) {
      check(range < memory.count() && address == next && byteSize > 0, "walk at " + address);
      next += byteSize;
      while (range < memory.count() && next >= memory.end(range)) {
        long beyond = next - memory.end(range);
        range++;
        check(beyond == 0, "block past the end of a range at " + address);
        if (range < memory.count()) next = memory.start(range);
      }
      if (live) liveBytes += byteSize;
    }

    private int end() {
      return range;
    }
  }
}
