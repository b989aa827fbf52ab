package io.offheap.benchmarks.heap;

import io.offheap.benchmarks.heap.Results.Cell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Prints {@link Results} as Markdown tables: the heap beside the best native rival; times of all
 * without the loop; memory; what several threads gain; garbage; and what stays after the peak.
 *
 * <p>Usage: {@code Table file}
 */
final class Table {
  private static final double MIB = 1 << 20;

  /** Below these, in nanoseconds and MiB, a ratio says nothing. */
  private static final double LEAST_NANOS = 0.1;

  private static final double LEAST_MIB = 4;

  private final Results results;

  private Table(Results results) {
    this.results = results;
  }

  public static void main(String[] args) throws IOException {
    new Table(Results.read(Path.of(args[0]))).print();
  }

  private void print() {
    int rounds = results.rounds();
    System.out.println(
        rounds == 1 ? "One process each.\n" : "Medians of " + rounds + " processes each.\n");
    System.out.println(
        "The heap beside the best native rival, times without the loop; memory is the peak.\n");
    summary();
    System.out.println("\nNanoseconds per operation (ratio to the best native rival):\n");
    all(this::nanos, LEAST_NANOS);
    System.out.println(
        "\n\\* the loop is not subtracted: it cannot be told apart from what is measured.");
    System.out.println(
        "\nPeak MiB, resident above the start and living on the Java heap, with the loop's (ratio):\n");
    all(this::mib, LEAST_MIB);
    System.out.println("\nTimes as fast in all by several threads as by one, with the loop:\n");
    scaling();
    System.out.println("\nBytes of Java garbage per operation, without the loop's:\n");
    all((row, rival) -> garbage(row, rival), Double.POSITIVE_INFINITY);
    idle();
    if (!results.skipped().isEmpty()) System.out.println("\nNot served:\n");
    results
        .skipped()
        .forEach(
            (who, rows) -> System.out.println("- " + who + " (" + String.join(", ", rows) + ")"));
    if (!results.failures().isEmpty()) System.out.println("\nDid not end well:\n");
    results.failures().forEach(failure -> System.out.println("- " + failure));
  }

  /** A number of a workload on a rival, or NaN. */
  @FunctionalInterface
  private interface Value {
    double of(String row, String rival);
  }

  private double net(String row, String rival, boolean subtracted, ToDoubleFunction<Cell> value) {
    Cell cell = results.cell(row, rival);
    Cell loop = results.cell(row, "none");
    if (cell == null || (subtracted && loop == null)) return Double.NaN;
    return value.applyAsDouble(cell) - (subtracted && loop != null ? value.applyAsDouble(loop) : 0);
  }

  private double nanos(String row, String rival) {
    return net(row, rival, !isWhole(row), Cell::nanos);
  }

  private double mib(String row, String rival) {
    return net(row, rival, false, Cell::memory) / MIB;
  }

  private double garbage(String row, String rival) {
    return Math.max(net(row, rival, true, Cell::garbage), 0);
  }

  /** Whether the loop's own work and the allocator's cannot be told apart by subtraction. */
  private static boolean isWhole(String row) {
    return row.startsWith("cache-") || row.startsWith("virtual-") || row.startsWith("mleak-");
  }

  /** The native rival with the least, or null if none was measured. */
  private @Nullable String best(String row, Value value) {
    String best = null;
    for (String rival : Rival.NATIVE) {
      double here = value.of(row, rival);
      if (!Double.isNaN(here) && (best == null || here < value.of(row, best))) best = rival;
    }
    return best;
  }

