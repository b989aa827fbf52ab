package io.offheap.agent.code;

import java.io.IOException;
import java.io.InputStream;
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

  /** The class files that {@code loader} can see. */
  static ClassFiles of(ClassLoader loader) {
    return internalName -> {
      try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
        return in == null ? null : in.readAllBytes();
      } catch (IOException e) {
        return null;
      }
    };
  }
}
