package io.offheap.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.Programs;
import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.code.ClassSource;
import io.offheap.agent.site.Designations;
import io.offheap.agent.site.FirstLook;
import io.offheap.agent.verdict.SiteVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

class VerdictEngineTest {
  @TempDir Path folder;

  static Stream<Programs.Program> programs() {
    return Programs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void verdicts_areThoseThatTheProgramExpects(Programs.Program program) throws IOException {
    Programs.compile(folder, List.of(program.source()), "-g");

    assertThat(shortForm(verdicts(Designations.NONE, 0)))
        .containsExactlyInAnyOrderElementsOf(program.expected());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void verdicts_areTheSameForClassFilesOfJava17(Programs.Program program) throws IOException {
    Programs.compile(folder, List.of(program.source()), "-g", "--release", "17", "-Xlint:-options");

    assertThat(shortForm(verdicts(Designations.NONE, 0)))
        .containsExactlyInAnyOrderElementsOf(program.expected());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void verdicts_areTheSameForClassFilesOfEcj(Programs.Program program) throws IOException {
    Programs.compileWithEcj(folder, List.of(program.source()));

    assertThat(shortForm(verdicts(Designations.NONE, 0)))
        .containsExactlyInAnyOrderElementsOf(program.expected());
  }

  @Test
  void arrayThatIsAlwaysSmall_isKept() throws IOException {
    // Two rounds of the loop need two arrays at a time, so that none is confined.
    compile(
        "long @io.offheap.OffHeap [] a = null, b = null;"
            + "for (int i = 0; i < 9; i++) { b = a; a = new long[8]; if (b != null) a[1] = b[1]; }");

    assertThat(shortForm(verdicts(Designations.NONE, 65)))
        .containsExactly("4 long[] KEPT TOO_SMALL never larger than 64 bytes, which gains nothing");
    assertThat(shortForm(verdicts(Designations.NONE, 64))).containsExactly("4 long[] MOVED");
  }

  @Test
  void arrayThatDiesBeforeItsMethodEnds_movesHoweverSmall() throws IOException {
    compile(
        "for (int i = 0; i < 9; i++) {"
            + "long @io.offheap.OffHeap [] a = new long[8]; a[i & 7] = i; System.out.println(a[1]); }");

    assertThat(verdicts(Designations.NONE, Long.MAX_VALUE))
        .singleElement()
        .matches(SiteVerdict::moved)
        .matches(verdict -> verdict.detail().endsWith("none outlives the method"));
  }

  @Test
  void methodThatWouldOutgrowTheJit_isKept() throws IOException {
    compile(
        "int @io.offheap.OffHeap [] a = new int[9];\n"
            + "a[1] += a[2] * a[3] - a[4];\n".repeat(330));

    assertThat(shortForm(verdicts(Designations.NONE, 0)))
        .singleElement()
        .asString()
        .startsWith("4 int[] KEPT METHOD_TOO_LARGE method main would grow to ");
  }

  @Test
  void allocationsNamedFromOutside_areMarked() throws IOException {
    compile("int[] a = new int[9]; a[1]++; System.out.println(a[1]);");
    Designations designations =
        Designations.parse(
            List.of("# comment", "", "T#main([Ljava/lang/String;)V:4", "T#missing", "T#f()V:9"));

    List<SiteVerdict> verdicts = new ArrayList<>();
    byte[] file = Files.readAllBytes(folder.resolve("T.class"));
    verdicts.addAll(new VerdictEngine(designations, 0).analyze(file, name -> null).verdicts());

    assertThat(shortForm(verdicts))
        .containsExactlyInAnyOrder(
            "4 int[] MOVED",
            "0  KEPT UNRESOLVED_SITE the sites file names a field that does not exist",
            "9  KEPT UNRESOLVED_SITE the sites file names a line that allocates no array of primitives");
  }

  @Test
  void fieldThatTheClassAroundUses_isKeptWhereNoNestIsNamed() throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("T.java"),
            """
            class T {
              static int f(Thread.State state) {
                switch (state) { case NEW: return 1; default: return 2; }
              }
            }
            """);
    Programs.compile(folder, List.of(source), "-g", "--release", "8", "-Xlint:-options");
    Designations designations = Designations.parse(List.of("T$1#<clinit>()V:3"));
    byte[] file = Files.readAllBytes(folder.resolve("T$1.class"));

    assertThat(
            shortForm(new VerdictEngine(designations, 0).analyze(file, files(folder)).verdicts()))
        .singleElement()
        .asString()
        .startsWith(
            "3 int[] KEPT NOT_PRIVATE held in field $SwitchMap$java$lang$Thread$State, which is");
  }

  @Test
  void classFileOlderThanStackMaps_isKept() throws IOException {
    compile("int @io.offheap.OffHeap [] a = new int[9]; System.out.println(a[1]);");
    byte[] file = Files.readAllBytes(folder.resolve("T.class"));
    file[7] = 50;

    assertThat(
            shortForm(new VerdictEngine(Designations.NONE, 0).analyze(file, n -> null).verdicts()))
        .containsExactly(
            "4  KEPT OLD_CLASS_FILE the class file has version 50, at least 51 is needed");
  }

  @Test
  void codeWhoseStackMapIsWrong_isKept() throws IOException {
    compile("int @io.offheap.OffHeap [] a = new int[9]; while (a[1] < 9) { a[1]++; }");
    ClassNode broken = new ClassNode();
    new ClassReader(Files.readAllBytes(folder.resolve("T.class")))
        .accept(broken, ClassReader.EXPAND_FRAMES);
    for (MethodNode method : broken.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof FrameNode map) {
          map.stack = List.of(Opcodes.INTEGER);
        }
      }
    }
    ClassWriter writer = new ClassWriter(0);
    broken.accept(writer);

