package io.offheap.agent.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class MemberReferencesTest {
  static final class Names {
    int[] own = new int[1];

    int sum() {
      int[] sorted = Other.shared;
      Arrays.sort(sorted);
      return own[0] + sorted[0] + Other.length(sorted) + Third.length(sorted);
    }
  }

  static final class Heir extends Other {
    int first() {
      return shared[0];
    }
  }

  static class Other {
    static int[] shared = new int[1];

    static int length(int[] array) {
      return array.length;
    }
  }

  static final class Third {
    static int length(int[] array) {
      return array.length;
    }
  }

  /** The folder of the test classes. */
  private static Path folder() throws Exception {
    return Path.of(
        MemberReferencesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path fileOf(Class<?> type) throws Exception {
    return folder().resolve(type.getName().replace('.', '/') + ".class");
  }

  /** What {@link MemberReferences#ofOthers} promises, from all that is read. */
  private static List<String> ownersOf(byte[] file) {
    MemberReferences references = MemberReferences.read(file);
    List<String> owners = new ArrayList<>();
    if (references != null) {
      references.members().stream()
          .map(MemberReferences.Member::owner)
          .filter(owner -> !owner.equals(references.name()))
          .distinct()
          .forEach(owners::add);
    }
    return owners;
  }

  @Test
  void otherOwners_areNeitherTheClassNorTheJdk() throws Exception {
    assertThat(otherOwners(Files.readAllBytes(fileOf(Names.class))))
        .containsOnly(fileNameOf(Other.class), fileNameOf(Third.class));
    assertThat(otherOwners(Files.readAllBytes(fileOf(Other.class)))).isEmpty();
  }

  @Test
  void otherOwners_ofAnInheritedMember_areTheClassAbove() throws Exception {
    byte[] file = Files.readAllBytes(fileOf(Heir.class));
    assertThat(ownersOf(file)).isEmpty();
    assertThat(otherOwners(file)).containsExactly(fileNameOf(Other.class));
  }

  private static List<String> otherOwners(byte[] file) {
    ConstantPool pool = ConstantPool.of(file);
    if (pool == null) {
      return List.of();
    }
    pool.findArrayTypes();
    return MemberReferences.ofOthers(pool, new ClassMembers(pool), true).stream()
        .map(MemberReferences.Member::owner)
        .distinct()
        .toList();
  }

  private static String fileNameOf(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  @Test
  void otherOwnersOfEveryClassHere_areThoseOfTheMembersRead() throws Exception {
    int withOwners = 0;
    for (Path path : classFiles()) {
      byte[] file = Files.readAllBytes(path);
      List<String> owners = otherOwners(file);
      assertThat(owners).as(path.toString()).containsAll(ownersOf(file));
      withOwners += owners.isEmpty() ? 0 : 1;
    }
    assertThat(withOwners).isGreaterThan(2);
  }

  private static List<Path> classFiles() throws Exception {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(path -> path.toString().endsWith(".class")).toList();
    }
  }

  /** Only the packages below java are closed to programs. */
  @Test
  void ownersNamedLikeTheJdks_areNotTakenForTheJdks() {
    List<String> owners = List.of("com/sun/acme/A", "javax/acme/A", "jdk/A", "sun/A");
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, 0, "User", null, "java/lang/Object", null);
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "use", "()V", null, null);
    owners.forEach(owner -> method.visitFieldInsn(Opcodes.GETSTATIC, owner, "data", "[J"));
    method.visitFieldInsn(Opcodes.GETSTATIC, "java/A", "data", "[J");
    writer.visitEnd();
    byte[] file = writer.toByteArray();
    assertThat(otherOwners(file)).containsExactlyElementsOf(owners);
    assertThat(ownersOf(file)).containsExactlyElementsOf(owners);
  }
}
