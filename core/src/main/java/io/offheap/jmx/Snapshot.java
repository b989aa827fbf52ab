package io.offheap.jmx;

import io.offheap.array.ArrayMemory;
import io.offheap.heap.Heap;
import io.offheap.heap.HeapStatistics;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The statistics that the beans show, taken anew when they are older than a tenth of a second: who
 * reads all attributes, one by one, sees one moment and costs the heap one reading. Thread-safe.
 */
final class Snapshot {
  private static final long MAX_AGE_NANOS = 100_000_000;

  private final Consumer<HeapStatistics> listener;

  // Guarded by this.
  private @Nullable HeapStatistics latest;
  private long takenNanos;

  /**
   * @param listener gets each one that is taken
   */
  Snapshot(Consumer<HeapStatistics> listener) {
    this.listener = listener;
  }

  /** The heap's state; null if it has not been opened. */
  @Nullable HeapStatistics read() {
    HeapStatistics fresh;
    synchronized (this) {
      long now = System.nanoTime();
      if (latest != null && now - takenNanos < MAX_AGE_NANOS) return latest;
      Heap heap = ArrayMemory.heapIfOpen();
      if (heap == null) return null;
      fresh = heap.statistics();
      latest = fresh;
      takenNanos = now;
    }
    listener.accept(fresh); // without the monitor: it registers beans
    return fresh;
  }
}
