package io.offheap.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.Programs;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that are not private, and the classes of their folder and of another that use them. */
class SharedMembersTest {
  @TempDir Path own;
  @TempDir Path other;

  /** Class files by name. */
  private final Map<String, byte[]> files = new TreeMap<>();

  /** Where they lie. */
  private final Map<String, Path> folders = new TreeMap<>();

  @BeforeEach
  void compile() throws IOException {
    Path source = Path.of("src/test/resources/programs/moved/SharedMembers.java");
    Programs.compile(own, List.of(source), "-g");
    read(own);
  }

  private void read(Path folder) throws IOException {
    try (Stream<Path> classes = Files.list(folder)) {
      for (Path file : classes.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        files.put(name, Files.readAllBytes(file));
        folders.put(name, folder);
      }
    }
  }

  private void compileOutside(String body) throws IOException {
    Path source = Files.writeString(other.resolve("Outside.java"), body);
    Programs.compile(
        other,
        List.of(source),
        "-g",
        "-cp",
        own + System.getProperty("path.separator") + System.getProperty("java.class.path"));
    read(other);
  }

  /** A loader of woven classes, which shows the files of all as they were. */
  private final class Loader extends ClassLoader {
    private final Map<String, byte[]> woven = new TreeMap<>();
    private final boolean showsFolders;

    Loader(boolean showsFolders) {
      super(SharedMembersTest.class.getClassLoader());
      this.showsFolders = showsFolders;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] file = woven.get(name);
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, file, 0, file.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
      byte[] file = files.get(path.replace(".class", ""));
      return file == null ? super.getResourceAsStream(path) : new ByteArrayInputStream(file);
    }

    @Override
    public @Nullable URL getResource(String path) {
      Path folder = folders.get(path.replace(".class", ""));
      if (folder == null) {
        return super.getResource(path);
      }
      try {
        return showsFolders ? folder.resolve(path).toUri().toURL() : null;
      } catch (MalformedURLException e) {
        throw new AssertionError(e);
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

  private Map<String, byte[]> weave(TestWeaving weaving, List<String> order, boolean showsFolders) {
    Loader loader = new Loader(showsFolders);
    for (String name : order) {
      loader.woven.put(name, weaving.weave(loader, name, file(name)));
    }
    return loader.woven;
  }

  private static @Nullable Object call(Map<String, byte[]> woven, Loader loader, String name) {
    loader.woven.putAll(woven);
    try {
      return loader.loadClass("Outside").getMethod(name).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the program has no such method", e);
    }
  }

  @Test
  void anyOrderOfLoading_givesTheSameClasses() {
    List<String> names = new ArrayList<>(files.keySet());
    TestWeaving forwards = new TestWeaving(0);
    Map<String, byte[]> first = weave(forwards, names, true);
    Collections.reverse(names);
    Map<String, byte[]> second = weave(new TestWeaving(0), names, true);

    assertThat(first.keySet()).contains("SharedMembers", "SharedUser", "SharedChild");
    first.forEach((name, file) -> assertThat(second.get(name)).as(name).isEqualTo(file));
    for (String name : List.of("SharedMembers", "SharedUser", "SharedChild")) {
      assertThat(first.get(name)).as(name).isNotEqualTo(file(name));
    }
    assertThat(forwards.verdicts()).isNotEmpty().allMatch(SiteVerdict::moved);
  }

  @Test
  void folderThatCannotBeListed_keepsThem() {
    TestWeaving weaving = new TestWeaving(0);

    Map<String, byte[]> woven = weave(weaving, List.of("SharedMembers", "SharedUser"), false);

    assertThat(woven.get("SharedUser")).isEqualTo(file("SharedUser"));
    assertThat(weaving.verdicts())
        .filteredOn(verdict -> verdict.reason() == Reason.NOT_PRIVATE)
        .isNotEmpty()
        .allMatch(verdict -> verdict.detail().contains("cannot be listed"));
  }

  @Test
  void classOfAnotherFolderThatFits_isWovenToFit() throws IOException {
    compileOutside(
        "public class Outside { public static int sum() {"
            + " SharedMembers.table[0] = 40; return SharedMembers.table[0] + SharedMembers.table[1]; } }");
    TestWeaving weaving = new TestWeaving(0);

    Map<String, byte[]> woven = weave(weaving, List.copyOf(files.keySet()), true);

    assertThat(woven.get("Outside")).isNotEqualTo(file("Outside"));
    assertThat(call(woven, new Loader(true), "sum")).isEqualTo(42);
  }

  @Test
  void classOfAnotherFolderThatDoesNotFit_isReported() throws IOException {
    compileOutside(
        "public class Outside { public static Object leak() { return SharedMembers.table; }"
            + " public static double made() { double[] made = SharedMembers.make(2);"
            + " return ((double[]) (Object) made)[1]; } }");
    TestWeaving weaving = new TestWeaving(0);

    Map<String, byte[]> woven = weave(weaving, List.copyOf(files.keySet()), true);

    assertThat(weaving.verdicts())
        .filteredOn(verdict -> verdict.site().equals("Outside"))
        .singleElement()
        .matches(verdict -> verdict.reason() == Reason.NOT_PRIVATE)
        .matches(verdict -> verdict.detail().contains("may not link"));
    // Methods are there as they were.
    assertThat(call(woven, new Loader(true), "made")).isEqualTo(2.0);
  }
}
