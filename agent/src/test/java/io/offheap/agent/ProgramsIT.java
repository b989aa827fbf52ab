package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test program prints the same without the agent and with it, however it is set. */
class ProgramsIT {
  @TempDir static Path folder;
  private static final List<Path> SOURCES = new ArrayList<>();
  private static ChildJvm.Result plain = new ChildJvm.Result(-1, "", "");

  @BeforeAll
  static void runWithoutTheAgent() throws IOException {
    StringBuilder calls = new StringBuilder();
    for (Programs.Program program : Programs.all()) {
      SOURCES.add(program.source());
      calls.append("    System.out.println(\"== " + program.name() + "\");\n");
      calls.append("    " + program.name() + ".main(args);\n");
    }
    Path driver = folder.resolve("RunAll.java");
    Files.writeString(
        driver,
        "public class RunAll {\n  public static void main(String[] args) throws Exception {\n"
            + calls
            + "  }\n}\n");
    SOURCES.add(driver);
    Programs.compile(folder, SOURCES, "-g");
    plain = run();
    assertThat(plain.err()).isEmpty();
    assertThat(plain.status()).isZero();
    assertThat(plain.out()).contains("== Matrix", "== Serialised");
  }

  private static ChildJvm.Result run(String... options) {
    return run(folder, options);
  }

  private static ChildJvm.Result run(Path classes, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-Xmx64m", "-ea", "-cp", classes.toString(), "RunAll"));
    return ChildJvm.java(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecj", "release17"})
  void output_isTheSameForClassFilesOfOtherCompilers(String compiler) {
    Path classes = folder.resolve(compiler);
    if (compiler.equals("ecj")) {
      Programs.compileWithEcj(classes, SOURCES);
    } else {
      Programs.compile(classes, SOURCES, "-g", "--release", "17", "-Xlint:-options");
    }
    ChildJvm.Result alone = run(classes);

    ChildJvm.Result woven = run(classes, ChildJvm.agent("min=0"));

    assertThat(woven.err()).isEmpty();
    assertThat(woven.out()).isEqualTo(alone.out());
    assertThat(woven.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "min=0",
    "''",
    "'min=0,limit=64k'",
    "'min=0,allocator=slab'",
    "'min=0,allocator=buddy'",
    "'min=0,allocator=tlsf'",
    "min=1t"
  })
  void output_isTheSameWithTheAgent(String options) {
    ChildJvm.Result woven = run(ChildJvm.agent(options));

    assertThat(woven.err()).isEmpty();
    assertThat(woven.out()).isEqualTo(plain.out());
    assertThat(woven.status()).isZero();
  }

  @Test
  void output_isTheSameOnEveryCollectorAndInterpreted() {
    for (String flag :
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseParallelGC",
            "-XX:+UseZGC",
            "-Xint",
            "-XX:TieredStopAtLevel=1")) {
      ChildJvm.Result woven = run(flag, ChildJvm.agent("min=0"));

      assertThat(woven.out()).as(flag).isEqualTo(plain.out());
      assertThat(woven.status()).as(flag).isZero();
    }
  }

  @Test
  void verdictFile_holdsTheVerdictsThatThePrograms_expect() throws IOException {
    Path file = folder.resolve("verdicts.json");

    run(ChildJvm.agent("min=0,verdicts=" + file));

    long moved = expected("MOVED");
    long kept = expected("KEPT");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.stream().filter(line -> line.contains("\"verdict\":\"MOVED\"")))
        .hasSize((int) moved);
    assertThat(lines.stream().filter(line -> line.contains("\"verdict\":\"KEPT\"")))
        .hasSize((int) kept);
    assertThat(moved).isGreaterThanOrEqualTo(10);
    assertThat(kept).isGreaterThanOrEqualTo(10);
  }

  private static long expected(String verdict) {
    return Programs.all().stream()
        .flatMap(program -> program.expected().stream())
        .filter(line -> line.contains(" " + verdict))
        .count();
  }

  @Test
  void dump_holdsEachWovenClassBeforeAndAfter() throws IOException {
    Path dump = folder.resolve("dump");

    run(ChildJvm.agent("min=0,dump=" + dump));

    byte[] original = Files.readAllBytes(folder.resolve("Matrix.class"));
    assertThat(dump.resolve("before/Matrix.class")).hasBinaryContent(original);
    assertThat(Files.readAllBytes(dump.resolve("after/Matrix.class"))).isNotEqualTo(original);
    assertThat(dump.resolve("after/PassedToList.class")).doesNotExist();
  }

  @Test
  void weaving_isDeterministic() throws IOException {
    run(ChildJvm.agent("min=0,dump=" + folder.resolve("one")));
    run(ChildJvm.agent("min=0,dump=" + folder.resolve("two")));

    for (Programs.Program program : Programs.all()) {
      Path first = folder.resolve("one/after/" + program.name() + ".class");
      if (Files.exists(first)) {
        assertThat(folder.resolve("two/after/" + program.name() + ".class"))
            .hasBinaryContent(Files.readAllBytes(first));
      }
    }
  }

  @Test
  void strict_throwsWhereAKeptSiteWouldAllocate() {
    ChildJvm.Result moved =
        ChildJvm.java(ChildJvm.agent("min=0,strict=true"), "-cp", folder.toString(), "Matrix");
    ChildJvm.Result kept =
        ChildJvm.java(
            ChildJvm.agent("min=0,strict=true"), "-cp", folder.toString(), "PassedToList");

    assertThat(moved.err()).isEmpty();
    assertThat(kept.status()).isEqualTo(1);
    assertThat(kept.err().lines().collect(Collectors.toList()))
        .first()
        .isEqualTo(
            "Exception in thread \"main\" io.offheap.OffHeapVerdictError: "
                + "kept on the Java heap: PassedToList.main([Ljava/lang/String;)V:9");
  }
}
