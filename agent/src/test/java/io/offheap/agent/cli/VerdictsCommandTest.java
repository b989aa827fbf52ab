package io.offheap.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.Programs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictsCommandTest {
  private static final Path MOVED = Path.of("src/test/resources/programs/moved/Matrix.java");
  private static final Path KEPT =
      Path.of("src/test/resources/programs/kept/SharedAndLookedUp.java");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void compile() {
    Programs.compile(folder, List.of(MOVED, KEPT), "-g");
  }

  private int run(String... arguments) {
    return VerdictsCommand.run(arguments, new PrintStream(out), new PrintStream(err));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void folder_givesALineForEachSite() {
    assertThat(run("verdicts", folder.toString())).isZero();
    assertThat(text(out).lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("{\"site\":\"") && line.endsWith("\"}"))
        .anyMatch(line -> line.contains("\"verdict\":\"KEPT\",\"reason\":\"NOT_PRIVATE\""));
    assertThat(text(err)).isEmpty();
  }

  @Test
  void jar_givesTheSameLines() throws IOException {
    Path jar = folder.resolve("p.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("Matrix.class"));
      zip.write(Files.readAllBytes(folder.resolve("Matrix.class")));
    }
    assertThat(run("verdicts", "--strict", jar.toString())).isZero();
    assertThat(text(out).lines()).hasSize(2).allMatch(line -> line.contains("\"MOVED\""));
  }

  @Test
  void strict_endsWithOneWhenASiteIsKept() {
    assertThat(run("verdicts", "--strict", folder.toString())).isEqualTo(1);
  }

  @Test
  void badInput_isOneLineAndStatusTwo() throws IOException {
    Path noJar = Files.writeString(folder.resolve("no.jar"), "text");
    for (String[] arguments :
        List.of(
            new String[] {},
            new String[] {"verdict"},
            new String[] {"verdicts"},
            new String[] {"verdicts", "--loud", "x"},
            new String[] {"verdicts", folder.resolve("none").toString()},
            new String[] {"verdicts", noJar.toString()})) {
      err.reset();
      assertThat(run(arguments)).isEqualTo(2);
      assertThat(text(err).lines()).hasSize(1);
      assertThat(text(err)).doesNotContain("Exception");
    }
    assertThat(text(out)).isEmpty();
  }

  @Test
  void help_isPrinted() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).startsWith("usage: java -jar offheap-agent.jar verdicts");
  }

  @Test
  void sites_namesWhatWouldMove() throws IOException {
    assertThat(run("sites", folder.toString())).isZero();

    List<String> lines = text(out).lines().toList();
    assertThat(lines)
        .contains("Matrix#<init>(I)V:11", "Matrix#times(LMatrix;)LMatrix;:18")
        .allMatch(line -> line.matches("[A-Za-z]+#.*\\(.*:[0-9]+"));
    assertThat(text(err)).isEmpty();

    Path sites = Files.write(folder.resolve("sites"), lines);
    out.reset();
    assertThat(run("verdicts", "--sites=" + sites, folder.toString())).isZero();
    assertThat(text(out).lines().filter(line -> line.contains("\"MOVED\"")))
        .hasSizeGreaterThanOrEqualTo(lines.size());
  }

  @Test
  void sitesKept_givesReasonsAndCounts() {
    assertThat(run("sites", "--kept", folder.toString())).isZero();

    assertThat(text(out)).contains("NOT_PRIVATE: held in field", " NOT_PRIVATE\n");
  }

  @Test
  void sitesThatNameNothing_areBadInput() throws IOException {
    Path sites =
        Files.write(
            folder.resolve("sites"),
            List.of("# comment", "Matrix#missing", "no.such.Class#f", "Matrix#main()V:3"));

    assertThat(run("verdicts", "--sites=" + sites, folder.toString())).isEqualTo(2);

    assertThat(text(err).lines())
        .containsExactly(
            "offheap: "
                + sites
                + ": Matrix#missing: the sites file names a field that does not exist",
            "offheap: "
                + sites
                + ": Matrix.main()V:3: the sites file names a line that allocates no array of primitives",
            "offheap: "
                + sites
                + ": no.such.Class: the sites file names a class that is not there");
  }
}
