package io.offheap.agent.options;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a path among the settings is for. Not functions, because linking a lambda would slow each
 * start.
 */
enum PathUse {
  READ,
  WRITE,
  FOLDER;

  /** What keeps {@code path} from this use; null when nothing does. */
  @Nullable String problem(Path path) {
    return switch (this) {
      case READ -> readProblem(path);
      case WRITE -> writeProblem(path);
      case FOLDER ->
          Files.exists(path) && !Files.isDirectory(path)
              ? "a folder is expected, this is a file"
              : null;
    };
  }

  private static @Nullable String readProblem(Path path) {
    if (!Files.isRegularFile(path)) {
      return "there is no such file";
    }
    return Files.isReadable(path) ? null : "the file cannot be read";
  }

  private static @Nullable String writeProblem(Path path) {
    if (Files.isDirectory(path)) {
      return "a file is expected, this is a folder";
    }
    if (Files.exists(path)) {
      return Files.isWritable(path) ? null : "the file cannot be written";
    }
    Path folder = path.toAbsolutePath().getParent();
    return folder != null && Files.isDirectory(folder) && Files.isWritable(folder)
        ? null
        : "its folder does not exist or cannot be written";
  }
}
