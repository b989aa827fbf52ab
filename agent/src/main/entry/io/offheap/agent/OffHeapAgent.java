package io.offheap.agent;

import io.offheap.agent.cli.VerdictsCommand;
import io.offheap.agent.install.AgentStart;
import java.lang.instrument.Instrumentation;

/**
 * What the JVM calls first. Compiled for Java 8, and what it calls is linked only when it is
 * called, so that on a Java too old for the agent the user reads one line instead of a stack trace.
 */
public final class OffHeapAgent {
  private static final int NEEDED = 25;
  private static boolean started;

  private OffHeapAgent() {}

  /** Called by the JVM for {@code -javaagent:offheap-agent.jar=options}. */
  public static void premain(String options, Instrumentation instrumentation) {
    if (tooOld("; the program runs without it")) {
      return;
    }
    if (started) {
      System.err.println("offheap: the agent was given twice; the second one is ignored");
      return;
    }
    started = true;
    String problem;
    try {
      problem = AgentStart.start(options, instrumentation);
    } catch (RuntimeException | LinkageError e) {
      System.err.println("offheap: " + e + "; the program runs without the agent");
      return;
    }
    if (problem != null) {
      System.err.println(problem);
      System.exit(1);
    }
  }

  /** The command line: {@code java -jar offheap-agent.jar verdicts …}. */
  public static void main(String[] arguments) {
    System.exit(tooOld("") ? 2 : VerdictsCommand.run(arguments));
  }

  private static boolean tooOld(String consequence) {
    String version = System.getProperty("java.specification.version", "0");
    boolean tooOld = version.indexOf('.') >= 0 || Integer.parseInt(version) < NEEDED;
    if (tooOld) {
      System.err.println(
          "offheap: needs Java "
              + NEEDED
              + " or newer, this is "
              + System.getProperty("java.version")
              + consequence);
    }
    return tooOld;
  }
}
