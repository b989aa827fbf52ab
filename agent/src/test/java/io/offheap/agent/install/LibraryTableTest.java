package io.offheap.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.Programs;
import io.offheap.agent.fuzz.TestPrograms;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method of {@code java.util.Arrays} over primitive arrays, with handles and heap arrays in
 * every mix: woven code finds a method of ours for each, and it does the same.
 */
class LibraryTableTest {
  @TempDir Path folder;

  private static List<Method> methods() {
    return Stream.of(Arrays.class.getMethods())
        .filter(m ->
            m.getParameterCount() > 0
                && m.getParameterTypes()[0].isArray()
                && m.getParameterTypes()[0].componentType().isPrimitive())
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  private static String argument(Method method, int index, int[] arrays, int mix) {
    Class<?> type = method.getParameterTypes()[index];
    if (type.isArray()) {
      boolean heap = (mix >> arrays[0]++ & 1) != 0;
      return heap ? "heap" : arrays[0] == 1 ? "a" : "b";
    } else if (type == int.class && index > 0) {
      return index % 3 == 2 ? "3" : "1";
    } else if (type.isPrimitive()) {
      return type == boolean.class ? "true" : "(" + type + ") 2";
    }
    return type.getSimpleName().contains("Binary") ? "(x, y) -> x + y" : "i -> i * 3";
  }

  private static String source(List<Method> methods) {
    StringBuilder text = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    int number = 0;
    for (Method method : methods) {
      String type = method.getParameterTypes()[0].getComponentType().toString();
      String one = type.equals("boolean") ? "true" : "(" + type + ") 1";
      long arrayCount = Stream.of(method.getParameterTypes()).filter(Class::isArray).count();
      // The last mix has heap arrays only, and only a result that moves.
      for (int mix = 0;
          mix < (method.getReturnType().isArray() ? 2 : (1 << arrayCount) - 1);
          mix++) {
        List<String> arguments = new ArrayList<>();
        int[] arrays = {0};
        for (int i = 0; i < method.getParameterCount(); i++) {
          arguments.add(argument(method, i, arrays, mix));
        }
        String call = "Arrays." + method.getName() + "(" + String.join(", ", arguments) + ")";
        String use = call + ";";
        if (method.getReturnType().isArray()) {
          use =
              type
                  + " @OffHeap [] r = "
                  + call
                  + "; out.append(Arrays.toString(r)); r = "
                  + call
                  + "; "
                  + type
                  + "[] k = "
                  + call
                  + "; sink = k;";
        } else if (method.getName().equals("stream")) {
          use = "out.append(" + call + ".boxed().toList());";
        } else if (method.getName().equals("spliterator")) {
          use = "out.append(" + call + ".estimateSize());";
        } else if (method.getReturnType() != void.class) {
          use = "out.append(" + call + ");";
        }
        String name = "m" + number++;
        text.append("  static void " + name + "() {\n")
            .append("    " + type + " @OffHeap [] a = new " + type + "[5]; a[2] = " + one + ";\n")
            .append("    " + type + " @OffHeap [] b = new " + type + "[4]; b[3] = " + one + ";\n")
            .append(
                "    "
                    + type
                    + "[] heap = new "
                    + type
                    + "[6]; sink = heap; heap[1] = "
                    + one
                    + ";\n")
            .append("    " + use + "\n")
            .append(
                "    out.append(Arrays.toString(a) + Arrays.toString(b) + Arrays.toString(heap) + '\\n');\n  }\n");
        calls.append("    " + name + "();\n");
      }
    }
    return "import io.offheap.*;\nimport java.util.Arrays;\npublic class Table {\n  static Object sink;\n"
        + "  static StringBuilder out = new StringBuilder();\n"
        + text
        + "  public static String run() {\n"
        + calls
        + "    return out.toString();\n  }\n}\n";
  }

  @Test
  void everyMethodOfArrays_isWovenAndDoesTheSame() throws IOException {
    List<Method> methods = methods();
    assertThat(methods).hasSizeGreaterThan(150);
    Path file = Files.writeString(folder.resolve("Table.java"), source(methods));
    Programs.compile(folder, List.of(file), "-g");
    Map<String, byte[]> plain = Map.of("Table", Files.readAllBytes(folder.resolve("Table.class")));
    TestWeaving weaving = new TestWeaving(0);
    Map<String, byte[]> woven = new HashMap<>();
    plain.forEach(
        (name, bytes) -> woven.put(name, weaving.weave(TestPrograms.loader(plain), name, bytes)));

    assertThat(weaving.verdicts()).filteredOn(v -> !v.moved()).isEmpty();
    assertThat(weaving.verdicts()).hasSizeGreaterThan(2 * methods.size());
    TestPrograms.moveEverything();
    assertThat(TestPrograms.run(woven, "Table")).isEqualTo(TestPrograms.run(plain, "Table"));
  }
}
