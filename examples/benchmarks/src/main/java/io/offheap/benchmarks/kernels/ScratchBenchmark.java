package io.offheap.benchmarks.kernels;

import io.offheap.OffHeap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Scratch arrays: made, filled, read and forgotten in each round of a loop, so that none outlives
 * the method. One operation is one array. {@code -prof gc} shows the garbage.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public abstract class ScratchBenchmark {
  /** The size of an array. */
  @Param({"256", "1024", "4096", "16384", "65536"})
  public int byteSize = 256;

  private long seed;

  /** Makes an array whose elements depend on each other, so that it has to exist. */
  @Benchmark
  public long scratch() {
    long @OffHeap [] values = new long[byteSize / Long.BYTES];
    values[0] = seed++;
    for (int i = 1; i < values.length; i++) values[i] = i;
    return values[(int) (seed & (values.length - 1))];
  }

  /** Java arrays, without the agent. */
  public static class HeapArrays extends ScratchBenchmark {}

  /** The same source, woven. The path of the agent is that from the root of the project. */
  @Fork(value = 1, jvmArgsAppend = "-javaagent:agent/target/offheap-agent.jar=min=0")
  public static class OffHeapArrays extends ScratchBenchmark {}
}
