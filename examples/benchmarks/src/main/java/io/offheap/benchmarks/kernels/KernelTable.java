package io.offheap.benchmarks.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the results of {@link KernelBenchmark} and prints them side by side: the median of the
 * files' times, and the ratios of off-heap arrays to the others with their geometric means.
 *
 * <p>Usage: {@code KernelTable file.csv ...}, files as JMH writes them.
 */
public final class KernelTable {
  private static final String HEAP = "HeapArrays";
  private static final String OFF_HEAP = "OffHeapArrays";
  private static final String SEGMENTS = "Segments";

  /** Count of elements, kernel, class: microseconds. */
  private final Map<Integer, Map<String, Map<String, List<Double>>>> times = new TreeMap<>();

  private KernelTable() {}

  /** Prints the table for the files named. */
  public static void main(String[] arguments) throws IOException {
    KernelTable table = new KernelTable();
    for (String file : arguments) {
      table.read(Files.readAllLines(Path.of(file)));
    }
    table.times.forEach(KernelTable::print);
  }

  private void read(List<String> lines) {
    List<String> header = List.of(lines.get(0).replace("\"", "").split(",", -1));
    int score = header.indexOf("Score");
    int n = header.indexOf("Param: n");
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.replace("\"", "").split(",", -1));
      List<String> name = List.of(cells.get(0).split("[.$]", -1));
      if (cells.get(0).indexOf(':') < 0) { // otherwise a profiler's figure
        times
            .computeIfAbsent(Integer.valueOf(cells.get(n)), key -> new TreeMap<>())
            .computeIfAbsent(name.get(name.size() - 1), key -> new TreeMap<>())
            .computeIfAbsent(name.get(name.size() - 2), key -> new ArrayList<>())
            .add(Double.valueOf(cells.get(score)));
      }
    }
  }

  private static void print(int n, Map<String, Map<String, List<Double>>> kernels) {
    System.out.println(
        "| "
            + n
            + " elements | heap, µs | off-heap, µs | segments, µs | off-heap / heap | off-heap / segments |");
    System.out.println("|-|-|-|-|-|-|");
    double heapLogs = 0;
    double segmentLogs = 0;
    int count = 0;
    for (Map.Entry<String, Map<String, List<Double>>> kernel : kernels.entrySet()) {
      double heap = median(kernel.getValue().get(HEAP));
      double offHeap = median(kernel.getValue().get(OFF_HEAP));
      double segments = median(kernel.getValue().get(SEGMENTS));
      System.out.printf(
          "| %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
          kernel.getKey(), heap, offHeap, segments, offHeap / heap, offHeap / segments);
      heapLogs += Math.log(offHeap / heap);
      segmentLogs += Math.log(offHeap / segments);
      count++;
    }
    System.out.printf(
        "| **geometric mean** | | | | **%.2f** | **%.2f** |%n%n",
        Math.exp(heapLogs / count), Math.exp(segmentLogs / count));
  }

  /** NaN where a rival was not run. */
  private static double median(@Nullable List<Double> values) {
    return values == null
        ? Double.NaN
        : values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }
}
