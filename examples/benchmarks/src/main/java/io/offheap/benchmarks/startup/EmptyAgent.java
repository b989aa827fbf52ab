package io.offheap.benchmarks.startup;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;

/**
 * An agent that does nothing, to compare with. With the option {@code transformer} it is shown
 * every class that is loaded and looks at none. The benchmarks' jar names it in its manifest.
 */
public final class EmptyAgent {
  private EmptyAgent() {}

  /** Called by the virtual machine. */
  public static void premain(String options, Instrumentation instrumentation) {
    if ("transformer".equals(options))
      instrumentation.addTransformer(new ClassFileTransformer() {});
  }
}
