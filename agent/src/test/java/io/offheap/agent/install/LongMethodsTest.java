package io.offheap.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.Programs;
import io.offheap.agent.fuzz.TestPrograms;
import io.offheap.agent.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Methods near the limits of the class file, and the tables for debuggers. */
class LongMethodsTest {
  @TempDir Path folder;

  private byte[] compiled(String body) throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("L.java"),
            """
            import io.offheap.OffHeap;

            public class L {
              static int[] given() { return new int[] {4, 5}; }
              public static String run() {
                %s
              }
            }
            """
                .formatted(body));
    Programs.compile(folder, List.of(source), "-g");
    return Files.readAllBytes(folder.resolve("L.class"));
  }

  private static byte[] woven(TestWeaving weaving, byte[] file) {
    return weaving.weave(TestPrograms.loader(Map.of("L", file)), "L", file);
  }

  @Test
  void methodThatWouldPassTheLimitOfCode_isLeftAlone() throws IOException {
    byte[] file =
        compiled(
            "int @OffHeap [] a = new int[9];\n"
                + "a[1] += a[2] * a[3] + 5;\n".repeat(3600)
                + "return \"\" + a[1];");
    TestWeaving weaving = new TestWeaving(0);

    byte[] woven = woven(weaving, file);

    assertThat(weaving.verdicts())
        .singleElement()
        .matches(verdict -> verdict.reason() == Reason.METHOD_TOO_LARGE)
        .matches(verdict -> verdict.detail().endsWith("past what is allowed"));
    assertThat(woven).isEqualTo(file);
    assertThat(TestPrograms.run(Map.of("L", woven), "L")).isEqualTo("18000");
  }

  @Test
  void loopThatNeedsWideJumps_doesTheSame() throws IOException {
    // javac makes the code twice then, and leaves ranges of the first in the table of marks.
    byte[] file =
        compiled(
            "int @OffHeap [] a = new int[9];\nint x = 1;\n"
                + "for (int i = 0; i < 3; i++) {\n"
                + "if (a[2] < 0) continue;\n"
                + "x = x * 31 + i;\n".repeat(5000)
                + "a[1] += x;\n}\nreturn \"\" + a[1];");
    TestWeaving weaving = new TestWeaving(0);

    byte[] woven = woven(weaving, file);

    assertThat(weaving.verdicts()).singleElement().matches(verdict -> verdict.moved());
    assertThat(TestPrograms.run(Map.of("L", woven), "L"))
        .isEqualTo(TestPrograms.run(Map.of("L", file), "L"));
  }

  @Test
  void variableThatHoldsBothSorts_hasAnEntryForEach() throws IOException {
    byte[] file =
        compiled(
            """
            int @OffHeap [] a = new int[3];
            int[] b = a;
            b[1] = 6;
            int x = b[1];
            b = given();
            x += b[1];
            return "" + x;
            """);
    TestWeaving weaving = new TestWeaving(0);

    byte[] woven = woven(weaving, file);

    assertThat(weaving.verdicts()).singleElement().matches(verdict -> verdict.moved());
    assertThat(entries(woven, "b")).containsExactly("Lio/offheap/array/IntArray;", "[I");
    assertThat(entries(woven, "a")).containsExactly("Lio/offheap/array/IntArray;");
    assertThat(entries(woven, "x")).containsExactly("I");
    assertThat(lines(woven)).isEqualTo(lines(file));
    assertThat(TestPrograms.run(Map.of("L", woven), "L")).isEqualTo("11");
  }

  private static MethodNode run(byte[] file) {
    ClassNode node = new ClassNode();
    new ClassReader(file).accept(node, 0);
    return node.methods.stream()
        .filter(method -> method.name.equals("run"))
        .findFirst()
        .orElseThrow();
  }

  /** The types of a variable in the order of its ranges, none of which may overlap. */
  private static List<String> entries(byte[] file, String variable) {
    MethodNode method = run(file);
    List<String> types = new ArrayList<>();
    int end = 0;
    for (LocalVariableNode entry : method.localVariables) {
      if (entry.name.equals(variable)) {
        types.add(entry.desc);
        assertThat(method.instructions.indexOf(entry.start)).isGreaterThanOrEqualTo(end);
        end = method.instructions.indexOf(entry.end);
      }
    }
    return types;
  }

  private static List<Integer> lines(byte[] file) {
    List<Integer> lines = new ArrayList<>();
    run(file)
        .instructions
        .forEach(instruction -> {
          if (instruction instanceof LineNumberNode line) {
            lines.add(line.line);
          }
        });
    return lines;
  }
}
