package io.offheap.benchmarks.heap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** All workloads but {@link Idle}, at one of two scales. */
final class Workloads {
  /** How many processors the ports of mimalloc-bench are scaled to. */
  private static final int P = Math.min(Runtime.getRuntime().availableProcessors(), 8);

  private Workloads() {}

  /** By name, in the order of the table. */
  static Map<String, Function<Rival, Workload>> all(boolean quick) {
    int scale = quick ? 1 : 5;
    Map<String, Function<Rival, Workload>> all = new LinkedHashMap<>();
    all.put("pair-64", Replacements::pair64);
    all.put("small", r -> Replacements.small(r, 1));
    all.put("small-x" + P, r -> Replacements.small(r, P));
    all.put("large", Replacements::large);
    all.put("larson", r -> new Larson(r, P, scale));
    all.put("xmalloc-test", r -> new XmallocTest(r, P, 100 * scale));
    all.put("mstress", r -> new Mstress(r, P, 5 * scale));
    all.put("alloc-test-1", r -> new AllocTest(r, 1, 1_000_000 * scale));
    all.put("alloc-test-" + P, r -> new AllocTest(r, P, 1_000_000 * scale));
    all.put("cache-scratch-1", r -> new CacheLines(1, true, 200_000 * scale));
    all.put("cache-scratch-" + P, r -> new CacheLines(P, true, 200_000 * scale));
    all.put("cache-thrash-1", r -> new CacheLines(1, false, 200_000 * scale));
    all.put("cache-thrash-" + P, r -> new CacheLines(P, false, 200_000 * scale));
    all.put("glibc-simple", r -> GlibcBench.simple(r, 50_000 * scale));
    all.put("glibc-thread", r -> GlibcBench.thread(r, P, 200_000 * scale));
    all.put("malloc-large", r -> Others.large(r, 40 * scale));
    all.put("mleak-10", r -> Others.leak(r, 100 * scale));
    all.put("mleak-100", r -> Others.leak(r, 1000 * scale));
    all.put("virtual-10k", r -> Others.virtualThreads(10_000, quick ? 2 : 10));
    all.put("virtual-1m", r -> Others.virtualThreads(1_000_000, quick ? 1 : 10));
    return all;
  }
}
