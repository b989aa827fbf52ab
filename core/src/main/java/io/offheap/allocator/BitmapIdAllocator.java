package io.offheap.allocator;

/**
 * Ids as bits, 1 = free; see {@link BitmapPageAllocator} for the costs. Several disjoint ranges of
 * ids may be supported. Not thread-safe.
 */
public final class BitmapIdAllocator extends BitmapRuns implements IdAllocator {

  public BitmapIdAllocator() {
    super(0);
  }

  @Override
  public long tryAllocId(long count, long alignment) {
    Alignment.checkAlignment(alignment);
    if (count < 1) throw AllocException.invalidCount(count);
    return take(count, alignment);
  }

  @Override
  public boolean tryAllocFixedId(long id) {
    if (id < 0 || id == Long.MAX_VALUE || !memory.containsAll(id, id + 1)) {
      throw AllocException.invalidCount(id);
    }
    return takeAt(id, 1);
  }

  @Override
  public void deallocId(long firstId, long count) {
    if (count < 0) throw AllocException.invalidCount(count);
    if (count > 0 && !giveBack(firstId, count)) throw AllocException.notAllocated(firstId);
  }

  @Override
  public boolean isAllocated(long id) {
    return isTaken(id);
  }

  @Override
  public long size() {
    return total();
  }

  @Override
  public long used() {
    return taken();
  }

  @Override
  public long peakUsed() {
    return super.peakUsed();
  }

  @Override
  public long failureCount() {
    return failures();
  }
}
