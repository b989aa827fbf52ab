package io.offheap.benchmarks;

import com.sun.management.ThreadMXBean;
import io.offheap.allocator.BitmapPageAllocator;
import io.offheap.allocator.PageAllocator;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

/**
 * The page workloads with the counts of operations that they are defined with, as {@link Replay}
 * does the byte workloads: 64 Ki pages of 4 KiB from address 0.
 *
 * <p>Usage: {@code ReplayPages workload...}. Prints lines {@code
 * Pages.workload,pages,nanoseconds,bytes}, medians of seven. One workload a process, or the
 * compiler sees what the others do.
 */
final class ReplayPages {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final long PAGE_BYTES = 4096;
  private static final int PAGES = 1 << 16;
  private static final int SLOTS = 1_000;
  private static final long WARM_UP_NANOS = 1_000_000_000;

  private static PageAllocator pages = make();

  private ReplayPages() {}

  private static PageAllocator make() {
    PageAllocator allocator = new BitmapPageAllocator();
    allocator.init(0, PAGES * PAGE_BYTES);
    return allocator;
  }

  public static void main(String[] args) {
    Map<String, IntSupplier> workloads = new LinkedHashMap<>();
    workloads.put("pair1", () -> pairs(1, PAGE_BYTES, 2_000_000));
    workloads.put("pair16", () -> pairs(16, PAGE_BYTES, 500_000));
    workloads.put("pair512Aligned", () -> pairs(512, 2 << 20, 20_000));
    Replacing replacing = new Replacing();
    workloads.put("replace", () -> replacing.run(20_000));
    workloads.put("failing2", () -> failing(20));
    for (String workload : args) {
      IntSupplier body = Objects.requireNonNull(workloads.get(workload), workload);
      if (workload.equals("failing2")) takeEverySecond();
      long begin = System.nanoTime();
      long warmUps = 0;
      while (System.nanoTime() - begin < WARM_UP_NANOS) warmUps += body.getAsInt();
      if (warmUps == 0) throw new AssertionError(workload);
      double[] times = new double[7];
      double garbage = 0;
      for (int i = 0; i < times.length; i++) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        double operations = body.getAsInt();
        times[i] = (THREADS.getCurrentThreadCpuTime() - start) / operations;
        garbage = (THREADS.getCurrentThreadAllocatedBytes() - bytes) / operations;
      }
      Arrays.sort(times);
      System.out.printf("Pages.%s,pages,%.2f,%.3f%n", workload, times[3], garbage);
    }
  }

  private static int pairs(int count, long byteAlignment, int operations) {
    for (int i = 0; i < operations; i++) {
      pages.deallocPages(pages.tryAllocPages(count, byteAlignment), count);
    }
    return operations;
  }

  private static void takeEverySecond() {
    pages = make();
    for (long p = 0; p < PAGES; p += 2) pages.allocPagesAt(p * PAGE_BYTES, 1, PAGE_BYTES);
  }

  private static int failing(int operations) {
    for (int i = 0; i < operations; i++) {
      if (pages.tryAllocPages(2, PAGE_BYTES) != PageAllocator.NONE) throw new AssertionError();
    }
    return operations;
  }

  /** Runs of 1 to 64 pages; a slot is empty at first, and again where nothing could be had. */
  private static final class Replacing {
    private final PageAllocator replaced = make();
    private final Requests requests = new Requests(Requests.SEED);
    private final long[] slots = new long[SLOTS];
    private final int[] lengths = new int[SLOTS];

    private int run(int steps) {
      for (int i = 0; i < steps; i++) {
        int slot = requests.below(SLOTS);
        if (lengths[slot] > 0) replaced.deallocPages(slots[slot], lengths[slot]);
        int count = 1 + requests.below(64);
        slots[slot] = replaced.tryAllocPages(count, PAGE_BYTES);
        lengths[slot] = slots[slot] < 0 ? 0 : count;
      }
      return steps;
    }
  }
}
