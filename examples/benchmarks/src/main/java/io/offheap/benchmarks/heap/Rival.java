package io.offheap.benchmarks.heap;

import java.util.List;

/** Who serves the requests of a workload. Thread-safe. */
abstract class Rival {
  /** All of them; those that this machine does not have throw {@link Absent} when named. */
  static final List<String> NAMES =
      List.of(
          "none",
          "glibc",
          "mimalloc",
          "tcmalloc",
          "jemalloc",
          "rpmalloc",
          "heap",
          "heap-local",
          "heap-portable",
          "netty-pooled",
          "netty-adaptive",
          "arena",
          "bytebuffer");

  /** The rivals that set the mark. */
  static final List<String> NATIVE =
      List.of("glibc", "mimalloc", "tcmalloc", "jemalloc", "rpmalloc");

  /** That a rival is not on this machine. */
  static final class Absent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Absent(String message) {
      super(message);
    }
  }

  abstract Slots slots(int count);

  /** The workloads of a single thread. */
  static final String OF_ONE_THREAD = "pair-64|small|large|alloc-test-1|cache-.*-1|malloc-large";

  /**
   * Does nothing if the rival can serve a workload.
   *
   * @throws Absent otherwise
   */
  void checkServes(String workload) {}

  /** Whether what is written to a block is read from it. */
  boolean keepsContents() {
    return true;
  }

  /** Called by each platform thread of a workload before it uses the rival. */
  void threadStarts() {}

  /** Called by each platform thread of a workload when it has used it for the last time. */
  void threadEnds() {}

  static Rival named(String name) {
    return switch (name) {
      case "none" -> new NoRival();
      case "glibc", "mimalloc", "tcmalloc", "jemalloc", "rpmalloc" -> NativeRival.named(name);
      case "heap-local" -> new LocalHeapRival();
      case "heap", "heap-portable" -> new HeapRival(name.equals("heap-portable"));
      case "netty-pooled", "netty-adaptive" -> new NettyRival(name.equals("netty-adaptive"));
      case "arena" -> new ArenaRival();
      case "bytebuffer" -> new ByteBufferRival();
      default -> throw new IllegalArgumentException("no such rival: " + name);
    };
  }
}
