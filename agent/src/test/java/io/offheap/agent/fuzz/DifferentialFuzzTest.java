package io.offheap.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Random programs behave the same without the agent and with it. {@code -Doffheap.fuzz.programs}
 * and {@code -Doffheap.fuzz.seed} say how many and which.
 */
class DifferentialFuzzTest {
  private static final List<Target> ALL = List.of(Target.values());

  private static final Differential.Sabotage NARROWS =
      calls((delegate, call) -> {
        if (call.equals("io/offheap/array/ByteArray.store")) {
          delegate.visitIntInsn(Opcodes.BIPUSH, 127);
          delegate.visitInsn(Opcodes.IAND);
        }
      });

  @Test
  void randomPrograms_behaveTheSameWovenAndPlain() {
    int programs = Integer.getInteger("offheap.fuzz.programs", 150);
    long seed = Long.getLong("offheap.fuzz.seed", 1);
    Fuzzer fuzzer = new Fuzzer(ALL, Differential.Sabotage.NONE);

    Fuzzer.Failure failure = fuzzer.run(seed, programs, true);

    System.out.println("fuzz: seeds from " + seed + ", " + fuzzer.summary());
    assertThat(failure).isNull();
    assertThat(fuzzer.notCompiled()).as(fuzzer.firstError()).isLessThanOrEqualTo(programs / 50);
    assertThat(fuzzer.moved()).isGreaterThan(programs);
  }

  @Test
  void storeThatNarrowsTooMuch_isFound() {
    assertThat(firstFailure(ALL, NARROWS)).isNotNull();
  }

  @Test
  void storeThatNarrowsTooMuch_isFoundInClassFilesOfOldReleases() {
    assertThat(firstFailure(Target.OLD, NARROWS)).isNotNull();
  }

  @Test
  void stackMapThatStillNamesAnArray_isFound() {
    assertThat(firstFailure(ALL, DifferentialFuzzTest::withOldFrames)).isNotNull();
  }

  @Test
  void stackMapThatStillNamesAnArray_isFoundInClassFilesOfOldReleases() {
    assertThat(firstFailure(Target.OLD, DifferentialFuzzTest::withOldFrames)).isNotNull();
  }

  private static Fuzzer.Failure firstFailure(List<Target> targets, Differential.Sabotage bug) {
    return new Fuzzer(targets, bug).run(1, 500, false);
  }

  private static byte[] withOldFrames(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(
                    Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, thrown)) {
                  @Override
                  public void visitFrame(
                      int type, int locals, Object[] local, int depth, Object[] stack) {
                    for (int i = 0; i < locals; i++) {
                      local[i] = "io/offheap/array/ShortArray".equals(local[i]) ? "[S" : local[i];
                    }
                    super.visitFrame(type, locals, local, depth, stack);
                  }
                };
              }
            },
            ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /** A bug in the calls that a woven class makes. */
  private static Differential.Sabotage calls(BiConsumer<MethodVisitor, String> beforeCall) {
    return classFile -> {
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      new ClassReader(classFile)
          .accept(
              new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] thrown) {
                  return new MethodVisitor(
                      Opcodes.ASM9,
                      super.visitMethod(access, name, descriptor, signature, thrown)) {
                    @Override
                    public void visitMethodInsn(
                        int opcode, String owner, String name, String descriptor, boolean itf) {
                      beforeCall.accept(mv, owner + "." + name);
                      super.visitMethodInsn(opcode, owner, name, descriptor, itf);
                    }
                  };
                }
              },
              0);
      return writer.toByteArray();
    };
  }
}
