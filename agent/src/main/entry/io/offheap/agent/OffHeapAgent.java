package io.offheap.agent;

import java.lang.instrument.Instrumentation;

/**
 * What the JVM calls first. Compiled for Java 8, and free of any reference to the rest of the agent
 * but by name, so that on a Java too old for the agent the user reads one line instead of a stack
 * trace.
 */
public final class OffHeapAgent {
  private OffHeapAgent() {}

  /** Called by the JVM for {@code -javaagent:offheap-agent.jar=options}. */
  public static void premain(String options, Instrumentation instrumentation) {}
}
