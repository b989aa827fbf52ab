package io.offheap.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The byte workloads with exactly the request streams and the counts of operations that they are
 * defined with, in thread CPU time: for machines on which others run, too.
 *
 * <p>Usage: {@code Replay allocator}. Prints a line {@code Replay.workload,allocator,nanoseconds}
 * for each. One allocator a process, so that the compiler sees one; {@code run.sh} lets them take
 * turns, and {@link RatioTable} takes the median.
 */
final class Replay {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String name;
  private Rival rival;
  private Requests requests = new Requests(Requests.SEED);
  private final long[] slots = new long[80_000];

  private Replay(String name) {
    this.name = name;
    rival = Rival.named(name);
  }

  public static void main(String[] args) {
    new Replay(args[0]).run();
  }

  private void run() {
    Map<String, LongSupplier> workloads = new LinkedHashMap<>();
    workloads.put("pair64", () -> pairs(64, 64, 10_000_000));
    workloads.put("pair256", () -> pairs(256, 256, 10_000_000));
    workloads.put("pairUniform", () -> pairs(16, 4096, 10_000_000));
    workloads.put("batch64", () -> batches(64, 64, 4 << 20));
    workloads.put("batch256", () -> batches(256, 256, 4 << 20));
    workloads.put("batchUniform", () -> batches(16, 4096, 4 << 20));
    workloads.put("replaceSmall", () -> replace(10_000, 4, 12, 400_000, 4_000_000));
    workloads.put("replaceLarge", () -> replace(1_000, 13, 18, 100_000, 1_000_000));
    workloads.put("checkerboard 10000", () -> checkerboard(10_000));
    workloads.put("checkerboard 40000", () -> checkerboard(40_000));
    workloads.put("checkerboard 80000", () -> checkerboard(80_000));
    workloads.forEach((workload, body) -> {
      long measured = 0;
      for (int i = 0; i < 3; i++) measured = body.getAsLong(); // by the third all is compiled
      System.out.printf("Replay.%s,%s,%.2f%n", workload, name, measured / 1000.0);
    });
  }

  private static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private void start() {
    rival = Rival.named(name);
    requests = new Requests(Requests.SEED);
  }

  /** Picoseconds per operation. */
  private static long perOperation(long start, long operations) {
    return (now() - start) * 1000 / operations;
  }

  private long pairs(int low, int high, int count) {
    start();
    long start = now();
    for (int i = 0; i < count; i++) {
      int byteSize = low == high ? low : requests.uniform(low, high);
      slots[i & 1023] = rival.allocate(byteSize);
      rival.free(slots[i & 1023]);
    }
    return perOperation(start, count);
  }

  private long batches(int low, int high, int count) {
    start();
    long start = now();
    for (int n = 0; n < count; n += 1024) {
      for (int i = 0; i < 1024; i++) {
        slots[i] = rival.allocate(low == high ? low : requests.uniform(low, high));
      }
      for (int i = 0; i < 1024; i++) rival.free(slots[i]);
    }
    return perOperation(start, count);
  }

  private long replace(int slotCount, int low, int high, int untimed, int timed) {
    start();
    for (int i = 0; i < slotCount; i++) slots[i] = rival.allocate(requests.octave(low, high));
    replaceSome(slotCount, low, high, untimed);
    long start = now();
    replaceSome(slotCount, low, high, timed);
    long result = perOperation(start, timed);
    for (int i = 0; i < slotCount; i++) rival.free(slots[i]);
    return result;
  }

  private void replaceSome(int slotCount, int low, int high, int steps) {
    for (int i = 0; i < steps; i++) {
      int slot = requests.below(slotCount);
      rival.free(slots[slot]);
      slots[slot] = rival.allocate(requests.octave(low, high));
    }
  }

  /** The median of some rounds, as one is short. */
  private long checkerboard(int blocks) {
    start();
    long[] rounds = new long[101];
    for (int round = 0; round < rounds.length; round++) {
      for (int i = 0; i < blocks; i++) slots[i] = rival.allocate(64);
      long start = now();
      for (int i = 0; i < blocks; i += 2) rival.free(slots[i]);
      rounds[round] = perOperation(start, blocks / 2);
      for (int i = 1; i < blocks; i += 2) rival.free(slots[i]);
    }
    Arrays.sort(rounds);
    return rounds[rounds.length / 2];
  }
}
