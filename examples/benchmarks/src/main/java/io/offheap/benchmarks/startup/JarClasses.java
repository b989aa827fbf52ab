package io.offheap.benchmarks.startup;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads thousands of classes from a jar, by one class loader after the other, and prints how many
 * milliseconds that took.
 *
 * <p>Usage: {@code JarClasses <count>}. The jar is that of the benchmarks, with the libraries in
 * it.
 */
public final class JarClasses {
  private JarClasses() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    Path jar =
        Path.of(JarClasses.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> names = names(jar);
    URL[] path = {jar.toUri().toURL()};
    System.gc();
    int loaded = 0;
    long startNanos = System.nanoTime();
    while (loaded < count) {
      try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
        loaded += load(names.subList(0, Math.min(names.size(), count - loaded)), loader);
      }
    }
    System.out.println("result " + (System.nanoTime() - startNanos) / 1e6);
  }

  private static List<String> names(Path jar) throws Exception {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .filter(name -> !name.startsWith("io/offheap/") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .toList();
    }
  }

  /** Answers how many could be loaded: some lack what they extend. */
  private static int load(List<String> names, ClassLoader loader) {
    int loaded = 0;
    for (String name : names) {
      try {
        Class.forName(name, false, loader);
        loaded++;
      } catch (ClassNotFoundException | LinkageError _) {
        // Not counted.
      }
    }
    return loaded;
  }
}
