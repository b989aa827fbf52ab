package io.offheap.concurrency;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Runs a class of operations both ways. No scenario has a sequential prefix: that would use up what
 * can be used once, and races on it would pass.
 */
public final class Lincheck {
  private static final int ITERATIONS = Integer.getInteger("offheap.lincheck.iterations", 5);
  private static final int LONG_FORM = 100;

  /** Scenarios in which a planted mistake must show. */
  private static final int PLANTED_ITERATIONS = 200;

  /**
   * After how long an invocation counts as hung. The usual ten seconds pass where a machine stands
   * still; a loop without end the model checker finds by its repetitions. The setter is public in
   * the class file, under this name.
   */
  private static final long PATIENCE_MILLIS = 600_000;

  private Lincheck() {}

  /** No scenario may fail. */
  public static void demandSound(Class<?> operations) {
    assertThatCode(() -> model(operations, ITERATIONS)).doesNotThrowAnyException();
    assertThatCode(() -> stress(operations, ITERATIONS)).doesNotThrowAnyException();
  }

  /**
   * Some scenario must fail, or the checker cannot see this kind of mistake. In the short form by
   * the model checker alone: when threads meet by chance, a busy machine may take minutes.
   */
  public static void demandBroken(Class<?> operations) {
    assertThatThrownBy(() -> model(operations, PLANTED_ITERATIONS))
        .as("model checking")
        .isInstanceOf(LincheckAssertionError.class);
    if (ITERATIONS < LONG_FORM) return;
    assertThatThrownBy(() -> stress(operations, PLANTED_ITERATIONS))
        .as("stress")
        .isInstanceOf(LincheckAssertionError.class);
  }

  private static void model(Class<?> operations, int iterations) {
    new ModelCheckingOptions()
        .iterations(iterations)
        .invocationsPerIteration(ITERATIONS < LONG_FORM ? 300 : 3000)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .invocationTimeout$lincheck(PATIENCE_MILLIS)
        .check(operations);
  }

  private static void stress(Class<?> operations, int iterations) {
    new StressOptions()
        .iterations(iterations)
        .invocationsPerIteration(ITERATIONS < LONG_FORM ? 300 : 10_000)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(0)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .invocationTimeout$lincheck(PATIENCE_MILLIS)
        .check(operations);
  }
}
