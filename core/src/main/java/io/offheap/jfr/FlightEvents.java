package io.offheap.jfr;

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
  private FlightEvents() {}

  /** Watches this source instead of any before. */
  static synchronized void watch(Source source) {
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
