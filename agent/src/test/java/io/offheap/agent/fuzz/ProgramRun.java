package io.offheap.agent.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;

/** Runs a compiled program in a class loader of its own. */
final class ProgramRun {
  /**
   * Far more than any program needs. The frames of woven methods are larger, so with a stack that
   * the plain program nearly fills, the woven one overflows: a random program that recursed 3000
   * calls deep did so with 1 MiB, and ran like the plain one with 2 MiB. That is documented; it is
   * not what is compared here.
   */
  private static final long STACK_BYTES = 64L << 20;

  private static final String REFUSED = "refused: ";

  private ProgramRun() {}

  /** What the program's {@code static String run()} returns, or what kept it from returning. */
  static String of(Map<String, byte[]> classes, String className) {
    String[] result = {"not run"};
    Thread thread =
        new Thread(null, () -> result[0] = run(classes, className), "program", STACK_BYTES);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return result[0];
  }

  /**
   * Whether the result of a run is that there was nothing to run: the JVM does not take one of the
   * classes, or none is the program.
   */
  static boolean isRefused(String result) {
    return result.startsWith(REFUSED);
  }

  private static String run(Map<String, byte[]> classes, String className) {
    ClassLoader loader = loader(classes);
    Method entry;
    try {
      for (String name : classes.keySet()) {
        // Links the class, so that the JVM verifies it even if the program never uses it.
        var _ = Class.forName(name, false, loader).getDeclaredMethods();
      }
      entry = Class.forName(className, false, loader).getMethod("run");
    } catch (ReflectiveOperationException | LinkageError e) {
      return REFUSED + e;
    }
    try {
      return String.valueOf(entry.invoke(null));
    } catch (InvocationTargetException e) {
      return "failed: " + e.getCause();
    } catch (ReflectiveOperationException | LinkageError e) {
      return "not run: " + e;
    }
  }

  /** A loader of these classes that also shows their files. */
  static MemoryLoader loader(Map<String, byte[]> classes) {
    return new MemoryLoader(classes);
  }
}
