package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent among containers, other agents, and JVMs that are not all there. */
class IsolationIT {
  @TempDir static Path folder;
  private static Path classes = Path.of("");

  private static final String APPLICATION =
      """
      package app;
      public class Application {
        private static final class Cache {
          private long @io.offheap.OffHeap [] values = new long[5000];
          long twice(int i) { values[i] += 21; return 2 * values[i]; }
        }
        public static void main(String[] args) throws Exception {
          System.out.println(new Cache().twice(4));
        }
      }
      """;

  /**
   * Loads many marked classes from many threads, through shared loaders and loaders of their own.
   */
  private static final String LOADING =
      """
      package app;
      import java.net.*;
      import java.nio.file.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;
      public class Loading {
        public static void main(String[] args) throws Exception {
          URL[] urls = {Path.of(args[0]).toUri().toURL()};
          ClassLoader parent = Loading.class.getClassLoader();
          ClassLoader shared = new URLClassLoader(urls, parent);
          int threads = 16;
          CyclicBarrier start = new CyclicBarrier(threads);
          LongAdder sum = new LongAdder();
          Thread[] all = new Thread[threads];
          for (int t = 0; t < threads; t++) {
            int number = t;
            all[t] = new Thread(() -> {
              try {
                start.await();
                ClassLoader own = new URLClassLoader(urls, parent);
                for (int i = 0; i < 40; i++) {
                  for (ClassLoader loader : new ClassLoader[] {shared, own}) {
                    int which = (i * 7 + number) % 40;
                    sum.add((Long) Class.forName("many.C" + which, true, loader).getMethod("get").invoke(null));
                  }
                }
              } catch (Throwable e) {
                e.printStackTrace();
              }
            });
            all[t].start();
          }
          for (Thread thread : all) {
            thread.join();
          }
          System.out.println(sum);
        }
      }
      """;

  /** Looks at its own classes before it asks its parent, as web containers do. */
  private static final String CHILD_FIRST =
      """
      package app;
      import java.net.*;
      import java.nio.file.*;
      public class WebContainer extends URLClassLoader {
        WebContainer(URL[] urls, ClassLoader parent) { super(urls, parent); }
        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
          synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && !name.startsWith("java.")) {
              try { loaded = findClass(name); } catch (ClassNotFoundException e) { }
            }
            return loaded != null ? loaded : super.loadClass(name, resolve);
          }
        }
        public static void main(String[] args) throws Exception {
          URL[] urls = new URL[args.length];
          for (int i = 0; i < args.length; i++) { urls[i] = Path.of(args[i]).toUri().toURL(); }
          Class.forName("app.Application", true, new WebContainer(urls, WebContainer.class.getClassLoader()))
              .getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
      }
      """;

  /** Says to whom the JDK's own access to memory is exported: to the program, to our class. */
  private static final String EXPORTS =
      """
      package app;
      public class Exports {
        private static long @io.offheap.OffHeap [] values = new long[5000];
        public static void main(String[] args) {
          values[4] = 42;
          Module base = Object.class.getModule();
          System.out.println(base.isExported("jdk.internal.misc", Exports.class.getModule()));
          System.out.println(base.isExported("jdk.internal.misc", io.offheap.array.DirectAccess.module()));
        }
      }
      """;

