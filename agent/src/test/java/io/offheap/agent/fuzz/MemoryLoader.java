package io.offheap.agent.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A loader of classes in memory. Whoever asks in which folder they lie gets one that holds them.
 */
final class MemoryLoader extends ClassLoader implements AutoCloseable {
  private final Map<String, byte[]> classes;
  private Path folder;

  /**
   * @param classes by binary name
   */
  MemoryLoader(Map<String, byte[]> classes) {
    super(MemoryLoader.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] file = classes.get(name);
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, file, 0, file.length);
  }

  @Override
  public InputStream getResourceAsStream(String path) {
    byte[] file = classes.get(nameOf(path));
    return file == null ? super.getResourceAsStream(path) : new ByteArrayInputStream(file);
  }

  private static String nameOf(String path) {
    return path.replace(".class", "").replace('/', '.');
  }

  @Override
  public URL getResource(String path) {
    if (!classes.containsKey(nameOf(path))) {
      return super.getResource(path);
    }
    try {
      return folder().resolve(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized Path folder() {
    if (folder == null) {
      try {
        folder = Files.createTempDirectory("programs");
        for (Map.Entry<String, byte[]> file : classes.entrySet()) {
          Path path = folder.resolve(file.getKey().replace('.', '/') + ".class");
          Files.createDirectories(path.getParent());
          Files.write(path, file.getValue());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folder;
  }

  @Override
  public synchronized void close() {
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      folder = null;
    }
  }
}
