package io.offheap.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as a program that can be compared. */
class PreparationTest {
  private static final Differential.Mode MODE = Differential.Mode.ALL_MOVED;

  private static Preparation.Ready prepared(Target target, String text) {
    return new Preparation(List.of(target), new Differential(Differential.Sabotage.NONE))
        .prepare(1, text, MODE);
  }

  @Test
  void codeOfEcjThatNoJvmTakes_isNoProgram() {
    // ECJ 3.43 leaves the operand of the constant condition on the stack.
    Preparation.Ready program =
        prepared(
            Target.ECJ_11,
            """
            package p1;
            import io.offheap.OffHeap;
            public class P {
              private static int @OffHeap [] a = {1, 2};
              static void out(Object o) {}
              static void pick(int n) {
                for (int i = 0; i < n; i++) {
                  out((((5 < 0) & (200 > n)) ^ (1 > 200)) ? a[1] : a[0]);
                }
              }
              public static String run() { pick(3); return ""; }
            }
            """);

    assertThat(program.errors()).contains("VerifyError");
    assertThat(program.difference(MODE)).isEmpty();
  }

  @Test
  void classThatNoJvmTakesAndNobodyUses_isFound() {
    String program = "package p1; public class P { public static String run() { return \"\"; } }";
    Map<String, byte[]> classes =
        Target.JAVAC_25
            .compiler()
            .compile("p1.P", program + " class Q { int q() { return 1; } }")
            .classes();
    assertThat(ProgramRun.of(classes, "p1.P")).isEmpty();

    classes.computeIfPresent("p1.Q", (name, file) -> Arrays.copyOf(file, file.length - 1));

    assertThat(ProgramRun.of(classes, "p1.P"))
        .contains("ClassFormatError")
        .matches(ProgramRun::isRefused);
  }

  @Test
  void programWithoutItsPackage_isNone() {
    Preparation.Ready program =
        prepared(Target.JAVAC_25, "public class P { public static String run() { return \"\"; } }");

    assertThat(program.errors()).contains("ClassNotFoundException: p1.P");
  }
}
