package io.offheap.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.Programs;
import io.offheap.agent.code.ClassFiles;
import io.offheap.agent.flow.VerdictEngine;
import io.offheap.agent.site.Designations;
import io.offheap.agent.weave.ClassWeaver;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The verifier lets good weaving pass and stops the bugs that a weaver could have. */
class VerificationTest {
  @TempDir Path folder;
  private byte[] original = {};
  private ClassNode woven = new ClassNode();

  @BeforeEach
  void weave() throws IOException {
    Path source = Path.of("src/test/resources/programs/moved/ControlFlow.java");
    Programs.compile(folder, List.of(source), "-g");
    original = Files.readAllBytes(folder.resolve("ControlFlow.class"));
    VerdictEngine.Analysis analysis =
        new VerdictEngine(Designations.NONE, 0)
            .analyze(original, ClassFiles.of(ClassLoader.getSystemClassLoader()));
    ClassWeaver.weave(analysis.node(), analysis.flow(), false);
    woven = analysis.node();
  }

  private String problem() throws IOException {
    ClassWriter writer = new ClassWriter(0);
    woven.accept(writer);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      return String.valueOf(Verification.problem(loader, original, writer.toByteArray()));
    }
  }

  private MethodNode method(String name) {
    return woven.methods.stream().filter(m -> m.name.equals(name)).findFirst().orElseThrow();
  }

  @Test
  void whatTheWeaverMakes_passes() throws IOException {
    assertThat(problem()).isEqualTo("null");
  }

  @Test
  void frameThatStillNamesTheArray_isStopped() throws IOException {
    for (AbstractInsnNode instruction : method("loops").instructions) {
      if (instruction instanceof FrameNode frame) {
        frame.local.replaceAll(type -> "io/offheap/array/IntArray".equals(type) ? "[I" : type);
      }
    }
    assertThat(problem()).isNotEqualTo("null");
  }

  @Test
  void accessThatWasForgotten_isStopped() throws IOException {
    MethodNode method = method("loops");
    for (AbstractInsnNode instruction : method.instructions.toArray()) {
      if (instruction instanceof MethodInsnNode call && call.name.equals("get")) {
        method.instructions.set(call, new InsnNode(Opcodes.IALOAD));
      }
    }
    assertThat(problem()).isNotEqualTo("null");
  }

  @Test
  void callOfAMethodThatDoesNotExist_isStopped() throws IOException {
    for (AbstractInsnNode instruction : method("loops").instructions) {
      if (instruction instanceof MethodInsnNode call && call.name.equals("length")) {
        call.desc = "()S";
      }
    }

    assertThat(problem())
        .isEqualTo(
            "the woven class uses io.offheap.array.IntArray.length()S, which does not exist");
  }
}
