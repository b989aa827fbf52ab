package io.offheap.jfr;

import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.heap.Heap;
import io.offheap.heap.HeapListener;
import org.jspecify.annotations.Nullable;

/**
 * Makes the memory of the process visible in Flight Recorder.
 *
 * <p>No type of the module {@code jdk.jfr} appears here, so the class is safe to use where that is
 * absent.
 */
public final class FlightEvents {
  private static boolean installed;

  private FlightEvents() {}

  /**
   * Arranges that every recording, from now on or already running, has the events of {@link
   * ArrayMemory}'s heap and of {@link SiteVerdicts}. To be called after the array memory has been
   * configured. Further calls have no effect, nor has the first where Flight Recorder is missing
   * from the run-time image. Thread-safe.
   */
  public static synchronized void install() {
    if (installed) return;
    watch(new OfArrays());
  }

  /** Watches this source instead of any before. */
  static synchronized void watch(Source source) {
    installed = true;
    if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) Recorder.watch(source);
  }

  /** What is recorded. */
  interface Source {
    /** Null as long as it has not been opened; recording must not open it. */
    @Nullable Heap heap();

    /** Sets who hears of the heap, now or when it is opened; null for nobody. */
    void setListener(@Nullable HeapListener listener);

    /** What the heap and the arrays in it are like. */
    ArrayOptions options();
  }

  private static final class OfArrays implements Source {
    @Override
    public @Nullable Heap heap() {
      return ArrayMemory.heapIfOpen();
    }

    @Override
    public void setListener(@Nullable HeapListener listener) {
      ArrayMemory.setHeapListener(listener);
    }

    @Override
    public ArrayOptions options() {
      return ArrayMemory.options();
    }
  }
}
