package io.offheap.benchmarks.heap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of {@link Measure} and {@link Idle} and prints Markdown tables: times without the
 * loop, memory beside them, both with the ratio to the best native rival, and garbage.
 *
 * <p>Usage: {@code Table file}
 */
final class Table {
  private static final double MIB = 1 << 20;

  /** One result; sizes are bytes. */
  private record Cell(double nanos, double resident, double javaHeap, double garbage) {}

  private final Map<String, Map<String, Cell>> rows = new LinkedHashMap<>();
  private final Map<String, String[]> idle = new LinkedHashMap<>();
  private final Set<String> rivals = new LinkedHashSet<>();

  private Table() {}

  public static void main(String[] args) throws IOException {
    Table table = new Table();
    for (String line : Files.readAllLines(Path.of(args[0]))) table.read(line.split(",", -1));
    table.print();
  }

  private void read(String[] cells) {
    if (cells[0].equals("idle")) {
      idle.put(cells[1], cells);
      return;
    }
    Cell cell =
        new Cell(
            Double.parseDouble(cells[2]),
            Double.parseDouble(cells[3]),
            Double.parseDouble(cells[4]),
            Double.parseDouble(cells[5]));
    rows.computeIfAbsent(cells[0], r -> new LinkedHashMap<>()).put(cells[1], cell);
    if (!cells[1].equals("none")) rivals.add(cells[1]);
  }

  private void print() {
    System.out.println(
        "Nanoseconds per operation without the loop (ratio to the best native rival):\n");
    compare(Cell::nanos, 1, true);
    System.out.println("\nPeak MiB, resident and on the Java heap, without the loop's (ratio):\n");
    compare(cell -> cell.resident() + cell.javaHeap(), MIB, false);
    System.out.println("\nBytes of Java garbage per operation, without the loop's:\n");
    header("loop alone");
    rows.forEach((row, cells) -> {
      Cell loop = Objects.requireNonNull(cells.get("none"), row);
      StringBuilder line = new StringBuilder("| " + row + " | " + text(loop.garbage()));
      for (String rival : rivals) {
        Cell cell = cells.get(rival);
        line.append(" | ");
        if (cell != null) line.append(text(Math.max(cell.garbage() - loop.garbage(), 0)));
      }
      System.out.println(line + " |");
    });
    if (idle.isEmpty()) return;
    System.out.println(
        "\nMiB above the start, at the peak and without any call after it was freed:\n");
    System.out.println(
        "| rival | peak | 1 s | 5 s | 15 s | 15 s / peak |\n|---|---|---|---|---|---|");
    idle.forEach((rival, cells) -> {
      StringBuilder line = new StringBuilder("| " + rival);
      for (int i = 2; i < 6; i++) line.append(" | ").append(text(mib(cells[i])));
      double share = mib(cells[5]) / mib(cells[2]);
      System.out.printf(Locale.ROOT, "%s | %.1f %% |%n", line, 100 * share);
    });
  }

  private void header(String second) {
    System.out.println("| workload | " + second + " | " + String.join(" | ", rivals) + " |");
    System.out.println("|---" + "|---".repeat(rivals.size() + 1) + "|");
  }

  private void compare(ToDoubleFunction<Cell> value, double unit, boolean time) {
    header("loop alone");
    rows.forEach((row, cells) -> {
      double loop = value.applyAsDouble(Objects.requireNonNull(cells.get("none"), row)) / unit;
      double subtracted = time && isWhole(row) ? 0 : loop;
      double best = Double.POSITIVE_INFINITY;
      for (String rival : Rival.NATIVE) {
        best = Math.min(best, net(cells.get(rival), value, unit, subtracted));
      }
      String mark = time && isWhole(row) ? " *" : "";
      String start = "| " + row + mark + " | " + text(loop) + " | ";
      List<String> values = new ArrayList<>();
      for (String rival : rivals) {
        Cell cell = cells.get(rival);
        if (cell == null) {
          values.add("");
          continue;
        }
        double net = net(cell, value, unit, subtracted);
        boolean comparable = best < Double.POSITIVE_INFINITY && best > (time ? 0.1 : 4);
        values.add(text(net) + (comparable ? " (" + text(net / best) + ")" : ""));
      }
      System.out.println(start + String.join(" | ", values) + " |");
    });
    if (time)
      System.out.println("\n\\* the loop is not subtracted: it is most of what is measured.");
  }

  /** Whether the loop's own work and the allocator's cannot be told apart by subtraction. */
  private static boolean isWhole(String row) {
    return row.startsWith("cache-") || row.startsWith("virtual-") || row.startsWith("mleak-");
  }

  private static double net(
      @Nullable Cell cell, ToDoubleFunction<Cell> value, double unit, double loop) {
    return cell == null ? Double.POSITIVE_INFINITY : value.applyAsDouble(cell) / unit - loop;
  }

  private static double mib(String bytes) {
    return Long.parseLong(bytes) / MIB;
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 9.995 ? "%.2f" : "%.0f", value);
  }
}
