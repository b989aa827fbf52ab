package io.offheap.allocator;

/** Ranges, totals and argument checks: what the byte allocators of this package have in common. */
abstract class RangedByteAllocator implements ByteAllocator {
  /** What is managed, rounded as {@link #firstUsable} and {@link #endUsable} say. */
  final RangeSet memory = new RangeSet();

  private boolean initialized;

  /** {@code == memory.total()}. */
  private long totalBytes;

  /** The sum of the usable sizes of the live blocks; {@code 0 <= usedBytes <= peakUsedBytes}. */
  private long usedBytes;

  private long peakUsedBytes;
  private long failureCount;

  /** Checks what only the implementation demands of a range, before it is rounded. */
  void checkRange(long start, long byteSize, boolean first) {}

  /** The bytes to which both ends of a range are rounded inwards; a power of two. */
  abstract long granuleBytes();

  /**
   * Makes {@code [start, end)}, rounded and without overlap, available. Either does so or throws
   * and has changed nothing.
   */
  abstract void adopt(long start, long end);

  /** Takes {@code [start, end)}, rounded and managed, out if it is free; else changes nothing. */
  abstract boolean abandon(long start, long end);

  @Override
  public final void init(long start, long byteSize) {
    if (initialized) throw AllocException.invalidState("init was called before");
    add(start, byteSize, true);
    initialized = true;
  }

  @Override
  public final void addMemory(long start, long byteSize) {
    if (!initialized) throw AllocException.invalidState("addMemory was called before init");
    add(start, byteSize, false);
  }

  /** What {@code init} and {@code addMemory} come to. */
  final void add(long start, long byteSize, boolean first) {
    checkBounds(start, byteSize);
    checkRange(start, byteSize, first);
    long from = firstUsable(start);
    long end = endUsable(start, byteSize);
    if (from > end || from < 0) {
      throw AllocException.invalidRange(start, byteSize, "holds no aligned address");
    }
    if (memory.intersects(from, end)) throw AllocException.overlap(start, byteSize);
    if (from == end) return;
    try {
      memory.reserve();
      adopt(from, end);
    } catch (OutOfMemoryError e) {
      throw AllocException.noMetadata(e);
    }
    memory.add(from, end);
    totalBytes += end - from;
  }

  @Override
  public final boolean tryRemoveMemory(long start, long byteSize) {
    checkBounds(start, byteSize);
    long from = firstUsable(start);
    long end = endUsable(start, byteSize);
    if (from < 0 || from >= end || !memory.containsAll(from, end)) return false;
    try {
      memory.reserve();
      if (!abandon(from, end)) return false;
    } catch (OutOfMemoryError e) {
      throw AllocException.noMetadata(e);
    }
    memory.remove(from, end);
    totalBytes -= end - from;
    return true;
  }

  private static void checkBounds(long start, long byteSize) {
    if (start < 0) throw AllocException.invalidRange(start, byteSize, "start is negative");
    if (byteSize < 0) throw AllocException.invalidRange(start, byteSize, "size is negative");
    if (start + byteSize < 0) throw AllocException.invalidRange(start, byteSize, "overflows");
  }

  private long firstUsable(long start) {
    return Alignment.roundUp(start, granuleBytes());
  }

  private long endUsable(long start, long byteSize) {
    return Alignment.roundDown(start + byteSize, granuleBytes());
  }

  /** Counts a block taken. */
  final void countUsed(long bytes) {
    usedBytes += bytes;
    if (usedBytes > peakUsedBytes) peakUsedBytes = usedBytes;
  }

  /** Counts a block given back. */
  final void countFreed(long bytes) {
    usedBytes -= bytes;
  }

  /** Counts a refusal; answers what the caller then answers. */
  final long refuse() {
    failureCount++;
    return NONE;
  }

  @Override
  public final long totalBytes() {
    return totalBytes;
  }

  @Override
  public final long usedBytes() {
    return usedBytes;
  }

  @Override
  public final long peakUsedBytes() {
    return peakUsedBytes;
  }

  @Override
  public final long failureCount() {
    return failureCount;
  }

  @Override
  public void checkInvariants(CheckLevel level) {
    check(totalBytes == memory.total(), "totalBytes");
    check(usedBytes >= 0 && usedBytes <= peakUsedBytes, "usedBytes");
    check(usedBytes <= totalBytes, "usedBytes against totalBytes");
    if (level == CheckLevel.EXPENSIVE) {
      TilingCheck tiling = new TilingCheck();
      forEachBlock(tiling);
      check(tiling.end() == memory.count(), "walk ends early");
      check(tiling.liveBytes == usedBytes, "sum of live blocks");
    }
  }

  static void check(boolean holds, String what) {
    if (!holds) throw new IllegalStateException("broken invariant: " + what);
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
