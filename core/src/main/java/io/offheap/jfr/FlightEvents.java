package io.offheap.jfr;

import io.offheap.array.ArrayMemory;
import io.offheap.heap.Heap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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
    watch(
        new Source(
            ArrayMemory::heap,
            () -> ArrayMemory.options().minBytes(),
            () -> ArrayMemory.options().failOnExhaustion()));
  }

  /** Watches this source instead of any before. */
  static synchronized void watch(Source source) {
    installed = true;
    if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) Recorder.watch(source);
  }

  /**
   * What is recorded. Suppliers, because the heap need not exist before the first recording.
   *
   * @param minBytes the gate
   * @param failOnExhaustion whether exhaustion is an error
   */
  record Source(Supplier<Heap> heap, LongSupplier minBytes, BooleanSupplier failOnExhaustion) {}
}
