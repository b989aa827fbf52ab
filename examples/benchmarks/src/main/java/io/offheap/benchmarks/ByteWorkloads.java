package io.offheap.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Out and back, batches, and random lifetimes. One operation is one allocation and one free. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ByteWorkloads {
  private static final int OPERATIONS = 8192;
  private static final int BATCH = 1024;
  private static final int SMALL_SLOTS = 10_000;
  private static final int LARGE_SLOTS = 1_000;

  @Param({"none", "glibc", "slab", "slab-fine", "buddy", "tlsf"})
  public String allocator = "none";

  private Rival rival = Rival.named("none");
  private final Requests requests = new Requests(Requests.SEED);
  private final long[] slots = new long[SMALL_SLOTS];
  private int filled;

  @Setup
  public void setup() {
    rival = Rival.named(allocator);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public long pair64() {
    return pairs(64);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public long pair256() {
    return pairs(256);
  }

  private long pairs(int byteSize) {
    long sum = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      long address = rival.allocate(byteSize);
      sum += address;
      rival.free(address);
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public long pairUniform() {
    long sum = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      long address = rival.allocate(requests.uniform(16, 4096));
      sum += address;
      rival.free(address);
    }
    return sum;
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void batch64() {
    batches(64);
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void batch256() {
    batches(256);
  }

  private void batches(int byteSize) {
    for (int n = 0; n < OPERATIONS; n += BATCH) {
      for (int i = 0; i < BATCH; i++) slots[i] = rival.allocate(byteSize);
      for (int i = 0; i < BATCH; i++) rival.free(slots[i]);
    }
  }

  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void batchUniform() {
    for (int n = 0; n < OPERATIONS; n += BATCH) {
      for (int i = 0; i < BATCH; i++) slots[i] = rival.allocate(requests.uniform(16, 4096));
      for (int i = 0; i < BATCH; i++) rival.free(slots[i]);
    }
  }

  /** Random lifetimes of 16 to 4095 bytes. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void replaceSmall() {
    replace(SMALL_SLOTS, 4, 12);
  }

  /** Random lifetimes of 8 to 256 KiB. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS)
  public void replaceLarge() {
    replace(LARGE_SLOTS, 13, 18);
  }

  private void replace(int slotCount, int low, int high) {
    while (filled < slotCount) slots[filled++] = rival.allocate(requests.octave(low, high));
    for (int i = 0; i < OPERATIONS; i++) {
      int slot = requests.below(slotCount);
      rival.free(slots[slot]);
      slots[slot] = rival.allocate(requests.octave(low, high));
    }
  }
}
