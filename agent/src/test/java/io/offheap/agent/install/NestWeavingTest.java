package io.offheap.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.Programs;
import io.offheap.agent.verdict.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** The classes of a nest are rewritten together, whichever is loaded first, or not at all. */
class NestWeavingTest {
  private static final String ENTRY = "NestMates$Entry";

  @TempDir Path folder;
  private final Map<String, byte[]> files = new TreeMap<>();

  @BeforeEach
  void compile() throws IOException {
    Path source = Path.of("src/test/resources/programs/moved/NestMates.java");
    Programs.compile(folder, List.of(source), "-g");
    try (Stream<Path> classes = Files.list(folder)) {
      for (Path file : classes.toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        files.put(name, Files.readAllBytes(file));
      }
    }
  }

  private byte[] file(String name) {
    byte[] file = files.get(name);
    if (file == null) {
      throw new AssertionError("javac has not made " + name);
    }
    return file;
  }

  private ClassLoader loader() {
    return new ClassLoader(getClass().getClassLoader()) {
      @Override
      public InputStream getResourceAsStream(String path) {
        byte[] file = files.get(path.replace(".class", ""));
        return file == null ? super.getResourceAsStream(path) : new ByteArrayInputStream(file);
      }
    };
  }

  private Map<String, byte[]> weave(TestWeaving weaving, List<String> order) {
    ClassLoader loader = loader();
    Map<String, byte[]> woven = new TreeMap<>();
    order.forEach(name -> woven.put(name, weaving.weave(loader, name, file(name))));
    return woven;
  }

  @Test
  void anyOrderOfLoading_givesTheSameClasses() {
    List<String> names = new ArrayList<>(files.keySet());
    Map<String, byte[]> first = weave(new TestWeaving(0), names);
    assertThat(first.get("NestMates$Cursor")).isNotEqualTo(file("NestMates$Cursor"));
    assertThat(first.get("NestMates$Visitor")).isNotEqualTo(file("NestMates$Visitor"));

    for (int i = 0; i < names.size(); i++) {
      Collections.rotate(names, 1);
      Map<String, byte[]> other = weave(new TestWeaving(0), names);
      first.forEach((name, bytes) -> assertThat(other.get(name)).as(name).isEqualTo(bytes));
    }
  }

  @Test
  void mateThatCannotBeRead_keepsWhatItCouldReach() {
    files.remove("NestMates$Visitor");
    TestWeaving weaving = new TestWeaving(0);

    Map<String, byte[]> woven = weave(weaving, List.copyOf(files.keySet()));

    woven.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(file(name)));
    assertThat(weaving.verdicts())
        .anyMatch(v -> v.reason() == Reason.USED_BY_NEST_MATE && v.site().contains("Entry"));
  }

  @Test
  void classThatAnotherAgentAddedTo_isWovenAsItsMatesExpect() {
    byte[] changed = with(ENTRY, new FieldNode(Opcodes.ACC_STATIC, "$probes", "[Z", null, null));
    TestWeaving weaving = new TestWeaving(0);

    byte[] woven = weaving.weave(loader(), ENTRY, changed);

    assertThat(node(woven).fields)
        .extracting(field -> field.name + field.desc)
        .contains("dataLio/offheap/array/ByteArray;", "$probes[Z");
  }

  @Test
  void classThatAnotherAgentMadeOpen_staysAlone() {
    ClassNode node = node(file(ENTRY));
    node.fields.forEach(field -> field.access &= ~Opcodes.ACC_PRIVATE);
    ClassWriter writer = new ClassWriter(0);
    node.accept(writer);
    TestWeaving weaving = new TestWeaving(0);

    byte[] woven = weaving.weave(loader(), ENTRY, writer.toByteArray());

    assertThat(Arrays.equals(woven, writer.toByteArray())).isTrue();
    assertThat(weaving.verdicts()).noneMatch(verdict -> verdict.moved());
  }

  private byte[] with(String name, FieldNode field) {
    ClassNode node = node(file(name));
    node.fields.add(field);
    ClassWriter writer = new ClassWriter(0);
    node.accept(writer);
    return writer.toByteArray();
  }

  private static ClassNode node(byte[] file) {
    ClassNode node = new ClassNode();
    new ClassReader(file).accept(node, 0);
    return node;
  }
}
