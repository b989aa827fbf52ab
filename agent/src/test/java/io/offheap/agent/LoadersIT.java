package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Classes of other loaders: those that see the agent's classes move, the others stay and say why.
 */
class LoadersIT {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path main = folder.resolve("main");
    Path plugin = folder.resolve("plugin");
    Files.createDirectories(main);
    Files.createDirectories(plugin);
    Files.writeString(
        folder.resolve("Plugin.java"),
        """
        public class Plugin {
          private int @io.offheap.OffHeap [] values = new int[3];
          public String toString() { values[2] += 7; return "plugin " + values[2]; }
        }
        """);
    Files.writeString(
        folder.resolve("Main.java"),
        """
        import java.net.*;
        import java.nio.file.*;
        public class Main {
          public static void main(String[] args) throws Exception {
            URL[] urls = {Path.of(args[0]).toUri().toURL()};
            ClassLoader parent = args[1].equals("system") ? Main.class.getClassLoader() : ClassLoader.getPlatformClassLoader();
            try (URLClassLoader loader = new URLClassLoader(urls, parent)) {
              System.out.println(loader.loadClass("Plugin").getDeclaredConstructor().newInstance());
            }
          }
        }
        """);
    Programs.compile(plugin, List.of(folder.resolve("Plugin.java")), "-g");
    Programs.compile(main, List.of(folder.resolve("Main.java")));
  }

  private static String verdict(String parent) throws IOException {
    Path file = folder.resolve(parent + ".json");
    ChildJvm.Result result =
        ChildJvm.java(
            ChildJvm.agent("min=0,verdicts=" + file),
            "-cp",
            folder.resolve("main").toString(),
            "Main",
            folder.resolve("plugin") + "/",
            parent);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("plugin 7\n");
    return Files.readString(file);
  }

  @Test
  void loaderBelowTheSystemLoader_isServed() throws IOException {
    assertThat(verdict("system"))
        .contains("\"site\":\"Plugin.<init>()V:2\"", "\"verdict\":\"MOVED\"");
  }

  @Test
  void loadersThatCallThemselvesEqual_areToldApart() throws IOException {
    Path source = folder.resolve("Twins.java");
    Files.writeString(
        source,
        """
        import java.net.*;
        import java.nio.file.*;
        public class Twins {
          static final class Twin extends URLClassLoader {
            Twin(URL url, ClassLoader parent) { super(new URL[] {url}, parent); }
            @Override public boolean equals(Object other) { return other instanceof Twin; }
            @Override public int hashCode() { return 1; }
          }
          public static void main(String[] args) throws Exception {
            URL url = Path.of(args[0]).toUri().toURL();
            for (ClassLoader parent : new ClassLoader[] {Twins.class.getClassLoader(), ClassLoader.getPlatformClassLoader()}) {
              System.out.println(new Twin(url, parent).loadClass("Plugin").getDeclaredConstructor().newInstance());
            }
          }
        }
        """);
    Programs.compile(folder.resolve("main"), List.of(source), "-g");

    ChildJvm.Result result =
        ChildJvm.java(
            ChildJvm.agent("min=0"),
            "-cp",
            folder.resolve("main").toString(),
            "Twins",
            folder.resolve("plugin") + "/");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("plugin 7\nplugin 7\n");
  }

  @Test
  void loaderThatDoesNotSeeTheAgent_keepsItsClasses() throws IOException {
    assertThat(verdict("platform"))
        .contains("\"verdict\":\"KEPT\",\"reason\":\"RUNTIME_NOT_VISIBLE\"");
  }
}
