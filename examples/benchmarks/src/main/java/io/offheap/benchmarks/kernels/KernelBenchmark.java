package io.offheap.benchmarks.kernels;

import io.offheap.array.ArrayMemory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Each kernel as a benchmark; the subclasses say on what it works. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public abstract class KernelBenchmark {
  /** Count of elements: fits into the first or second level of the caches, and into neither. */
  @Param({"16384", "1048576"})
  public int n = 16384;

  private Kernels kernels = new SegmentKernels(4096);

  abstract Kernels make();

  @Setup
  public void setup() {
    kernels = make();
  }

  /** Java arrays, without the agent. */
  public static class HeapArrays extends KernelBenchmark {
    @Override
    Kernels make() {
      return new ArrayKernels(n);
    }
  }

  /** The same source, woven. The path of the agent is that from the root of the project. */
  @Fork(value = 1, jvmArgsAppend = "-javaagent:agent/target/offheap-agent.jar=min=0")
  public static class OffHeapArrays extends KernelBenchmark {
    @Override
    Kernels make() {
      Kernels kernels = new ArrayKernels(n);
      if (ArrayMemory.reclaimer().trackedCount() < 13) {
        throw new IllegalStateException("the arrays have not moved: is the agent there?");
      }
      return kernels;
    }
  }

  /** {@code MemorySegment} code, without the agent. */
  public static class Segments extends KernelBenchmark {
    @Override
    Kernels make() {
      return new SegmentKernels(n);
    }
  }

  @Benchmark
  public long sum() {
    return kernels.sum();
  }

  @Benchmark
  public long fill() {
    return kernels.fill();
  }

  @Benchmark
  public long copy() {
    return kernels.copy();
  }

  @Benchmark
  public long gather() {
    return kernels.gather();
  }

  @Benchmark
  public long scatter() {
    return kernels.scatter();
  }

  @Benchmark
  public long prefixSum() {
    return kernels.prefixSum();
  }

  @Benchmark
  public long dot() {
    return kernels.dot();
  }

  @Benchmark
  public long add() {
    return kernels.add();
  }

  @Benchmark
  public long stencil() {
    return kernels.stencil();
  }

  @Benchmark
  public long histogram() {
    return kernels.histogram();
  }

  @Benchmark
  public long matrixProduct() {
    return kernels.matrixProduct();
  }

  @Benchmark
  public long sieve() {
    return kernels.sieve();
  }

  @Benchmark
  public long quicksort() {
    return kernels.quicksort();
  }

  @Benchmark
  public long binarySearch() {
    return kernels.binarySearch();
  }

  @Benchmark
  public long parse() {
    return kernels.parse();
  }

  @Benchmark
  public long hashProbe() {
    return kernels.hashProbe();
  }
}
