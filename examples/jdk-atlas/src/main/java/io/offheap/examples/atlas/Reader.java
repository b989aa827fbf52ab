package io.offheap.examples.atlas;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads the JDK, and says how far it is. */
final class Reader {
  private static final int CLASSES_PER_MESSAGE = 5_000;

  private final PrintStream progress;

  Reader(PrintStream progress) {
    this.progress = progress;
  }

  /** These modules, or of all modules if the set is empty. */
  Jdk read(Set<String> modules) throws IOException {
    ClassScanner scanner = new ClassScanner();
    try (JdkClasses jdk = new JdkClasses()) {
      List<Path> files = jdk.find(modules);
      for (int i = 0; i < files.size(); i++) {
        if (i % CLASSES_PER_MESSAGE == 0)
          progress.println("reading class " + i + " of " + files.size());
        scanner.add(Files.readAllBytes(files.get(i)));
      }
    }
    progress.println("working out inheritance");
    return scanner.finish();
  }
}
