package io.offheap.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads results of JMH and of {@link Replay} and prints a Markdown table: nanoseconds without the
 * loop, and the ratio to glibc in the same run.
 *
 * <p>Usage: {@code RatioTable file.csv ...}
 */
final class RatioTable {
  /**
   * The most Java heap that an operation of ours has taken in {@link Replay}, or under {@code -prof
   * gc}, in bytes.
   */
  private static double garbage;

  private RatioTable() {}

  public static void main(String[] args) throws IOException {
    Map<String, Map<String, List<Double>>> rows = new TreeMap<>();
    for (String file : args) {
      List<String> lines = Files.readAllLines(Path.of(file));
      if (lines.get(0).contains("Score")) readJmh(lines, rows);
      else readReplay(lines, rows);
    }
    Map<String, Map<String, Double>> medians = new TreeMap<>();
    rows.forEach((row, values) ->
        values.forEach((who, list) ->
            medians.computeIfAbsent(row, r -> new TreeMap<>()).put(who, median(list))));
    print(medians);
    System.out.printf("%nMost Java heap per operation in any row: %.3f bytes.%n", garbage);
  }

  private static void readJmh(List<String> lines, Map<String, Map<String, List<Double>>> rows) {
    List<String> header = cells(lines.get(0));
    int score = header.indexOf("Score");
    int allocator = header.indexOf("Param: allocator");
    int blocks = header.indexOf("Param: blocks");
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      String benchmark = cells.get(0);
      String profiled = benchmark.substring(benchmark.indexOf(':') + 1);
      if (profiled.equals("gc.alloc.rate.norm")) {
        String who = allocator < 0 ? "" : cells.get(allocator);
        double bytes = Double.parseDouble(cells.get(score));
        String round = blocks < 0 ? "" : cells.get(blocks);
        if (!round.isEmpty()) bytes /= Integer.parseInt(round) / 2.0;
        if (!who.equals("glibc")) garbage = Math.max(garbage, bytes);
      }
      if (benchmark.contains(":")) continue;
      int className = benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1;
      String row = benchmark.substring(className);
      double value = Double.parseDouble(cells.get(score));
      String count = blocks < 0 ? "" : cells.get(blocks);
      if (!count.isEmpty()) {
        row += " " + count;
        value /= Integer.parseInt(count) / 2.0;
      }
      String who = allocator < 0 || cells.get(allocator).isEmpty() ? "pages" : cells.get(allocator);
      add(rows, row, who, value);
    }
  }

  private static void readReplay(List<String> lines, Map<String, Map<String, List<Double>>> rows) {
    for (String line : lines) {
      List<String> cells = cells(line);
      add(rows, cells.get(0), cells.get(1), Double.parseDouble(cells.get(2)));
      if (cells.size() > 3 && !cells.get(1).equals("glibc")) {
        garbage = Math.max(garbage, Double.parseDouble(cells.get(3)));
      }
    }
  }

  private static void add(
      Map<String, Map<String, List<Double>>> rows, String row, String who, double value) {
    rows.computeIfAbsent(row, r -> new TreeMap<>())
        .computeIfAbsent(who, w -> new ArrayList<>())
        .add(value);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static void print(Map<String, Map<String, Double>> rows) {
    String[] allocators = {"glibc", "slab", "slab-fine", "buddy", "tlsf"};
    System.out.println("| workload | loop alone | " + String.join(" | ", allocators) + " |");
    System.out.println("|---" + "|---".repeat(allocators.length + 1) + "|");
    rows.forEach((row, values) -> {
      if (values.containsKey("pages")) {
        System.out.printf("| %s | | %.1f ns |%n", row, values.get("pages"));
        return;
      }
      double loop = values.getOrDefault("none", 0.0);
      double glibc = values.getOrDefault("glibc", Double.NaN) - loop;
      StringBuilder line = new StringBuilder("| " + row + " | " + format(loop));
      for (String name : allocators) {
        Double value = values.get(name);
        line.append(" | ");
        if (value == null) continue;
        double net = value - loop;
        line.append(format(net)).append(" ns");
        if (!name.equals("glibc")) line.append(" (").append(format(net / glibc)).append(")");
      }
      System.out.println(line + " |");
    });
  }

  private static String format(double value) {
    return String.format("%.2f", value);
  }

  /** JMH quotes text cells and writes numbers plain; no cell of ours contains a comma. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : Arrays.asList(line.split(",", -1))) cells.add(cell.replace("\"", ""));
    return cells;
  }
}