    VerdictEngine engine = new VerdictEngine(Designations.NONE, 0);

    assertThat(shortForm(engine.analyze(writer.toByteArray(), n -> null).verdicts()))
        .singleElement()
        .asString()
        .startsWith("4  KEPT ANALYSIS_FAILED the code could not be analysed: at instruction ")
        .endsWith(" of main: the stack map has another stack");
  }

  private void compile(String body) throws IOException {
    Path source = folder.resolve("T.java");
    Files.writeString(
        source,
        """
        class T {
          static void f() {}
          public static void main(String[] args) {
            %s
          }
        }
        """
            .formatted(body));
    Programs.compile(folder, List.of(source), "-g");
  }

  private static ClassFiles files(Path folder) {
    return new ClassFiles() {
      @Override
      public byte @Nullable [] find(String name) {
        try {
          Path file = folder.resolve(name + ".class");
          return Files.exists(file)
              ? Files.readAllBytes(file)
              : ClassFiles.of(ClassLoader.getPlatformClassLoader()).find(name);
        } catch (IOException e) {
          return null;
        }
      }

      @Override
      public ClassSource sourceOf(String name) {
        return new ClassSource.Folder(folder);
      }
    };
  }

  private List<SiteVerdict> verdicts(Designations designations, long minBytes) throws IOException {
    ClassFiles files = files(folder);
    VerdictEngine engine = new VerdictEngine(designations, minBytes);
    FirstLook look = new FirstLook(designations);
    List<SiteVerdict> verdicts = new ArrayList<>();
    try (Stream<Path> classes = Files.walk(folder)) {
      for (Path file : classes.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String name = folder.relativize(file).toString().replace(".class", "");
        if (look.concernsUs(files, name, bytes)) {
          verdicts.addAll(engine.analyze(bytes, files).verdicts());
        }
      }
    }
    return verdicts;
  }

  private static List<String> shortForm(List<SiteVerdict> verdicts) {
    return verdicts.stream()
        .map(v -> {
          String line = v.site().substring(v.site().lastIndexOf(':') + 1);
          String place = line.chars().allMatch(Character::isDigit) ? line : "0";
          String head = place + " " + v.type() + " " + v.verdict();
          return v.moved() ? head : head + " " + v.reason() + " " + v.detail();
        })
        .toList();
  }
}
