package io.offheap.agent.code;

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
        try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
          return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
          return null;
        }
      }

      @Override
      public @Nullable ClassSource sourceOf(String internalName) {
        URL resource = loader.getResource(internalName + ".class");
        return resource == null ? null : ClassSource.of(resource, internalName);
      }
    };
  }
}
