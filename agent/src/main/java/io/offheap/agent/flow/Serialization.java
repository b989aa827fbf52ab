package io.offheap.agent.flow;

import io.offheap.agent.code.ClassFiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/** Whether instances of a class may be serialized, seen from class files. */
final class Serialization {
  private static final String SERIALIZABLE = "java/io/Serializable";

  private Serialization() {}

  /**
   * Why instances may be serialized.
   *
   * @return null when no supertype is serializable
   */
  static @Nullable String reason(
      @Nullable String superName, List<String> interfaces, ClassFiles files) {
    Deque<String> open = new ArrayDeque<>(interfaces);
    if (superName != null) {
      open.add(superName);
    }
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.remove();
      if (name.equals("java/lang/Object") || !seen.add(name)) {
        continue;
      }
      if (name.equals(SERIALIZABLE)) {
        return "the class is serializable";
      }
      byte[] file = files.find(name);
      if (file == null) {
        return "the class may be serializable: its supertype "
            + name.replace('/', '.')
            + " was not found";
      }
      ClassReader reader = new ClassReader(file);
      open.addAll(List.of(reader.getInterfaces()));
      if (reader.getSuperName() != null) {
        open.add(reader.getSuperName());
      }
    }
    return null;
  }
}
