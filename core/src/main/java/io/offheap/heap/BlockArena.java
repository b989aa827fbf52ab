package io.offheap.heap;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link Arena} whose blocks come from a heap, or from any byte allocator over a region, and go
 * back when the arena is closed.
 *
 * <p>It keeps all that {@link Arena} promises: segments are zeroed and aligned, they refuse access
 * after {@link #close}, and a confined arena and its segments refuse every thread but their own.
 * Other arenas over the same memory may be other threads'.
 *
 * <p>Memory has the lifetime of its chunk. To give a part of it one that ends earlier there is a
 * restricted method and no other way, so the JVM must have been started with {@code
 * --enable-native-access} for this module; {@link HeapSegmentAllocator} and {@link
 * RegionSegmentAllocator} do without. For the same reason the heap or region must not be closed
 * before the arena: the arena's segments would not know.
 */
public final class BlockArena implements Arena {
  private final ArenaMemory memory;
  private final Arena lifetime;

  /** Of 0 bytes; says whose the arena is. To ask the arena for a segment would take memory. */
  private final MemorySegment probe;

  /** Addresses of the blocks; guarded by itself. */
  private final List<Long> blocks = new ArrayList<>();

  @SuppressWarnings("restricted") // checked before
  private BlockArena(ArenaMemory memory, Arena lifetime) {
    this.memory = memory;
    this.lifetime = lifetime;
    probe = MemorySegment.NULL.reinterpret(lifetime, null);
  }

  /**
   * An arena of a heap's blocks for the thread that calls this.
   *
   * @throws UnsupportedOperationException if native access is not enabled for this module
   */
  public static BlockArena ofConfined(Heap heap) {
    return confined(new HeapMemory(heap));
  }

  /**
   * An arena of a heap's blocks for all threads, any of which may close it.
   *
   * @throws UnsupportedOperationException if native access is not enabled for this module
   */
  public static BlockArena ofShared(Heap heap) {
    return shared(new HeapMemory(heap));
  }

  /**
   * An arena of a region's blocks for the thread that calls this.
   *
   * @throws UnsupportedOperationException if native access is not enabled for this module
   */
  public static BlockArena ofConfined(RegionSegmentAllocator memory) {
    return confined(new RegionMemory(memory));
  }

  /**
   * An arena of a region's blocks for all threads, any of which may close it.
   *
   * @throws UnsupportedOperationException if native access is not enabled for this module
   */
  public static BlockArena ofShared(RegionSegmentAllocator memory) {
    return shared(new RegionMemory(memory));
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the arena that is returned
  private static BlockArena confined(ArenaMemory memory) {
    checkAccess();
    return new BlockArena(memory, Arena.ofConfined());
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the arena that is returned
  private static BlockArena shared(ArenaMemory memory) {
    checkAccess();
    return new BlockArena(memory, Arena.ofShared());
  }

  private static void checkAccess() {
    Module module = BlockArena.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      throw new UnsupportedOperationException(
          "arenas of off-heap blocks need --enable-native-access=" + name);
    }
  }

  /**
   * Takes a zeroed block; 0 bytes take none.
   *
   * @param byteSize at least 0
   * @param byteAlignment a power of two, at most what the heap or the region can: usually 2 MiB
   * @throws IllegalArgumentException if a parameter is out of its range
   * @throws IllegalStateException if the arena, the heap or the region is closed
   * @throws WrongThreadException if the arena is another thread's
   * @throws OutOfMemoryError if the limit or the system allows no such block
   */
  @Override
  @SuppressWarnings("restricted") // checked when the arena was made
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    memory.check(byteSize, byteAlignment);
    if (byteSize == 0) return lifetime.allocate(0, byteAlignment);
    if (!probe.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException("Attempted access outside owning thread");
    }
    synchronized (blocks) {
      if (!lifetime.scope().isAlive()) throw new IllegalStateException("Already closed");
      long address = memory.takeZeroed(byteSize, byteAlignment);
      MemorySegment segment = memory.segmentOf(address, byteSize);
      blocks.add(address);
      return segment.reinterpret(lifetime, null);
    }
  }

  @Override
  public MemorySegment.Scope scope() {
    return lifetime.scope();
  }

  /**
   * Ends the lifetime of all segments, then gives the blocks back.
   *
   * @throws IllegalStateException if the arena is closed, or a segment of it is in use by a call
   *     that forbids this; then nothing has changed
   * @throws WrongThreadException if the arena is another thread's
   */
  @Override
  public void close() {
    synchronized (blocks) {
      lifetime.close();
      blocks.forEach(memory::giveBack);
      blocks.clear();
    }
  }

  private record RegionMemory(RegionSegmentAllocator blocks) implements ArenaMemory {
    @Override
    public void check(long byteSize, long byteAlignment) {
      blocks.check(byteSize, byteAlignment);
    }

    @Override
    public long takeZeroed(long byteSize, long byteAlignment) {
      long address = blocks.take(byteSize, byteAlignment);
      segmentOf(address, byteSize).fill((byte) 0);
      return address;
    }

    @Override
    public MemorySegment segmentOf(long address, long byteSize) {
      return blocks.segmentOf(address, byteSize);
    }

    @Override
    public void giveBack(long address) {
      blocks.giveBack(address);
    }
  }

  private record HeapMemory(Heap heap) implements ArenaMemory {
    @Override
    public void check(long byteSize, long byteAlignment) {
      heap.checkRequest(byteSize, byteAlignment);
    }

    @Override
    public long takeZeroed(long byteSize, long byteAlignment) {
      long address = heap.tryAllocateZeroed(byteSize, byteAlignment);
      if (address != Heap.NULL) return address;
      throw HeapSegmentAllocator.exhausted(heap, byteSize, byteAlignment);
    }

    @Override
    public MemorySegment segmentOf(long address, long byteSize) {
      return heap.segment(address, byteSize);
    }

    @Override
    public void giveBack(long address) {
      heap.free(address);
    }
  }
}
