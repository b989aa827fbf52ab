package io.offheap.benchmarks.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads results files of {@link EventsCost} (JMH, CSV), one of each round, and prints medians of
 * nanoseconds and of the ratios to the mode {@code none} of the same round as a Markdown table.
 *
 * <p>Usage: {@code EventsTable round1.csv round2.csv ...}
 */
final class EventsTable {
  private final Map<String, Map<String, List<Double>>> nanos = new LinkedHashMap<>();
  private final Map<String, Map<String, List<Double>>> ratios = new LinkedHashMap<>();

  private EventsTable() {}

  public static void main(String[] args) throws IOException {
    EventsTable table = new EventsTable();
    for (String file : args) table.read(Files.readAllLines(Path.of(file)));
    table.print();
  }

  private void read(List<String> lines) {
    List<String> header = cells(lines.get(0));
    Map<String, Double> base = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      String benchmark = cells.get(0).substring(cells.get(0).lastIndexOf('.') + 1);
      String mode = cells.get(header.indexOf("Param: mode"));
      double score = Double.parseDouble(cells.get(header.indexOf("Score")));
      if (mode.equals("none")) base.put(benchmark, score);
      put(nanos, benchmark, mode, score);
      put(ratios, benchmark, mode, score / base.getOrDefault(benchmark, Double.NaN));
    }
  }

  private static void put(
      Map<String, Map<String, List<Double>>> table, String row, String column, double value) {
    table
        .computeIfAbsent(row, r -> new LinkedHashMap<>())
        .computeIfAbsent(column, c -> new ArrayList<>())
        .add(value);
  }

  private void print() {
    System.out.println("| random life | mode | ns/op | ratio to none | from | to | rounds |");
    System.out.println("|---|---|---:|---:|---:|---:|---:|");
    ratios.forEach((benchmark, modes) ->
        modes.forEach((mode, values) -> {
          List<Double> scores = nanos.getOrDefault(benchmark, Map.of()).getOrDefault(mode, values);
          System.out.printf(
              Locale.ROOT,
              "| %s | %s | %.1f | %.3f | %.2f | %.2f | %d |%n",
              benchmark,
              mode,
              median(scores),
              median(values),
              values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN),
              values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN),
              values.size());
        }));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1)).map(cell -> cell.replace("\"", "")).toList();
  }
}
