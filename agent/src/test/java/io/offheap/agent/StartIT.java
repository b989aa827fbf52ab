package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.heap.HeapOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the agent starts, and what it says when it cannot. */
class StartIT {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path source = folder.resolve("Hello.java");
    Files.writeString(
        source,
        """
        public class Hello {
          public static void main(String[] args) {
            long @io.offheap.OffHeap [] a = new long[5];
            a[4] = 42;
            System.out.println("hello " + a[4]);
          }
        }
        """);
    Path other = folder.resolve("Backend.java");
    Files.writeString(
        other,
        """
        public class Backend {
          public static void main(String[] args) {
            long @io.offheap.OffHeap [] a = new long[5];
            a[4] = 42;
            System.out.println(io.offheap.array.ArrayMemory.heap().backendName() + " " + a[4]);
          }
        }
        """);
    Programs.compile(folder, List.of(source, other), "--release", "17", "-Xlint:-options");
  }

  private static ChildJvm.Result hello(String options) {
    return ChildJvm.java(ChildJvm.agent(options), "-cp", folder.toString(), "Hello");
  }

  @ParameterizedTest
  @CsvSource({
    "native=auto, -Dunused=1, portable",
    "native=auto, --illegal-native-access=deny, portable",
    "native=auto, --enable-native-access=ALL-UNNAMED, native",
    "native=off, --enable-native-access=ALL-UNNAMED, portable"
  })
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void nativeBackend_isUsedOnlyWhereItIsAllowed(String option, String flag, String backend) {
    ChildJvm.Result result =
        ChildJvm.java(ChildJvm.agent("min=0," + option), flag, "-cp", folder.toString(), "Backend");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(backend + " 42\n");
  }

  @Test
  void version_printsNoWarning() {
    ChildJvm.Result plain = ChildJvm.java("-version");
    ChildJvm.Result result = ChildJvm.java(ChildJvm.agent(""), "-version");

    assertThat(result.err()).isEqualTo(plain.err());
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  void markedProgram_printsNoWarning() {
    ChildJvm.Result result = hello("min=0");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("hello 42\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=abc | offheap: limit=abc: expected a size of 64k or more, such as 512m or 4g",
        "limit=0 | offheap: limit=0: expected a size of 64k or more, such as 512m or 4g",
        "sites=/does/not/exist | offheap: sites=/does/not/exist: there is no such file",
        "verdicts=/does/not/exist | offheap: verdicts=/does/not/exist: its folder does not exist or cannot be written",
        "dump=/dev/null/x | offheap: dump=/dev/null/x: the folder cannot be made",
        "colour=red | offheap: unknown option 'colour'; known are limit, allocator, sites, verdicts, strict, exhausted, min, native, dump, help",
      })
  void wrongSetting_endsTheStartWithOneLine(String options, String line) {
    ChildJvm.Result result = hello(options);

    assertThat(result.err()).isEqualTo(line + "\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void unknownAllocator_isAnsweredWithThoseThereAre() {
    ChildJvm.Result result = hello("allocator=magic");

    assertThat(result.err())
        .isEqualTo(
            "offheap: allocator=magic: expected one of "
                + String.join(", ", HeapOptions.allocatorNames())
                + "\n");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void sitesFileWithAWrongLine_isNamedWithTheLine() throws IOException {
    Path sites = Files.writeString(folder.resolve("sites"), "a.B#c\nnonsense\n");

    assertThat(hello("sites=" + sites).err())
        .isEqualTo(
            "offheap: sites="
                + sites
                + ": line 2 is 'nonsense'; expected owner#field or owner#method(descriptor):line\n");
  }

  @Test
  void sitesFileThatNamesNothing_isSaidAtTheEnd() throws IOException {
    Path sites = Files.writeString(folder.resolve("sites"), "Hello#missing\nno.such.Class#f\n");

    ChildJvm.Result result = hello("sites=" + sites);

    assertThat(result.err())
        .isEqualTo("offheap: Hello#missing: the sites file names a field that does not exist\n");
    assertThat(result.out()).isEqualTo("hello 42\n");
  }

  @Test
  void help_printsTheOptionsAndEnds() {
    ChildJvm.Result result = hello("help");

    assertThat(result.out()).contains("limit=SIZE", "allocator=NAME", "sites=FILE", "dump=FOLDER");
    assertThat(result.out()).doesNotContain("hello");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  void agentGivenTwice_saysSoOnceAndGoesOn() {
    ChildJvm.Result result =
        ChildJvm.java(
            ChildJvm.agent("min=0"), ChildJvm.agent("limit=2m"), "-cp", folder.toString(), "Hello");

    assertThat(result.err())
        .isEqualTo("offheap: the agent was given twice; the second one is ignored\n");
    assertThat(result.out()).isEqualTo("hello 42\n");
  }

  @Test
  void systemProperty_isReadLikeAnOption() {
    ChildJvm.Result result =
        ChildJvm.java(ChildJvm.agent(""), "-Doffheap.limit=abc", "-cp", folder.toString(), "Hello");

    assertThat(result.err()).startsWith("offheap: limit=abc: expected");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void olderJava_saysWhichIsNeededAndGoesOn() throws IOException {
    Path older = olderJava();
    ChildJvm.Result result =
        ChildJvm.run(older, ChildJvm.agent(""), "-cp", folder.toString(), "Hello");

    assertThat(result.err())
        .matches(
            "offheap: needs Java 25 or newer, this is [0-9._]+; the program runs without it\n");
    assertThat(result.out()).isEqualTo("hello 42\n");
  }

  /** Some JDK before 25 beside the one that runs this test. */
  private static Path olderJava() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    try (Stream<Path> siblings = Files.list(home.getParent())) {
      Path older =
          siblings
              .filter(jdk -> jdk.getFileName().toString().matches(".*(17|21).*"))
              .filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")))
              .findFirst()
              .orElse(null);
      Assumptions.assumeTrue(older != null, "no JDK 17 or 21 beside " + home);
      return older == null ? home : older;
    }
  }
}
