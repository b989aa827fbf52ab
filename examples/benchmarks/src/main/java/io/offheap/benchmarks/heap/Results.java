package io.offheap.benchmarks.heap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of {@link Measure} and {@link Idle}. A workload and rival that were measured several
 * times have the median of each number; one that failed once has none.
 */
final class Results {
  private static final String IDLE = "idle";

  /**
   * One workload on one rival.
   *
   * @param nanos per operation
   * @param resident bytes at the peak, above the start
   * @param javaHeap bytes that live there
   * @param garbage bytes per operation
   */
  record Cell(double nanos, double resident, double javaHeap, double garbage) {
    double memory() {
      return resident + javaHeap;
    }
  }

  private final Map<String, Map<String, List<double[]>>> lines = new LinkedHashMap<>();
  private final Set<String> rivals = new LinkedHashSet<>();
  private final Set<String> failures = new LinkedHashSet<>();
  private final Map<String, Set<String>> skipped = new LinkedHashMap<>();

  static Results read(Path file) throws IOException {
    Results results = new Results();
    for (String line : Files.readAllLines(file)) results.add(line.split(",", -1));
    return results;
  }

  private void add(String[] cells) {
    String workload = cells[0];
    String rival = cells[1];
    String reason = String.join(",", Arrays.asList(cells).subList(3, cells.length));
    if (cells[2].equals("failed")) {
      failures.add(workload + " on " + rival + ": " + reason);
      return;
    }
    if (cells[2].equals("skipped")) {
      skipped.computeIfAbsent(rival + ": " + reason, r -> new LinkedHashSet<>()).add(workload);
      return;
    }
    double[] numbers = Arrays.stream(cells).skip(2).mapToDouble(Double::parseDouble).toArray();
    lines
        .computeIfAbsent(workload, w -> new LinkedHashMap<>())
        .computeIfAbsent(rival, r -> new ArrayList<>())
        .add(numbers);
    if (!rival.equals("none")) rivals.add(rival);
  }

  /** Those but {@link Idle}, in the order in which they were run. */
  List<String> workloads() {
    return lines.keySet().stream().filter(w -> !w.equals(IDLE)).toList();
  }

  /** Without the loop alone. */
  List<String> rivals() {
    return Rival.NAMES.stream().filter(rivals::contains).toList();
  }

  /** What was tried and did not end well, with the reason. */
  Set<String> failures() {
    return failures;
  }

  /** The workloads that a rival does not serve, by rival and reason. */
  Map<String, Set<String>> skipped() {
    return skipped;
  }

  @Nullable Cell cell(String workload, String rival) {
    double[] n = medians(workload, rival);
    return n == null ? null : new Cell(n[0], n[1], n[2], n[3]);
  }

  /** Bytes at the peak and after 1, 5 and 15 seconds. */
  double @Nullable [] idle(String rival) {
    return medians(IDLE, rival);
  }

  private double @Nullable [] medians(String workload, String rival) {
    List<double[]> rounds = lines.getOrDefault(workload, Map.of()).get(rival);
    if (rounds == null
        || failures.stream().anyMatch(f -> f.startsWith(workload + " on " + rival + ":"))) {
      return null;
    }
    double[] medians = new double[rounds.get(0).length];
    for (int i = 0; i < medians.length; i++) {
      int column = i;
      double[] sorted = rounds.stream().mapToDouble(r -> r[column]).sorted().toArray();
      medians[i] = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
    return medians;
  }

  /** The most rounds of any cell. */
  int rounds() {
    return lines.values().stream()
        .flatMap(w -> w.values().stream())
        .mapToInt(List::size)
        .max()
        .orElse(0);
  }
}
