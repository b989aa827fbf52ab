package io.offheap.agent.install;

import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.options.AgentOptions;
import io.offheap.agent.report.VerdictReport;
import io.offheap.agent.site.Designations;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.array.PrimitiveArray;
import io.offheap.jfr.FlightEvents;
import io.offheap.jfr.SiteVerdicts;
import org.jspecify.annotations.Nullable;

/**
 * What the first marked class sets going: engine, weaver, Byte Buddy, the memory for the arrays.
 * None of these classes is loaded before. Thread-safe.
 */
final class Machinery {
  private final AgentOptions options;
  private final Designations designations;
  private final VerdictReport report;
  private @Nullable ClassWeaving weaving;

  Machinery(AgentOptions options, Designations designations, VerdictReport report) {
    this.options = options;
    this.designations = designations;
    this.report = report;
  }

  synchronized ClassWeaving get() {
    ClassWeaving started = weaving;
    if (started == null) {
      ArrayOptions arrays = arrayOptions();
      ArrayMemory.configure(arrays, Machinery::showInFlightRecorder);
      startWatching();
      started =
          new ClassWeaving(
              options,
              new VerdictEngine(designations, arrays.minBytes()),
              report,
              new RuntimeVisibility(PrimitiveArray.class));
      weaving = started;
    }
    return started;
  }

  /** Passes a verdict on to the recordings. */
  static void publish(SiteVerdict verdict) {
    SiteVerdicts.add(
        new io.offheap.jfr.SiteVerdict(
            verdict.site(),
            verdict.kind(),
            verdict.type(),
            verdict.verdict(),
            verdict.reason().name(),
            verdict.detail()));
  }

  /**
   * Lets Flight Recorder see the verdicts also of programs that never allocate. On a thread of its
   * own, since a class is being loaded here and the recorder loads many; whoever allocates first
   * does the same and waits for it.
   */
  private static void startWatching() {
    Thread thread = new Thread(Machinery::showInFlightRecorder, "offheap-recorder");
    thread.setDaemon(true);
    thread.start();
  }

  private static void showInFlightRecorder() {
    try {
      FlightEvents.install();
    } catch (RuntimeException | LinkageError e) {
      System.err.println("offheap: recordings will lack the off-heap events: " + e);
    }
  }

  private ArrayOptions arrayOptions() {
    ArrayOptions defaults = ArrayOptions.defaults();
    return new ArrayOptions(
        options.limitBytes() == 0 ? defaults.limitBytes() : options.limitBytes(),
        options.allocator(),
        options.minBytes() < 0 ? defaults.minBytes() : options.minBytes(),
        options.failOnExhaustion());
  }
}
