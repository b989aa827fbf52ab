package io.offheap.benchmarks;

import io.offheap.allocator.BitmapPageAllocator;
import io.offheap.allocator.PageAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 64 Ki pages of 4 KiB from address 0. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PageWorkloads {
  private static final long PAGE_BYTES = 4096;
  private static final int PAGES = 1 << 16;
  private static final int SLOTS = 1_000;

  private PageAllocator pages = new BitmapPageAllocator();
  private PageAllocator halfTaken = new BitmapPageAllocator();
  private final Requests requests = new Requests(Requests.SEED);
  private final long[] slots = new long[SLOTS];
  private final int[] lengths = new int[SLOTS];

  @Setup
  public void setup() {
    pages = new BitmapPageAllocator();
    pages.init(0, PAGES * PAGE_BYTES);
    halfTaken = new BitmapPageAllocator();
    halfTaken.init(0, PAGES * PAGE_BYTES);
    for (long p = 0; p < PAGES; p += 2) halfTaken.allocPagesAt(p * PAGE_BYTES, 1, PAGE_BYTES);
  }

  @Benchmark
  public long pair1() {
    return pair(1, PAGE_BYTES);
  }

  @Benchmark
  public long pair16() {
    return pair(16, PAGE_BYTES);
  }

  @Benchmark
  public long pair512Aligned() {
    return pair(512, 2 << 20);
  }

  private long pair(int count, long byteAlignment) {
    long address = pages.tryAllocPages(count, byteAlignment);
    pages.deallocPages(address, count);
    return address;
  }

  /** Runs of 1 to 64 pages; a slot is empty at first, and again where nothing could be had. */
  @Benchmark
  public void replace() {
    int slot = requests.below(SLOTS);
    if (lengths[slot] > 0) pages.deallocPages(slots[slot], lengths[slot]);
    int count = 1 + requests.below(64);
    slots[slot] = pages.tryAllocPages(count, PAGE_BYTES);
    lengths[slot] = slots[slot] < 0 ? 0 : count;
  }

  @Benchmark
  public long failing2() {
    return halfTaken.tryAllocPages(2, PAGE_BYTES);
  }
}
