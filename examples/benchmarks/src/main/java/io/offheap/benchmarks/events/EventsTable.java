package io.offheap.benchmarks.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a results file of {@link EventsCost} (JMH, CSV) and prints nanoseconds and ratios to the
 * mode {@code none} as a Markdown table.
 *
 * <p>Usage: {@code EventsTable results.csv}
 */
final class EventsTable {
  private EventsTable() {}

  public static void main(String[] args) throws IOException {
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    List<String> header = cells(lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      String benchmark = cells.get(0).substring(cells.get(0).lastIndexOf('.') + 1);
      rows.computeIfAbsent(benchmark, b -> new LinkedHashMap<>())
          .put(
              cells.get(header.indexOf("Param: mode")),
              Double.parseDouble(cells.get(header.indexOf("Score"))));
    }
    System.out.println("| random life | mode | ns/op | ratio to none |");
    System.out.println("|---|---|---:|---:|");
    rows.forEach((benchmark, modes) ->
        modes.forEach((mode, score) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.1f | %.3f |%n",
                benchmark,
                mode,
                score,
                score / modes.getOrDefault("none", Double.NaN))));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1)).map(cell -> cell.replace("\"", "")).toList();
  }
}
