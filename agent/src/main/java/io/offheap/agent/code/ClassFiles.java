package io.offheap.agent.code;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** Finds class files by name, without ever loading a class. */
@FunctionalInterface
public interface ClassFiles {
  /**
   * The class file of {@code internalName}.
   *
   * @return its bytes, or null when it cannot be found or read
   */
  byte @Nullable [] find(String internalName);

  /**
   * The class file of {@code internalName}, for who does not need all of it.
   *
   * @return null when it cannot be found
   * @throws IOException if it cannot be read
   */
  default @Nullable InputStream open(String internalName) throws IOException {
    byte[] file = find(internalName);
    return file == null ? null : new ByteArrayInputStream(file);
  }

  /**
   * The jar or folder that the class file lies in.
   *
   * @return null when that cannot be listed
   */
  default @Nullable ClassSource sourceOf(String internalName) {
    return null;
  }

  /** The class files that {@code loader} can see. */
  static ClassFiles of(ClassLoader loader) {
    return new ClassFiles() {
      @Override
      public byte @Nullable [] find(String internalName) {
        try (InputStream in = open(internalName)) {
          return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
          return null;
        }
      }

      @Override
      public @Nullable InputStream open(String internalName) {
        return loader.getResourceAsStream(internalName + ".class");
      }

      @Override
      public @Nullable ClassSource sourceOf(String internalName) {
        URL resource = loader.getResource(internalName + ".class");
        return resource == null ? null : ClassSource.of(resource, internalName);
      }
    };
  }
}
