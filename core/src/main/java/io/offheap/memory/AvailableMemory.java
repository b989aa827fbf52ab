package io.offheap.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much memory the process may use before it is refused or killed: the least of what its control
 * groups grant and what the machine has.
 *
 * <p>Read from files, because the management classes are slow to start and may be absent from the
 * run-time image; they are asked only where there are no such files, as on systems other than
 * Linux.
 */
public final class AvailableMemory {
  private final Path root;

  private AvailableMemory(Path root) {
    this.root = root;
  }

  /** The bytes that this process may use; if nothing can be learned, the largest Java heap. */
  public static long bytes() {
    return new AvailableMemory(Path.of("/"))
        .fromFiles()
        .orElseGet(
            () -> PhysicalMemory.fromManagement().orElseGet(Runtime.getRuntime()::maxMemory));
  }

  /** The answer of the files below a root folder, which is not {@code /} only in tests. */
  static OptionalLong bytesBelow(Path root) {
    return new AvailableMemory(root).fromFiles();
  }

  private OptionalLong fromFiles() {
    long least = Long.MAX_VALUE;
    for (String line : lines("proc/meminfo")) {
      if (line.startsWith("MemTotal:")) {
        least = kibibytes(line);
        break;
      }
    }
    List<String> mounts = lines("proc/self/mountinfo");
    for (String group : lines("proc/self/cgroup")) {
      least = Math.min(least, groupLimit(group, mounts));
    }
    return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
  }

  /**
   * The least limit of a group and those above it.
   *
   * @param group a line {@code id:controllers:path}; the unified hierarchy has no controllers named
   */
  private long groupLimit(String group, List<String> mounts) {
    String[] parts = group.split(":", 3);
    if (parts.length < 3) return Long.MAX_VALUE;
    boolean unified = parts[1].isEmpty();
    if (!unified && !List.of(parts[1].split(",")).contains("memory")) return Long.MAX_VALUE;
    String file = unified ? "memory.max" : "memory.limit_in_bytes";
    long least = Long.MAX_VALUE;
    for (String mount : mounts) {
      // id parent device root mountPoint options fields... - type source options
      String[] sides = mount.split(" - ", 2);
      String[] fields = sides[0].split(" ", -1);
      String[] source = sides.length < 2 ? new String[0] : sides[1].split(" ", 3);
      if (fields.length < 5 || source.length < 1) continue;
      if (!source[0].equals(unified ? "cgroup2" : "cgroup")) continue;
      if (!unified && !List.of(source[source.length - 1].split(",")).contains("memory")) continue;
      Path top = root.resolve(fields[4].substring(1));
      for (Path folder = top.resolve(insideMount(parts[2], fields[3]));
          folder != null && folder.startsWith(top);
          folder = folder.getParent()) {
        least = Math.min(least, limitIn(folder.resolve(file)));
      }
    }
    return least;
  }

  /** A group's path below a mount point that shows the hierarchy from {@code mountRoot} on. */
  private static String insideMount(String groupPath, String mountRoot) {
    boolean below = mountRoot.equals("/") || groupPath.startsWith(mountRoot);
    String rest =
        below && !mountRoot.equals("/") ? groupPath.substring(mountRoot.length()) : groupPath;
    // A path that leads out of the visible part (/../..) says that the mount point is the group.
    return rest.contains("..") ? "" : rest.replaceFirst("^/+", "");
  }

  private static long limitIn(Path file) {
    for (String line : linesOf(file)) {
      try {
        return Long.parseLong(line.strip());
      } catch (NumberFormatException e) {
        return Long.MAX_VALUE; // "max"
      }
    }
    return Long.MAX_VALUE;
  }

  private static long kibibytes(String line) {
    String digits = line.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? Long.MAX_VALUE : Long.parseLong(digits) << 10;
  }

  private List<String> lines(String path) {
    return linesOf(root.resolve(path));
  }

  /** No file, or one that may not be read, has nothing to say. */
  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException e) {
      return List.of();
    }
  }
}
