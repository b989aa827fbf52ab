package io.offheap.benchmarks.startup;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing, to compare with. The benchmarks' jar names it in its manifest. */
public final class EmptyAgent {
  private EmptyAgent() {}

  /** Called by the virtual machine. */
  public static void premain(String options, Instrumentation instrumentation) {}
}
