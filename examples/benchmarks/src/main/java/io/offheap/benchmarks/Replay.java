package io.offheap.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The byte workloads with exactly the request streams and the counts of operations that they are
 * defined with, in thread CPU time: for machines on which others run, too.
 *
 * <p>Usage: {@code Replay allocator|written:allocator [workload...]}. Prints a line {@code
 * Replay.workload,allocator,nanoseconds,bytes} for each, with the bytes of Java heap that an
 * operation takes. With {@code written:} every block gets 8 bytes written into it. One allocator a
 * process, so that the compiler sees one; {@code run.sh} lets them take turns, and {@link
 * RatioTable} takes the median.
 */
final class Replay {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final String WRITTEN = "written:";

  private static String name = "none";
  private static boolean written;

  /**
   * As programs hold their allocator: in a constant, like the method handles of {@link Glibc}. Made
   * when it is first used.
   */
  private static final class Holder {
    static final boolean WRITTEN = written;
    static final Rival RIVAL = Rival.named(name, WRITTEN ? arena() : Rival.ARENA_BYTES);

    /** All memory of the process: blocks of ours and of the C library are written the same way. */
    @SuppressWarnings("restricted") // benchmarks run with native access
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** The machine address of memory that has been touched. */
    private static long arena() {
      MemorySegment arena = Arena.global().allocate(Rival.ARENA_BYTES, Rival.ARENA_BYTES);
      return arena.fill((byte) 1).address();
    }
  }

  private static long allocate(int byteSize) {
    long address = Holder.RIVAL.allocate(byteSize);
    if (Holder.WRITTEN) Holder.MEMORY.set(ValueLayout.JAVA_LONG_UNALIGNED, address, byteSize);
    return address;
  }

  private Requests requests = new Requests(Requests.SEED);
  private final long[] slots = new long[80_000];

  private long allocatedBefore;

  /** Bytes of Java heap per operation of the workload measured last. */
  private double garbage;

  public static void main(String[] args) {
    List<String> wanted = List.of(args).subList(1, args.length);
    written = args[0].startsWith(WRITTEN);
    name = written ? args[0].substring(WRITTEN.length()) : args[0];
    new Replay().run(wanted);
  }

  private void run(List<String> wanted) {
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
    String suffix = written ? " written" : "";
    workloads.forEach((workload, body) -> {
      if (!wanted.isEmpty() && !wanted.contains(workload)) return;
      long measured = 0;
      for (int i = 0; i < 3; i++) measured = body.getAsLong(); // by the third all is compiled
      System.out.printf(
          "Replay.%s%s,%s,%.2f,%.3f%n", workload, suffix, name, measured / 1000.0, garbage);
    });
  }

  private static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private long startClock() {
    allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    return now();
  }

  private void start() {
    requests = new Requests(Requests.SEED);
  }

  /** Picoseconds per operation; notes the garbage. */
  private long perOperation(long start, long operations) {
    long end = now();
    garbage = (THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore) / (double) operations;
    return (end - start) * 1000 / operations;
  }

  private long pairs(int low, int high, int count) {
    start();
    long start = startClock();
    for (int i = 0; i < count; i++) {
      int byteSize = low == high ? low : requests.uniform(low, high);
      slots[i & 1023] = allocate(byteSize);
      Holder.RIVAL.free(slots[i & 1023]);
    }
    return perOperation(start, count);
  }

  private long batches(int low, int high, int count) {
    start();
    long start = startClock();
    for (int n = 0; n < count; n += 1024) {
      for (int i = 0; i < 1024; i++) {
        slots[i] = allocate(low == high ? low : requests.uniform(low, high));
      }
      for (int i = 0; i < 1024; i++) Holder.RIVAL.free(slots[i]);
    }
    return perOperation(start, count);
  }

  private long replace(int slotCount, int low, int high, int untimed, int timed) {
    start();
    for (int i = 0; i < slotCount; i++) slots[i] = allocate(requests.octave(low, high));
    replaceSome(slotCount, low, high, untimed);
    long start = startClock();
    replaceSome(slotCount, low, high, timed);
    long result = perOperation(start, timed);
    for (int i = 0; i < slotCount; i++) Holder.RIVAL.free(slots[i]);
    return result;
  }

  private void replaceSome(int slotCount, int low, int high, int steps) {
    for (int i = 0; i < steps; i++) {
      int slot = requests.below(slotCount);
      Holder.RIVAL.free(slots[slot]);
      slots[slot] = allocate(requests.octave(low, high));
    }
  }

  /** The median of some rounds, as one is short. */
  private long checkerboard(int blocks) {
    start();
    long[] rounds = new long[101];
    for (int round = 0; round < rounds.length; round++) {
      for (int i = 0; i < blocks; i++) slots[i] = allocate(64);
      long start = startClock();
      for (int i = 0; i < blocks; i += 2) Holder.RIVAL.free(slots[i]);
      rounds[round] = perOperation(start, blocks / 2);
      for (int i = 1; i < blocks; i += 2) Holder.RIVAL.free(slots[i]);
    }
    Arrays.sort(rounds);
    return rounds[rounds.length / 2];
  }
}
