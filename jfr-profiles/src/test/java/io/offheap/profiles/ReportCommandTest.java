package io.offheap.profiles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportCommandTest {
  private Path folder = Path.of("");
  private Path recording = Path.of("");

  private record Result(int status, String out, String err) {}

  @BeforeAll
  void record(@TempDir Path temporary) throws Exception {
    folder = temporary;
    recording = SyntheticRecording.write(folder.resolve("a.jfr"));
  }

  @Test
  void html_isWrittenToAFile() throws Exception {
    Path page = folder.resolve("page.html");
    Result result = run("report", recording.toString(), "-o", page.toString());
    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo("wrote " + page + System.lineSeparator());
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .contains("Is memory about to run out?", "com.acme.", "id=\"data\"", TestRecording.ADVICE)
        .doesNotContain("@style@");
  }

  @Test
  void html_isPrintedIfAsked() {
    assertThat(run("report", "-o", "-", recording.toString()).out()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void text_answersTheSixQuestions() {
    assertThat(run("report", recording.toString(), "--format", "text").out())
        .contains(
            "Did it help? Much of the data left the Java heap.",
            "Is memory about to run out? It has run out.",
            "Who leaks?",
            "What is wasted?",
            "Does growth hit latency?",
            "What did not move?",
            "com.acme.Cache.load(I)V:12",
            TestRecording.ADVICE)
        .doesNotContain("{");
  }

  @Test
  void json_hasWhatThePageHas() {
    String json = run("report", recording.toString(), "--format", "json").out();
    assertThat(json)
        .startsWith("{\"recording\":\"a.jfr\"")
        .contains("\"id\":\"OffHeapPressure\",\"severity\":\"")
        .contains("\"peakUsed\":" + (690L << 20))
        .contains("\"slotSize\":8192", "\"advice\":\"" + TestRecording.ADVICE)
        .endsWith("}}\n");
  }

  @Test
  void collapsed_addsUpToTheWeightOfAllSamples() {
    List<String> lines =
        run("report", recording.toString(), "--format", "collapsed").out().lines().toList();
    assertThat(lines).isNotEmpty().allMatch(line -> line.matches("[^ ]+ \\d+"));
    long sum =
        lines.stream()
            .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    assertThat(sum).isEqualTo(Recorded.weight(recording));
    assertThat(lines).anyMatch(line -> line.contains(";long[] "));
  }

  @Test
  void unusableRecordings_endWithOneLineAndTwo() throws Exception {
    byte[] whole = Files.readAllBytes(recording);
    Path cut = Files.write(folder.resolve("cut.jfr"), Arrays.copyOf(whole, whole.length / 2));
    Path empty = Files.createFile(folder.resolve("empty.jfr"));
    Path text = Files.writeString(folder.resolve("text.jfr"), "no recording");
    Path foreign = TestRecording.record(folder.resolve("foreign.jfr"), System::gc);
    assertMistake("not a complete Flight Recorder file", "report", cut.toString());
    assertMistake("the file is empty", "report", empty.toString());
    assertMistake("not a complete Flight Recorder file", "report", text.toString());
    assertMistake("no Off-Heap events", "report", foreign.toString());
    assertMistake("no Off-Heap events", "summary", foreign.toString());
    assertMistake("no such file", "report", "nowhere.jfr");
  }

  @Test
  void wrongOptions_endWithOneLineAndTwo() {
    assertMistake("report needs one recording", "report");
    assertMistake("report needs one recording", "report", "a.jfr", "b.jfr");
    assertMistake("--format is one of html, text", "report", "a.jfr", "--format", "pdf");
    assertMistake("-o needs a value", "report", "a.jfr", "-o");
    assertMistake("unknown option -x", "report", "a.jfr", "-x");
    assertMistake("cannot write", "report", recording.toString(), "-o", folder + "/none/page.html");
  }

  private static void assertMistake(String message, String... arguments) {
    Result result = run(arguments);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains(message);
  }

  private static Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            List.of(arguments),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
  }
}
