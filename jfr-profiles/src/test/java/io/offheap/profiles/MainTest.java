package io.offheap.profiles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @Test
  void compare_putsRunsSideBySide() throws IOException {
    String plain = record("plain.jfr", () -> collect(3));
    String agent =
        record(
            "agent.jfr",
            () -> {
              collect(1);
              TestRecording.statistics(100 << 20, 128 << 20, 0, 0);
              TestRecording.verdict("a.B.c()V:1", "MOVED", "", "");
              TestRecording.verdict("a.B.d()V:2", "KEPT", "RETURNED", "");
            });
    int status =
        run("compare", "--row", "wall time|4.0 s|5.0 s", "--row", "same|yes|", plain, agent);
    assertThat(status).isZero();
    assertThat(rows())
        .contains(
            List.of("wall time", "4.0 s", "5.0 s", "1.25"),
            List.of("same", "yes"),
            List.of("off-heap committed, peak", "128.0 MB"),
            List.of("off-heap used, peak", "100.0 MB"),
            List.of("sites moved", "1"),
            List.of("sites kept", "1"))
        .anyMatch(row -> row.get(0).equals("peak Java heap") && row.size() == 4)
        .anyMatch(row -> row.get(0).equals("total pause") && row.size() == 4);
    List<String> collections =
        rows().stream().filter(row -> row.get(0).equals("collections")).findFirst().orElseThrow();
    assertThat(Integer.parseInt(collections.get(1))).isGreaterThanOrEqualTo(3);
    assertThat(Integer.parseInt(collections.get(2))).isPositive();
  }

  @Test
  void compare_takesMediansOfSeveralRuns() throws IOException {
    String plain = record("plain.jfr", () -> {});
    String small = record("1.jfr", () -> TestRecording.statistics(0, 1 << 20, 0, 0));
    String large = record("2.jfr", () -> TestRecording.statistics(0, 90 << 20, 0, 0));
    String middle = record("3.jfr", () -> TestRecording.statistics(0, 5 << 20, 0, 0));
    assertThat(run("compare", plain, small, plain, large, plain, middle)).isZero();
    assertThat(rows()).contains(List.of("off-heap committed, peak", "5.0 MB"));
  }

  @Test
  void summary_isPrinted() throws IOException {
    String agent = record("a.jfr", () -> TestRecording.verdict("a.B.c()V:1", "MOVED", "", ""));
    assertThat(run("summary", agent)).isZero();
    assertThat(out.toString(UTF_8)).contains("1 moved, 0 kept");
  }

  @Test
  void damagedRecordings_areAMistake() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(record("whole.jfr", () -> collect(1))));
    for (int length : new int[] {1, 60, 100, whole.length / 2, whole.length - 10}) {
      Path cut = Files.write(folder.resolve("cut.jfr"), Arrays.copyOf(whole, length));
      assertMistake("not a complete Flight Recorder file: " + cut, "summary", cut.toString());
    }
  }

  /** As where the constant pool has lost the method of a frame. */
  @Test
  void damagedEvent_isAMistake() throws IOException {
    Path whole = Path.of(record("whole.jfr", () -> collect(1)));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() ->
            Recordings.read(
                whole,
                event -> {
                  throw new NullPointerException("no method");
                }))
        .withMessage("not a complete Flight Recorder file: " + whole + " (no method)");
  }

  @Test
  void filesThatAreNoRecordings_areAMistake() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jfr"));
    assertMistake("the file is empty: " + empty, "summary", empty.toString());
    Path foreign = Files.writeString(folder.resolve("foreign.jfr"), "no recording\n".repeat(100));
    assertMistake("not a complete Flight Recorder file", "compare", foreign + "", foreign + "");
    assertMistake("no such file: nothing.jfr", "summary", "nothing.jfr");
    assertMistake("no such file: " + folder, "summary", folder.toString());
  }

  @Test
  void wrongArguments_areAMistake() {
    assertMistake("no command given");
    assertMistake("unknown command tell", "tell");
    assertMistake("summary needs one recording", "summary");
    assertMistake("compare needs recordings in pairs", "compare", "a.jfr");
    assertMistake("--row needs a value", "compare", "--row");
    assertMistake("--row needs LABEL|WITHOUT|WITH, not 'a|b'", "compare", "--row", "a|b");
  }

  @Test
  void help_isShown() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: ");
  }

  private void assertMistake(String message, String... arguments) {
    err.reset();
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("offheap-jfr-profiles: " + message);
    assertThat(out.size()).isZero();
  }

  private String record(String name, Runnable action) throws IOException {
    return TestRecording.record(folder.resolve(name), action).toString();
  }

  private static void collect(int times) {
    for (int i = 0; i < times; i++) {
      System.gc();
    }
  }

  private int run(String... arguments) {
    return Main.run(
        List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private List<List<String>> rows() {
    return out.toString(UTF_8).lines().map(line -> List.of(line.strip().split(" {2,}"))).toList();
  }
}
