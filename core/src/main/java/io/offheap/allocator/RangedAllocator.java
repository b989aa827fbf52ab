package io.offheap.allocator;

/**
 * Ranges, totals and argument checks: what the allocators of this package have in common.
 *
 * <p>Ranges are in the unit of {@link BaseAllocator}; totals in the same.
 */
abstract class RangedAllocator implements BaseAllocator {
  /** What is managed, rounded as {@link #firstUsable} and {@link #endUsable} say. */
  final RangeSet memory = new RangeSet();

  private boolean initialized;

  /** {@code == memory.total()}. */
  private long total;

  /** What is taken, rounding included, or held back; {@code used() <= taken}. */
  private long taken;

  /** The highest value of {@link #used()}. */
  private long peakUsed;

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
    total += end - from;
  }

  /** What {@code tryRemoveMemory} comes to. */
  final boolean remove(long start, long byteSize) {
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
    total -= end - from;
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

  /** Counts what is handed out and was not held back. */
  final void countTaken(long amount) {
    taken += amount;
    notePeak();
  }

  /** To be called when {@link #used()} has risen. */
  final void notePeak() {
    if (taken > peakUsed) peakUsed = Math.max(peakUsed, used());
  }

  /** Counts what is given back and not held back. */
  final void countReturned(long amount) {
    taken -= amount;
  }

  /** Counts a refusal; answers what the caller then answers. */
  final long refuse() {
    failureCount++;
    return ByteAllocator.NONE;
  }

  final long total() {
    return total;
  }

  final long taken() {
    return taken;
  }

  /**
   * What is handed out: {@code taken}, less what an implementation holds back for the next request.
   */
  long used() {
    return taken;
  }

  long peakUsed() {
    return peakUsed;
  }

  final long failures() {
    return failureCount;
  }

  final void checkTotals() {
    check(memory.isConsistent(), "ranges");
    check(total == memory.total(), "total");
    check(used() >= 0 && used() <= peakUsed && taken <= total, "used");
  }

  static void check(boolean holds, String what) {
    if (!holds) throw new IllegalStateException("broken invariant: " + what);
  }
}
