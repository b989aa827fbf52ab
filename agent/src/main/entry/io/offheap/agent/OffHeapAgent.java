package io.offheap.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * What the JVM calls first. Compiled for Java 8, and free of any reference to the rest of the agent
 * but by name, so that on a Java too old for the agent the user reads one line instead of a stack
 * trace.
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
      problem =
          (String)
              Class.forName("io.offheap.agent.install.AgentStart")
                  .getMethod("start", String.class, Instrumentation.class)
                  .invoke(null, options, instrumentation);
    } catch (InvocationTargetException e) {
      System.err.println("offheap: " + e.getCause() + "; the program runs without the agent");
      return;
    } catch (ReflectiveOperationException e) {
      System.err.println("offheap: " + e + "; the program runs without the agent");
      return;
    } catch (LinkageError e) {
      System.err.println("offheap: " + e + "; the program runs without the agent");
      return;
    }
    if (problem != null) {
      System.err.println(problem);
      System.exit(1);
    }
  }

  /** The command line: {@code java -jar offheap-agent.jar verdicts …}. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    if (tooOld("")) {
      System.exit(2);
    }
    Object status =
        Class.forName("io.offheap.agent.cli.VerdictsCommand")
            .getMethod("run", String[].class)
            .invoke(null, (Object) arguments);
    System.exit((Integer) status);
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
