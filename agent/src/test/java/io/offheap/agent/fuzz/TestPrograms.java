package io.offheap.agent.fuzz;

import io.offheap.array.TestMemory;
import java.util.Map;

/** Runs programs that tests have compiled, in this process. */
public final class TestPrograms {
  private TestPrograms() {}

  /** A loader of these classes that also shows their files. */
  public static ClassLoader loader(Map<String, byte[]> classes) {
    return ProgramRun.loader(classes);
  }

  /** What the static method {@code run} of the class returns. */
  public static String run(Map<String, byte[]> classes, String className) {
    return ProgramRun.of(classes, className);
  }

  /** Every handle gets off-heap memory from here on. */
  public static void moveEverything() {
    TestMemory.useMinBytes(0);
  }
}
