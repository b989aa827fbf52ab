package io.offheap.heap;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link Arena} whose blocks come from any byte allocator over a region, and go back to it when
 * the arena is closed.
 *
 * <p>It keeps all that {@link Arena} promises: segments are zeroed and aligned, they refuse access
 * after {@link #close}, and a confined arena and its segments refuse every thread but their own.
 *
 * <p>Memory of a region has the lifetime of its chunk. To give a part of it one that ends earlier
 * there is a restricted method and no other way, so the JVM must have been started with {@code
 * --enable-native-access} for this module; {@link RegionSegmentAllocator} does without. For the
 * same reason the region must not be closed before the arena: the arena's segments would not know.
 */
public final class RegionArena implements Arena {
  private final RegionSegmentAllocator memory;
  private final Arena lifetime;

  /** Addresses in the region; guarded by itself. */
  private final List<Long> blocks = new ArrayList<>();

  private RegionArena(RegionSegmentAllocator memory, Arena lifetime) {
    this.memory = memory;
    this.lifetime = lifetime;
  }

  /**
   * An arena for the thread that calls this. Other arenas over the same allocator may be other
   * threads'.
   *
   * @throws UnsupportedOperationException if native access is not enabled for this module
   */
  @SuppressWarnings("MustBeClosedChecker") // closed with the arena that is returned
  public static RegionArena ofConfined(RegionSegmentAllocator memory) {
    checkAccess();
    return new RegionArena(memory, Arena.ofConfined());
  }

  /**
   * An arena for all threads, any of which may close it.
   *
   * @throws UnsupportedOperationException if native access is not enabled for this module
   */
  @SuppressWarnings("MustBeClosedChecker") // closed with the arena that is returned
  public static RegionArena ofShared(RegionSegmentAllocator memory) {
    checkAccess();
    return new RegionArena(memory, Arena.ofShared());
  }

  private static void checkAccess() {
    Module module = RegionArena.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      throw new UnsupportedOperationException(
          "arenas of a region need --enable-native-access=" + name);
    }
  }

  /**
   * Takes a zeroed block.
   *
   * @param byteSize at least 0
   * @param byteAlignment a power of two, at most {@link io.offheap.memory.Region#byteAlignment()}
   * @throws IllegalArgumentException if a parameter is out of its range
   * @throws IllegalStateException if the arena or the region is closed
   * @throws WrongThreadException if the arena is another thread's
   * @throws OutOfMemoryError if the region's limit or the system allows no such block
   */
  @Override
  @SuppressWarnings("restricted") // checked when the arena was made
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    memory.check(byteSize, byteAlignment);
    MemorySegment empty = lifetime.allocate(0, byteAlignment); // is it open, and this thread's?
    if (byteSize == 0) return empty;
    synchronized (blocks) {
      if (!lifetime.scope().isAlive()) throw new IllegalStateException("Already closed");
      long address = memory.take(byteSize, byteAlignment);
      MemorySegment segment = memory.segmentOf(address, byteSize);
      blocks.add(address);
      return segment.fill((byte) 0).reinterpret(lifetime, null);
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
}
