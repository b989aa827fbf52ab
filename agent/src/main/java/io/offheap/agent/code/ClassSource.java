package io.offheap.agent.code;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A jar or folder with class files, all of which can be read, without loading a class. */
public sealed interface ClassSource {
  /** Takes a class file. */
  @FunctionalInterface
  interface Visitor {
    /** Called with the bytes of a class file; answers whether to go on. */
    boolean visit(byte[] classFile);
  }

  /** Where it is; equal for the same jar or folder. */
  String location();

  /**
   * Passes on every class file until the visitor has enough.
   *
   * @throws IOException if one cannot be read
   */
  void forEach(Visitor visitor) throws IOException;

  /**
   * The source that a class file was found in.
   *
   * @param resource where a loader has found the class file
   * @return null if it is neither in a folder nor in a jar of its own
   */
  static @Nullable ClassSource of(URL resource, String internalName) {
    String text = resource.toString();
    String end = internalName + ".class";
    if (!text.endsWith("/" + end)) {
      return null;
    }
    String root = text.substring(0, text.length() - end.length());
    try {
      if (root.startsWith("file:")) {
        return new Folder(Path.of(URI.create(root)));
      } else if (root.startsWith("jar:file:") && root.endsWith("!/")) {
        return new Jar(Path.of(URI.create(root.substring(4, root.length() - 2))));
      }
    } catch (RuntimeException e) { // no path of this system
      return null;
    }
    return null;
  }

  /** A folder, possibly within an opened archive. */
  record Folder(Path root) implements ClassSource {
    @Override
    public String location() {
      return root.toUri().toString();
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.toString().endsWith(".class") && !visitor.visit(Files.readAllBytes(file))) {
            return;
          }
        }
      }
    }
  }

  /** A jar; of a class in several versions, all count. */
  record Jar(Path file) implements ClassSource {
    @Override
    public String location() {
      return file.toUri().toString();
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
      try (JarFile jar = new JarFile(file.toFile(), false)) {
        Enumeration<JarEntry> entries = jar.entries();
        while (entries.hasMoreElements()) {
          JarEntry entry = entries.nextElement();
          if (entry.getName().endsWith(".class")) {
            try (InputStream in = jar.getInputStream(entry)) {
              if (!visitor.visit(in.readAllBytes())) {
                return;
              }
            }
          }
        }
      }
    }
  }
}
