package io.offheap.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.Programs;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The option strict throws wherever a site would allocate on the Java heap, whatever the reason.
 */
class StrictTest {
  private static final String SOURCE =
      """
      import io.offheap.OffHeap;
      import java.nio.ByteBuffer;
      import java.util.List;
      import java.util.function.IntFunction;

      public class S {
        static String @OffHeap [] names;
        static @OffHeap StringBuilder text() { return new StringBuilder("t"); }
        public static int escapes() { long @OffHeap [] a = new long[3]; return List.of(a).size(); }
        public static int moves() { int @OffHeap [] a = new int[3]; a[1] = 4; return a[1]; }
        public static int table() { return (new long @OffHeap [2][3]).length; }
        public static int object() { return new @OffHeap StringBuilder("x").length(); }
        public static int objects() { return (new String @OffHeap [4]).length; }
        public static int buffer() { return ((@OffHeap ByteBuffer) ByteBuffer.allocate(8)).capacity(); }
        public static int field() { names = new String[2]; return names.length; }
        public static int nothing() { names = null; return 7; }
        public static int local() { @OffHeap StringBuilder b = new StringBuilder("abc"); return b.length(); }
        public static int result() { return text().length(); }
        public static int reference() { IntFunction<byte[]> f = byte @OffHeap []::new; return f.apply(5).length; }
        public static int unmarked() { return new StringBuilder("four").length(); }
      }
      """;

  @TempDir Path folder;
  private byte[] original = {};

  @BeforeEach
  void compile() throws IOException {
    Path source = Files.writeString(folder.resolve("S.java"), SOURCE);
    Programs.compile(folder, List.of(source), "-g");
    original = Files.readAllBytes(folder.resolve("S.class"));
  }

  /** A class loader of the one class, which sees ours or does not. */
  private static final class One extends ClassLoader {
    private final byte[] file;

    One(byte[] file, ClassLoader parent) {
      super(parent);
      this.file = file;
    }

    Class<?> define(byte[] woven) {
      return defineClass("S", woven, 0, woven.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
      return path.equals("S.class")
          ? new ByteArrayInputStream(file)
          : super.getResourceAsStream(path);
    }
  }

  private static String call(Class<?> program, String method) {
    try {
      Method called = program.getMethod(method);
      return String.valueOf(called.invoke(null));
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the program has no such method", e);
    }
  }

  private Class<?> woven(TestWeaving weaving, ClassLoader parent, byte[] file) {
    One loader = new One(file, parent);
    return loader.define(weaving.weave(loader, "S", file));
  }

  private static void refuses(Class<?> program, String... methods) {
    for (String method : methods) {
      assertThat(call(program, method))
          .as(method)
          .startsWith("io.offheap.OffHeapVerdictError: kept on the Java heap: S");
    }
  }

  @Test
  void sitesOfEveryKind_throwWhereTheyWouldAllocate() {
    TestWeaving weaving = new TestWeaving(0, "strict=true");

    Class<?> program = woven(weaving, getClass().getClassLoader(), original);

    refuses(program, "escapes", "table", "object", "objects", "buffer");
    refuses(program, "field", "local", "result", "reference");
    assertThat(call(program, "moves")).isEqualTo("4");
    assertThat(call(program, "nothing")).isEqualTo("7");
    assertThat(call(program, "unmarked")).isEqualTo("4");
  }

  @Test
  void withoutTheOption_nothingThrows() {
    Class<?> program = woven(new TestWeaving(0), getClass().getClassLoader(), original);

    assertThat(call(program, "escapes")).isEqualTo("1");
    assertThat(call(program, "table")).isEqualTo("2");
    assertThat(call(program, "buffer")).isEqualTo("8");
    assertThat(call(program, "reference")).isEqualTo("5");
  }

  @Test
  void classWhoseLoaderDoesNotSeeOurs_throwsTheSame() {
    TestWeaving weaving = new TestWeaving(0, "strict=true");

    Class<?> program = woven(weaving, ClassLoader.getPlatformClassLoader(), original);

    refuses(
        program, "escapes", "moves", "table", "object", "buffer", "field", "local", "reference");
    assertThat(call(program, "unmarked")).isEqualTo("4");
    assertThat(weaving.verdicts())
        .filteredOn(verdict -> verdict.site().startsWith("S.moves"))
        .extracting(SiteVerdict::reason)
        .containsOnly(Reason.RUNTIME_NOT_VISIBLE);
  }

  @Test
  void classThatIsTooOldToBeAnalysed_throwsTheSame() throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("S.java"),
            """
            import io.offheap.OffHeap;

            public class S {
              public static int moves() { int @OffHeap [] a = new int[3]; a[1] = 4; return a[1]; }
              public static int made() { return (new int @OffHeap [2]).length; }
              public static int unmarked() { return (new int[4]).length; }
            }
            """);
    Programs.compile(folder, List.of(source), "-g", "--release", "8", "-Xlint:-options");
    byte[] old = Files.readAllBytes(folder.resolve("S.class"));
    old[7] = 50; // the format of Java 6, of which nothing is proved

    Class<?> program = woven(new TestWeaving(0, "strict=true"), getClass().getClassLoader(), old);

    refuses(program, "moves", "made");
    assertThat(call(program, "unmarked")).isEqualTo("4");
  }
}
