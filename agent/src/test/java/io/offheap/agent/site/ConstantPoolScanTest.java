package io.offheap.agent.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.OffHeap;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class ConstantPoolScanTest {
  static final class Marked {
    long @OffHeap [] values = new long[1];
  }

  private static byte[] fileOf(Class<?> type) throws IOException {
    try (InputStream in =
        type.getResourceAsStream(
            type.getName().substring(type.getPackageName().length() + 1) + ".class")) {
      return in.readAllBytes();
    }
  }

  @Test
  void classWithTheAnnotation_isFound() throws IOException {
    assertThat(ConstantPoolScan.mentionsAnnotation(fileOf(Marked.class))).isTrue();
  }

  @Test
  void classesWithoutIt_areNot() throws IOException {
    assertThat(ConstantPoolScan.mentionsAnnotation(fileOf(String.class))).isFalse();
    assertThat(ConstantPoolScan.mentionsAnnotation(fileOf(Arrays.class))).isFalse();
    assertThat(ConstantPoolScan.mentionsAnnotation(fileOf(ConstantPoolScan.class))).isTrue();
  }

  @Test
  void constantsOfEveryKindBeforeIt_areSkipped() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V25, 0, "X", null, "java/lang/Object", null);
    writer.newConst(1L);
    writer.newConst(2.0);
    writer.newConst(3);
    writer.newConst(4f);
    writer.newHandle(Opcodes.H_INVOKESTATIC, "a/B", "c", "()V", false);
    writer.newMethodType("()V");
    writer.newModule("m");
    writer.newPackage("p");
    writer.newInvokeDynamic(
        "d", "()V", new org.objectweb.asm.Handle(Opcodes.H_INVOKESTATIC, "a/B", "c", "()V", false));
    writer.newUTF8(ConstantPoolScan.ANNOTATION);
    assertThat(ConstantPoolScan.mentionsAnnotation(writer.toByteArray())).isTrue();
  }

  @Test
  void whatIsNoClassFile_isNot() throws IOException {
    assertThat(ConstantPoolScan.mentionsAnnotation(new byte[0])).isFalse();
    assertThat(ConstantPoolScan.mentionsAnnotation(new byte[100])).isFalse();
    byte[] file = fileOf(Marked.class);
    for (int length = 0; length < 60; length++) {
      assertThat(ConstantPoolScan.mentionsAnnotation(Arrays.copyOf(file, length))).isFalse();
    }
  }
}
