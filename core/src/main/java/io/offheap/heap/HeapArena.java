package io.offheap.heap;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link Arena} whose blocks come from a heap and go back to it when the arena is closed.
 *
 * <p>It keeps all that {@link Arena} promises: segments are zeroed, they refuse access after {@link
 * #close}, and a confined arena's segments refuse access from other threads. Giving a part of the
 * heap's memory a lifetime of its own takes a restricted method, so the JVM must have been started
 * with {@code --enable-native-access} for this module.
 */
public final class HeapArena implements Arena {
  private final Heap heap;
  private final Arena lifetime;

  /** Guarded by itself. */
  private final List<Long> blocks = new ArrayList<>();

  private HeapArena(Heap heap, Arena lifetime) {
    this.heap = heap;
    this.lifetime = lifetime;
  }

  /**
   * An arena for the thread that calls this.
   *
   * @throws UnsupportedOperationException if native access is not enabled for this module
   */
  @SuppressWarnings("MustBeClosedChecker") // closed with the arena that is returned
  public static HeapArena ofConfined(Heap heap) {
    checkAccess();
    return new HeapArena(heap, Arena.ofConfined());
  }

  /**
   * An arena for all threads.
   *
   * @throws UnsupportedOperationException if native access is not enabled for this module
   */
  @SuppressWarnings("MustBeClosedChecker") // closed with the arena that is returned
  public static HeapArena ofShared(Heap heap) {
    checkAccess();
    return new HeapArena(heap, Arena.ofShared());
  }

  private static void checkAccess() {
    Module module = HeapArena.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      throw new UnsupportedOperationException(
          "arenas of the heap need --enable-native-access=" + name);
    }
  }

  /**
   * Takes a zeroed block.
   *
   * @param byteSize at least 0
   * @param byteAlignment a power of two, at most {@link Heap#maxByteAlignment()}
   * @throws IllegalArgumentException if a parameter is out of its range
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if the arena is another thread's
   * @throws OutOfMemoryError if the heap's limit or the system allows no such block
   */
  @Override
  @SuppressWarnings("restricted") // checked when the arena was made
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    lifetime.allocate(0); // is it open, and this thread's?
    synchronized (blocks) {
      if (!lifetime.scope().isAlive()) throw new IllegalStateException("Already closed");
      long address = heap.tryAllocateZeroed(byteSize, byteAlignment);
      if (address == Heap.NULL) {
        throw HeapSegmentAllocator.exhausted(heap, byteSize, byteAlignment);
      }
      blocks.add(address);
      return heap.segment(address, byteSize).reinterpret(lifetime, null);
    }
  }

  @Override
  public MemorySegment.Scope scope() {
    return lifetime.scope();
  }

  /** Ends the lifetime of all segments, then gives the blocks back. */
  @Override
  public void close() {
    synchronized (blocks) {
      lifetime.close();
      blocks.forEach(heap::free);
      blocks.clear();
    }
  }
}
