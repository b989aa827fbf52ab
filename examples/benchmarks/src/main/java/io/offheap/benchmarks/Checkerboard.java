package io.offheap.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Blocks of 64 bytes of which every second one is freed. The score is for all the frees of a round;
 * {@link RatioTable} divides it by {@code blocks / 2}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Checkerboard {
  @Param({"none", "glibc", "slab", "buddy", "tlsf"})
  public String allocator = "none";

  @Param({"10000", "40000", "80000"})
  public int blocks;

  private Rival rival = Rival.named("none");
  private long[] addresses = {};

  @Setup
  public void setup() {
    rival = Rival.named(allocator);
    addresses = new long[blocks];
  }

  @Setup(Level.Invocation)
  public void fill() {
    for (int i = 0; i < addresses.length; i++) addresses[i] = rival.allocate(64);
  }

  @Benchmark
  public void freeEverySecond() {
    for (int i = 0; i < addresses.length; i += 2) rival.free(addresses[i]);
  }

  @TearDown(Level.Invocation)
  public void freeRest() {
    for (int i = 1; i < addresses.length; i += 2) rival.free(addresses[i]);
  }
}
