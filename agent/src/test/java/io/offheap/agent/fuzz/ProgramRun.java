package io.offheap.agent.fuzz;

import java.lang.reflect.InvocationTargetException;
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

  /** Whether the result of a run is that the JVM's verifier does not take a class. */
  static boolean isRefusedByVerifier(String result) {
    return result.startsWith("failed: " + VerifyError.class.getName())
        || result.startsWith("not run: " + VerifyError.class.getName());
  }

  private static String run(Map<String, byte[]> classes, String className) {
    try {
      Class<?> program = Class.forName(className, true, loader(classes));
      return String.valueOf(program.getMethod("run").invoke(null));
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
