package io.offheap.examples.atlas;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The class files of the JDK that runs this program, always in the same order.
 *
 * <p>They are read through a {@code jrt:/} file system of our own: the built-in one remembers every
 * file it has ever shown, this one can be closed.
 */
final class JdkClasses implements AutoCloseable {
  private final FileSystem jdk;

  JdkClasses() throws IOException {
    jdk =
        FileSystems.newFileSystem(
            URI.create("jrt:/"), Map.of("java.home", System.getProperty("java.home")));
  }

  /**
   * The class files of these modules, or of all modules if the set is empty.
   *
   * @throws IllegalArgumentException if the JDK has no such module
   */
  List<Path> find(Set<String> modules) throws IOException {
    Set<String> present = new TreeSet<>();
    try (Stream<Path> folders = Files.list(jdk.getPath("/modules"))) {
      folders.forEach(folder -> present.add(folder.getFileName().toString()));
    }
    for (String module : modules) {
      if (!present.contains(module)) {
        throw new IllegalArgumentException("this JDK has no module " + module);
      }
    }
    Set<Path> files = new TreeSet<>();
    for (String module : modules.isEmpty() ? present : modules) {
      try (Stream<Path> walk = Files.walk(jdk.getPath("/modules", module))) {
        walk.filter(JdkClasses::isClass).forEach(files::add);
      }
    }
    return List.copyOf(files);
  }

  private static boolean isClass(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".class") && !name.equals("module-info.class");
  }

  @Override
  public void close() throws IOException {
    jdk.close();
  }
}
