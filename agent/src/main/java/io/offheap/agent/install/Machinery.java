package io.offheap.agent.install;

import io.offheap.agent.code.Methods;
import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.options.AgentOptions;
import io.offheap.agent.report.VerdictReport;
import io.offheap.agent.site.Designations;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.array.DirectAccess;
import io.offheap.array.PrimitiveArray;
import io.offheap.memory.BackendChoice;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the first marked class sets going: engine, weaver, Byte Buddy, the memory for the arrays.
 * None of these classes is loaded before. Thread-safe.
 */
final class Machinery {
  private final AgentOptions options;
  private final Designations designations;
  private final VerdictReport report;
  private final Recordings recordings;
  private final Instrumentation instrumentation;
  private final Beans beans = new Beans();
  private @Nullable ClassWeaving weaving;

  Machinery(
      AgentOptions options,
      Designations designations,
      VerdictReport report,
      Recordings recordings,
      Instrumentation instrumentation) {
    this.recordings = recordings;
    this.instrumentation = instrumentation;
    this.options = options;
    this.designations = designations;
    this.report = report;
  }

  synchronized ClassWeaving get() {
    ClassWeaving started = weaving;
    if (started == null) {
      allowDirectAccess();
      ArrayOptions arrays = arrayOptions();
      configure(arrays);
      recordings.runAside();
      beans.memoryConfigured();
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

  /** The program has begun to use JMX. */
  void jmxUsed() {
    beans.jmxUsed();
  }

  /** Reports a class that could not even be looked at. */
  void failed(String className, Throwable cause) {
    report.add(
        List.of(
            new SiteVerdict(
                Methods.dotted(className),
                "class",
                "",
                false,
                Reason.WEAVE_FAILED,
                String.valueOf(cause))));
  }

  /** To the one class that needs it: the program sees nothing of this. */
  private void allowDirectAccess() {
    try {
      instrumentation.redefineModule(
          Object.class.getModule(),
          Set.of(),
          Map.of("jdk.internal.misc", Set.of(DirectAccess.module())),
          Map.of(),
          Set.of(),
          Map.of());
    } catch (IllegalArgumentException _) {
      // No such package in this JDK. Handles use segments.
    }
  }

  private void configure(ArrayOptions arrays) {
    try {
      ArrayMemory.configure(arrays, recordings);
    } catch (IllegalStateException e) {
      // The application uses the library itself and was first. Its memory serves woven classes as
      // well.
      System.err.println(
          "offheap: limit, min, allocator, exhausted and native have no effect: " + e.getMessage());
    }
  }

  private ArrayOptions arrayOptions() {
    ArrayOptions defaults = ArrayOptions.defaults();
    return new ArrayOptions(
        options.limitBytes() == 0 ? defaults.limitBytes() : options.limitBytes(),
        options.allocator(),
        options.minBytes() < 0 ? defaults.minBytes() : options.minBytes(),
        options.failOnExhaustion(),
        options.nativeBackend() ? BackendChoice.AUTO : BackendChoice.PORTABLE);
  }
}