  private void summary() {
    System.out.println(
        "| workload | best | ns | heap | ratio | least memory | MiB | heap | ratio | handle, ns | ratio"
            + " | Netty pooled / heap |\n|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (String row : results.workloads()) {
      String fast = best(row, this::nanos);
      String small = best(row, this::mib);
      if (fast == null || small == null) continue;
      double time = nanos(row, fast);
      double memory = mib(row, small);
      double ours = nanos(row, "heap");
      double local = nanos(row, "heap-local");
      System.out.println(
          String.join(
              " | ",
              "| " + row + (isWhole(row) ? " *" : ""),
              fast,
              text(time),
              text(ours),
              bold(ratio(ours, time, LEAST_NANOS)),
              small,
              text(memory),
              text(mib(row, "heap")),
              bold(ratio(mib(row, "heap"), memory, LEAST_MIB)),
              text(local),
              ratio(local, time, LEAST_NANOS),
              ratio(nanos(row, "netty-pooled"), ours, LEAST_NANOS) + " |"));
    }
  }

  private void all(Value value, double leastForRatio) {
    header("loop alone");
    for (String row : results.workloads()) {
      String bestRival = best(row, value);
      double best = bestRival == null ? Double.NaN : value.of(row, bestRival);
      List<String> texts = new ArrayList<>();
      texts.add("| " + row + (isWhole(row) ? " *" : ""));
      texts.add(text(loop(row, leastForRatio)));
      for (String rival : results.rivals()) {
        double here = value.of(row, rival);
        String ratio = ratio(here, best, leastForRatio);
        texts.add(text(here) + (ratio.isEmpty() ? "" : " (" + ratio + ")"));
      }
      System.out.println(String.join(" | ", texts) + " |");
    }
  }

  private double loop(String row, double kind) {
    if (kind == LEAST_NANOS) return net(row, "none", false, Cell::nanos);
    if (kind == LEAST_MIB) return net(row, "none", false, Cell::memory) / MIB;
    return net(row, "none", false, Cell::garbage);
  }

  /** Pairs of rows such as small and small-x2, or alloc-test-1 and alloc-test-2. */
  private void scaling() {
    header("loop alone");
    for (String row : results.workloads()) {
      String single = row.replaceFirst("-x\\d+$", "").replaceFirst("-\\d+$", "-1");
      if (single.equals(row) || !results.workloads().contains(single)) continue;
      List<String> texts = new ArrayList<>();
      texts.add("| " + row);
      texts.add(
          text(net(single, "none", false, Cell::nanos) / net(row, "none", false, Cell::nanos)));
      for (String rival : results.rivals()) {
        texts.add(
            text(net(single, rival, false, Cell::nanos) / net(row, rival, false, Cell::nanos)));
      }
      System.out.println(String.join(" | ", texts) + " |");
    }
  }

  private void idle() {
    StringBuilder lines = new StringBuilder();
    for (String rival : results.rivals()) {
      double[] bytes = results.idle(rival);
      if (bytes == null) continue;
      lines.append("| ").append(rival);
      for (double n : bytes) lines.append(" | ").append(text(n / MIB));
      lines.append(String.format(Locale.ROOT, " | %.1f %% |%n", 100 * bytes[3] / bytes[0]));
    }
    if (lines.isEmpty()) return;
    System.out.println(
        "\nMiB above the start, at the peak and without any call after it was freed:\n\n"
            + "| rival | peak | 1 s | 5 s | 15 s | 15 s / peak |\n|---|---|---|---|---|---|");
    System.out.print(lines);
  }

  private void header(String second) {
    System.out.println(
        "| workload | " + second + " | " + String.join(" | ", results.rivals()) + " |");
    System.out.println("|---" + "|---".repeat(results.rivals().size() + 1) + "|");
  }

  private static String bold(String text) {
    return text.isEmpty() ? "" : "**" + text + "**";
  }

  private static String ratio(double value, double base, double leastBase) {
    return Double.isNaN(value) || !(base > leastBase) ? "" : text(value / base);
  }

  private static String text(double value) {
    if (Double.isNaN(value)) return "";
    return String.format(Locale.ROOT, Math.abs(value) < 9.995 ? "%.2f" : "%.0f", value);
  }
}
