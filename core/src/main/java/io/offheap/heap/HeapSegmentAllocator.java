package io.offheap.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A heap as {@link SegmentAllocator} of {@code java.lang.foreign}.
 *
 * <p>The segments are accessible from every thread and live until {@link #free} is called with
 * them; what is read through a segment after that is undefined. {@link BlockArena} gives segments
 * that refuse it. Contents are undefined at first. Thread-safe.
 */
public final class HeapSegmentAllocator implements SegmentAllocator {
  private final Heap heap;

  /** Machine address of each live segment to its address in the heap. */
  private final Map<Long, Long> live = new ConcurrentHashMap<>();

  public HeapSegmentAllocator(Heap heap) {
    this.heap = heap;
  }

  /**
   * Takes a block.
   *
   * @param byteSize at least 0
   * @param byteAlignment a power of two, at most {@link Heap#maxByteAlignment()}
   * @throws IllegalArgumentException if a parameter is out of its range
   * @throws OutOfMemoryError if the heap's limit or the system allows no such block
   */
  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    long address = heap.tryAllocate(byteSize, byteAlignment);
    if (address == Heap.NULL) throw exhausted(heap, byteSize, byteAlignment);
    MemorySegment segment = heap.segment(address, byteSize);
    live.put(segment.address(), address);
    return segment;
  }

  /**
   * Takes a segment back that {@link #allocate} gave, or any segment that starts where it does.
   *
   * @throws IllegalArgumentException if no live segment of this allocator starts there
   */
  public void free(MemorySegment segment) {
    Long address = live.remove(segment.address());
    if (address == null) throw new IllegalArgumentException("no live segment: " + segment);
    heap.free(address);
  }

  /** The segments not freed yet. */
  public int liveSegments() {
    return live.size();
  }

  static OutOfMemoryError exhausted(Heap heap, long byteSize, long byteAlignment) {
    return new OutOfMemoryError(heap.explainRefusal(byteSize, byteAlignment));
  }
}
