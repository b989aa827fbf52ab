package io.offheap.agent.fuzz;

import java.util.function.Supplier;

/** Says now and then how far something has come. */
final class Progress {
  private static final long FIRST_NANOS = 2_000_000_000L;
  private static final long PAUSE_NANOS = 10_000_000_000L;

  private long next = System.nanoTime() + FIRST_NANOS;

  /** Prints the line if the last one is long enough ago. */
  void at(Supplier<String> line) {
    if (System.nanoTime() - next >= 0) {
      say(line.get());
      next = System.nanoTime() + PAUSE_NANOS;
    }
  }

  /** Prints the line. */
  static void say(String line) {
    System.out.println("fuzz: " + line);
  }
}