  @BeforeAll
  static void compile() throws IOException {
    classes = Files.createDirectories(folder.resolve("classes"));
    Path containers = Files.createDirectories(folder.resolve("containers"));
    Path many = Files.createDirectories(folder.resolve("many"));
    Programs.compile(
        classes, List.of(source("Application", APPLICATION), source("Exports", EXPORTS)), "-g");
    Programs.compile(
        containers, List.of(source("WebContainer", CHILD_FIRST), source("Loading", LOADING)), "-g");
    List<Path> sources = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String next = "C" + (i + 1) % 40;
      sources.add(
          source(
              "C" + i,
              """
              package many;
              public class C%d {
                private static long @io.offheap.OffHeap [] values = new long[3000];
                static { if (%d %% 4 != 3) { %s.touch(); } }
                static void touch() { values[1] = 1; }
                public static long get() { values[2] = 1; return values[2]; }
              }
              """
                  .formatted(i, i, next)));
    }
    Programs.compile(many, sources, "-g");
  }

  private static Path source(String name, String text) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    return Files.writeString(sources.resolve(name + ".java"), text);
  }

  /** The first element of the class path whose file name begins so. */
  private static Path dependency(String name) {
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(element);
      if (path.getFileName() != null && path.getFileName().toString().startsWith(name)) {
        return path;
      }
    }
    throw new AssertionError(name + " is not on the class path");
  }

  private static String verdicts(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".json"));
  }

  private static String agent(String name) {
    return ChildJvm.agent("min=0,verdicts=" + folder.resolve(name + ".json"));
  }

  private static void check(ChildJvm.Result result) {
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("42\n");
  }

  @Test
  void nestedJarsOfSpringBoot_areServed() throws IOException {
    Path jar = folder.resolve("boot.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(
        Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
    attributes.putValue("Start-Class", "app.Application");
    attributes.putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
    attributes.putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
    Path library = folder.resolve("library.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(library))) {
      for (String name : List.of("app/Application.class", "app/Application$Cache.class")) {
        write(out, new JarEntry(name), Files.readAllBytes(classes.resolve(name)));
      }
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        JarFile loader = new JarFile(dependency("spring-boot-loader").toFile())) {
      for (JarEntry entry : loader.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        write(out, new JarEntry(entry.getName()), loader.getInputStream(entry).readAllBytes());
      }
      out.putNextEntry(new JarEntry("BOOT-INF/classes/"));
      byte[] nested = Files.readAllBytes(library);
      JarEntry stored = new JarEntry("BOOT-INF/lib/library.jar");
      CRC32 sum = new CRC32();
      sum.update(nested);
      stored.setMethod(ZipEntry.STORED);
      stored.setSize(nested.length);
      stored.setCrc(sum.getValue());
      write(out, stored, nested);
    }

    check(ChildJvm.java(agent("boot"), "-jar", jar.toString()));

    assertThat(verdicts("boot")).contains("\"verdict\":\"MOVED\"").doesNotContain("\"KEPT\"");
  }

  private static void write(JarOutputStream out, JarEntry entry, byte[] bytes) throws IOException {
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  @Test
  void directAccess_isNotThePrograms() throws IOException {
    ChildJvm.Result result =
        ChildJvm.java(agent("exports"), "-cp", classes.toString(), "app.Exports");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("false\ntrue\n");
    assertThat(verdicts("exports")).contains("\"verdict\":\"MOVED\"");
  }

  @Test
  void childFirstLoader_isServed() throws IOException {
    check(
        ChildJvm.java(
            agent("web"),
            "-cp",
            folder.resolve("containers").toString(),
            "app.WebContainer",
            classes + "/"));

    assertThat(verdicts("web")).contains("\"verdict\":\"MOVED\"").doesNotContain("\"KEPT\"");
  }

  @Test
  void childFirstLoaderWithALibraryOfItsOwn_keepsItsClasses() throws IOException {
    check(
        ChildJvm.java(
            agent("own"),
            "-cp",
            folder.resolve("containers").toString(),
            "app.WebContainer",
            classes + "/",
            Path.of("../core/target/offheap-core.jar").toAbsolutePath().toString()));

    assertThat(verdicts("own")).contains("RUNTIME_NOT_VISIBLE").doesNotContain("\"MOVED\"");
  }

  @Test
  void manyThreadsThatLoadClasses_comeToAnEnd() throws IOException {
    ChildJvm.Result result =
        ChildJvm.java(
            agent("threads"),
            "-cp",
            folder.resolve("containers").toString(),
            "app.Loading",
            folder.resolve("many") + "/");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(2 * 16 * 40 + "\n");
    assertThat(verdicts("threads").lines().filter(line -> line.contains("\"MOVED\"")))
        .hasSize(17 * 40);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void besideJaCoCo_behavesAndMoves(boolean first) throws IOException {
    String jacoco = "-javaagent:" + dependency("org.jacoco.agent") + "=output=none,includes=app.*";
    String own = agent("jacoco" + first);

    check(
        ChildJvm.java(
            first ? own : jacoco,
            first ? jacoco : own,
            "-cp",
            classes.toString(),
            "app.Application"));

    assertThat(verdicts("jacoco" + first)).contains("\"verdict\":\"MOVED\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void besideMockito_behavesAndMoves(boolean first) throws IOException {
    Path mockito = dependency("mockito-core");
    String path =
        String.join(
            File.pathSeparator,
            classes.toString(),
            mockito.toString(),
            dependency("byte-buddy-1").toString(),
            dependency("byte-buddy-agent").toString(),
            dependency("objenesis").toString(),
            folder.resolve("mocking").toString());
    Programs.compile(
        folder.resolve("mocking"),
        List.of(
            source(
                "Mocking",
                """
                package app;
                import static org.mockito.Mockito.*;
                public class Mocking {
                  static final class Cache {
                    private final long @io.offheap.OffHeap [] values = new long[5000];
                    long twice(int i) { values[i] += 21; return 2 * values[i]; }
                  }
                  public static void main(String[] args) {
                    Cache spy = spy(new Cache());
                    when(spy.twice(5)).thenReturn(40L);
                    System.out.println(spy.twice(4) + spy.twice(5) - 40);
                  }
                }
                """)),
        "-g");
    String own = agent("mockito" + first);
    String other = "-javaagent:" + mockito;

    ChildJvm.Result result =
        ChildJvm.java(first ? own : other, first ? other : own, "-cp", path, "app.Mocking");

    assertThat(result.out()).isEqualTo("42\n");
    assertThat(result.status()).isZero();
    assertThat(verdicts("mockito" + first)).contains("\"site\":\"app.Mocking$Cache.");
  }

  @Test
  void imageWithOnlyTheInstrumentModule_isServed() throws IOException {
    Path image = folder.resolve("image");
    int status =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--add-modules",
                "java.base,java.instrument",
                "--output",
                image.toString());
    assertThat(status).isZero();

    check(ChildJvm.run(image, agent("image"), "-cp", classes.toString(), "app.Application"));

    assertThat(verdicts("image")).contains("\"verdict\":\"MOVED\"");
  }
}
