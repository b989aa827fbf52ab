package io.offheap.benchmarks.heap;

import io.offheap.benchmarks.heap.Rival.Absent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * Measures one workload on one rival and prints a line: workload, rival, nanoseconds per operation
 * (median of the runs), bytes of peak resident memory above the start, bytes that live on the Java
 * heap, bytes of garbage per operation; or workload, rival, {@code skipped}, the reason.
 *
 * <p>Usage: {@code Measure quick|full workload rival}, or {@code Measure quick|full list}
 */
final class Measure {
  private static final long SECOND = 1_000_000_000;
  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 1000;

  private Measure() {}

  public static void main(String[] args) throws Exception {
    boolean quick = args[0].equals("quick");
    var workloads = Workloads.all(quick);
    if (args[1].equals("list")) {
      System.out.println(String.join(" ", workloads.keySet()));
      System.out.println(String.join(" ", Rival.NAMES));
      return;
    }
    String name = args[1];
    String rivalName = args[2];
    try {
      Rival rival = Rival.named(rivalName);
      rival.checkServes(name);
      System.out.println(
          measure(name, rivalName, Objects.requireNonNull(workloads.get(name)), rival, quick));
    } catch (Absent e) {
      System.out.println(name + "," + rivalName + ",skipped," + e.getMessage());
    }
  }

  /** Lets the compiler's threads finish what the start has given them, and free their memory. */
  private static void settle() throws InterruptedException {
    Memory.javaHeap();
    Thread.sleep(300);
  }

  private static String measure(
      String name, String rivalName, Function<Rival, Workload> factory, Rival rival, boolean quick)
      throws Exception {
    rival.threadStarts();
    settle();
    long before = Memory.resident();
    Workload workload = factory.apply(rival);
    long budget = quick ? SECOND / 2 : 3 * SECOND;
    long started = System.nanoTime();
    int warmUps = 0;
    while (warmUps < 2 || System.nanoTime() - started < budget) {
      workload.run(rival);
      warmUps++;
      if (System.nanoTime() - started > 3 * budget) break;
    }
    Memory.forgetPeak();
    long garbage = Memory.garbage();
    long operations = 0;
    List<Double> nanos = new ArrayList<>();
    started = System.nanoTime();
    while (nanos.size() < LEAST_RUNS
        || (nanos.size() < MOST_RUNS && System.nanoTime() - started < budget)) {
      long from = System.nanoTime();
      long done = workload.run(rival);
      nanos.add((System.nanoTime() - from) / (double) done);
      operations += done;
      if (System.nanoTime() - started > 3 * budget) break;
    }
    double garbagePerOperation = (Memory.garbage() - garbage) / (double) operations;
    long peak = Memory.peakResident() - before;
    Collections.sort(nanos);
    long heap = Memory.javaHeap();
    return String.format(
        Locale.ROOT,
        "%s,%s,%.3f,%d,%d,%.3f",
        name,
        rivalName,
        nanos.get(nanos.size() / 2),
        peak,
        heap,
        garbagePerOperation);
  }
}
