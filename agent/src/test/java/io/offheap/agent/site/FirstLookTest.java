package io.offheap.agent.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.OffHeap;
import io.offheap.agent.code.ClassFiles;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

class FirstLookTest {
  /** A nest with a mark, and mates with and without arrays. */
  static final class MarkedNest {
    static final class Marked {
      long @OffHeap [] values = new long[1];
    }

    static final class Declares {
      int[] values = new int[1];
    }

    static final class Names {
      int sum(Declares declares) {
        return declares.values[0];
      }
    }

    static final class Plain {
      String text = "";
    }

    static final class Switches {
      int of(Thread.State state) {
        return switch (state) {
          case NEW -> 1;
          default -> 2;
        };
      }
    }
  }

  /** What is found as files, by loaders of no classes. */
  private static final class Loader extends ClassLoader {
    private final List<String> asked = new ArrayList<>();

    Loader() {
      super(FirstLookTest.class.getClassLoader());
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
      asked.add(path.substring(path.lastIndexOf('/') + 1).replace(".class", ""));
      return super.getResourceAsStream(path);
    }
  }

  private static String nameOf(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static byte[] fileOf(String name) {
    byte[] file = ClassFiles.of(FirstLookTest.class.getClassLoader()).find(name);
    if (file == null) {
      throw new AssertionError("no file of " + name);
    }
    return file;
  }

  private static boolean concernsUs(FirstLook look, ClassLoader loader, Class<?> type) {
    return look.concernsUs(loader, nameOf(type), fileOf(nameOf(type)));
  }

  private final FirstLook look = new FirstLook(Designations.NONE);
  private final Loader loader = new Loader();

  @Test
  void aMark_concernsUs_withoutALookAtOthers() {
    assertThat(concernsUs(look, loader, MarkedNest.Marked.class)).isTrue();
    assertThat(loader.asked).isEmpty();
  }

  @Test
  void matesWithArrays_concernUs_andThoseWithoutDoNot() {
    // The nest is that of the test, and has a mark.
    assertThat(concernsUs(look, loader, MarkedNest.Declares.class)).isTrue();
    assertThat(concernsUs(look, loader, MarkedNest.Names.class)).isTrue();
    loader.asked.clear();
    assertThat(concernsUs(look, loader, MarkedNest.Plain.class)).isFalse();
    assertThat(concernsUs(look, loader, MarkedNest.Switches.class)).isFalse();
    assertThat(loader.asked).isEmpty();
  }

  @Test
  void aTableForASwitch_concernsUs_ifASitesFileMayNameIt() {
    List<String> sites = List.of(MarkedNest.class.getName() + "#nothing");
    FirstLook designated = new FirstLook(Designations.parse(sites));
    assertThat(concernsUs(designated, loader, MarkedNest.Switches.class)).isTrue();
  }

  @Test
  void theNest_isReadOnce() {
    assertThat(concernsUs(look, loader, MarkedNest.Declares.class)).isTrue();
    assertThat(loader.asked).contains("FirstLookTest");
    loader.asked.clear();
    assertThat(concernsUs(look, loader, MarkedNest.Names.class)).isTrue();
    assertThat(loader.asked).doesNotContain("FirstLookTest");
  }

  @Test
  void classesThatWereLoaded_areNotRead() {
    FirstLook other = new FirstLook(Designations.NONE);
    assertThat(concernsUs(other, loader, Unmarked.class)).isFalse();
    assertThat(concernsUs(other, loader, NamesUnmarked.class)).isFalse();
    assertThat(loader.asked).isEmpty();

    assertThat(concernsUs(look, loader, NamesUnmarked.class)).isFalse();
    assertThat(concernsUs(look, loader, NamesUnmarked.class)).isFalse();
    assertThat(loader.asked).containsExactly("Unmarked");
  }

  @Test
  void whoDeclaresAMember_endsTheSearchUpwards() {
    assertThat(concernsUs(look, loader, NamesHeirsOwn.class)).isFalse();
    assertThat(loader.asked).containsExactly("InheritsShared");
    assertThat(concernsUs(look, loader, NamesOfHeir.class)).isTrue();
    assertThat(loader.asked).containsExactly("InheritsShared", "Shared");
  }

  @Test
  void namesOfAMarkedClass_concernUs_alsoAsTheClassesOwn() {
    assertThat(concernsUs(look, loader, NamesShared.class)).isTrue();
    assertThat(concernsUs(look, loader, InheritsShared.class)).isTrue();
    assertThat(concernsUs(look, loader, NamesOfHeir.class)).isTrue();
  }

  @Test
  void ownersOfAnySize_areReadFarEnough() {
    Set<Integer> sizes = new TreeSet<>(Set.of(0, 4000, 60_000));
    for (int size = 1500;
        size < 2100;
        size++) { // their constants end about where the first part read does
      sizes.add(size);
    }
    for (int size : sizes) {
      ClassFiles files = name -> padded(fileOf(name), size);
      assertThat(
              look.concernsUs(files, nameOf(NamesOfHeir.class), fileOf(nameOf(NamesOfHeir.class))))
          .as("marked above, %d", size)
          .isTrue();
      assertThat(
              look.concernsUs(files, nameOf(NamesShared.class), fileOf(nameOf(NamesShared.class))))
          .as("marked, %d", size)
          .isTrue();
      assertThat(
              look.concernsUs(
                  files, nameOf(NamesHeirsOwn.class), fileOf(nameOf(NamesHeirsOwn.class))))
          .as("without a mark, %d", size)
          .isFalse();
    }
  }

  /** The same class behind one more constant. */
  private static byte[] padded(byte[] file, int size) {
    ClassWriter writer = new ClassWriter(0);
    writer.newUTF8("x".repeat(size));
    new ClassReader(file).accept(writer, 0);
    return writer.toByteArray();
  }

  @Test
  void names_areReadAsTheyAreCoded() {
    for (String name :
        List.of("plain", "\u00E4", "a\u0000b", "\u20AC", "\uD83D\uDE00", "\uFFFD", "\uD83D")) {
      ClassWriter writer = new ClassWriter(0);
      writer.visit(Opcodes.V25, 0, name, null, "java/lang/Object", null);
      ConstantPool pool = ConstantPool.of(writer.toByteArray());
      assertThat(pool).isNotNull().extracting(ClassMembers::name).isEqualTo(name);
    }
  }

  @Test
  void designatedClasses_concernUs() {
    List<String> sites = List.of(Unmarked.class.getName() + "#values");
    FirstLook designated = new FirstLook(Designations.parse(sites));
    assertThat(concernsUs(designated, loader, Unmarked.class)).isTrue();
    assertThat(concernsUs(designated, loader, NamesUnmarked.class)).isTrue();
  }

  @Test
  void whatIsNoClassFileOrCutOff_doesNot() {
    byte[] file = fileOf(nameOf(NamesShared.class));
    int[] cuts = {0, 9, 10, 60, 200, file.length - 40};
    for (int cut : cuts) {
      assertThat(look.concernsUs(loader, "x", Arrays.copyOf(file, cut))).as("%d", cut).isFalse();
    }
  }

  @Test
  void spoiltFiles_throwNothing() {
    byte[] file = fileOf(nameOf(NamesShared.class));
    for (int at = 8; at < file.length; at++) {
      byte[] spoilt = file.clone();
      spoilt[at] ^= (byte) 0xA5;
      assertThat(look.concernsUs(loader, "x", spoilt)).isIn(true, false);
    }
  }
}

/** Classes of no nest. */
class Unmarked {
  int[] values = new int[1];
}

class NamesUnmarked {
  int first(Unmarked unmarked) {
    return unmarked.values[0];
  }
}

class Shared {
  protected int @OffHeap [] values = new int[1];
}

class NamesShared {
  int first(Shared shared) {
    return shared.values[0];
  }
}

class InheritsShared extends Shared {
  int[] own = new int[1];

  int first() {
    return values[0];
  }
}

class NamesOfHeir {
  int first(InheritsShared heir) {
    return heir.values[0];
  }
}

class NamesHeirsOwn {
  int first(InheritsShared heir) {
    return heir.own[0];
  }
}
