package io.offheap.examples.atlas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtlasTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void module_isReadAndDescribed() throws IOException {
    assertThat(run("--modules", "java.logging", "--from", "java.util.logging.Logger")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("java.util.logging.Logger.log(LogRecord)")
        .contains("May run from java.util.logging.Logger");
    assertThat(err.toString(UTF_8)).containsPattern("Java heap in use after a collection: \\d+ MB");
  }

  @Test
  void repetitions_giveTheSameResult() throws IOException {
    String[] arguments = {
      "--modules", "java.xml,java.logging", "--from", "java.util.logging.Level"
    };
    assertThat(run(arguments)).isZero();
    String once = out.toString(UTF_8);
    out.reset();
    assertThat(run("--repeat", "3", "--from", arguments[3], "--modules", "java.logging,java.xml"))
        .isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(once);
    assertThat(err.toString(UTF_8))
        .contains("analysis 3 of 3")
        .containsPattern("Data in arrays: \\d+ MB");
  }

  @Test
  void unknownModule_isAMistake() throws IOException {
    assertThat(run("--modules", "java.nothing")).isEqualTo(2);
    assertThat(err.toString(UTF_8).strip())
        .isEqualTo("jdk-atlas: this JDK has no module java.nothing");
    assertThat(out.size()).isZero();
  }

  @Test
  void unknownClass_isAMistake() throws IOException {
    assertThat(run("--modules", "java.logging", "--from", "java.util.ArrayList")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("jdk-atlas: no class java.util.ArrayList in what");
  }

  @Test
  void help_isShown() throws IOException {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(Options.USAGE);
  }

  private int run(String... arguments) throws IOException {
    return Atlas.run(
        List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}
