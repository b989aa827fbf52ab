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
    OptionalLong bytes = bytesBelow(Path.of("/"));
    if (bytes.isEmpty()) bytes = PhysicalMemory.fromManagement();
    return bytes.orElse(Runtime.getRuntime().maxMemory());
  }

  /** The answer of the files below a root folder, which is not {@code /} only in tests. */
  static OptionalLong bytesBelow(Path root) {
    return new AvailableMemory(root).fromFiles();
  }

  private OptionalLong fromFiles() {
    long least = Long.MAX_VALUE;
    for (String line : lines("proc/meminfo")) {
      if (line.startsWith("MemTotal:")) {
        least = kibibytes(line.substring("MemTotal:".length()));
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
      int dash = mount.indexOf(" - ");
      if (dash < 0) continue;
      String[] fields = mount.substring(0, dash).split(" ", -1);
      String[] source = mount.substring(dash + 3).split(" ", 3);
      if (fields.length < 5) continue;
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
    if (rest.contains("..")) return "";
    return rest.startsWith("/") ? rest.substring(1) : rest;
  }

  private static long limitIn(Path file) {
    List<String> lines = linesOf(file);
    return lines.isEmpty() ? Long.MAX_VALUE : parse(lines.getFirst(), 1);
  }

  private static long kibibytes(String amount) {
    int unit = amount.indexOf(" kB");
    return unit < 0 ? Long.MAX_VALUE : parse(amount.substring(0, unit), 1024);
  }

  /** The number times the unit; what is no number, like {@code max}, is no limit. */
  private static long parse(String digits, long unit) {
    try {
      return Math.multiplyExact(Long.parseLong(digits.strip()), unit);
    } catch (NumberFormatException | ArithmeticException e) {
      return Long.MAX_VALUE;
    }
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
