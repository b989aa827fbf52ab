package io.offheap.allocator;

/** Joins neighbouring free blocks of a walk in address order and counts the runs by size. */
final class FreeRunCounter implements ByteAllocator.BlockVisitor {
  private final long[] counts = new long[64];
  private long runBytes;
  private long expectedAddress = ByteAllocator.NONE;

  @Override
  public void visit(long address, long byteSize, boolean live) {
    if (live || address != expectedAddress) endRun();
    if (!live) runBytes += byteSize;
    expectedAddress = address + byteSize;
  }

  private void endRun() {
    if (runBytes > 0) counts[Alignment.floorLog2(runBytes)]++;
    runBytes = 0;
  }

  long[] finish() {
    endRun();
    return counts;
  }
}
