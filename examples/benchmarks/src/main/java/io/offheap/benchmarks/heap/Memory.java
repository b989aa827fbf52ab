package io.offheap.benchmarks.heap;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process and its Java heap hold, in bytes. */
final class Memory {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Memory() {}

  static long resident() throws IOException {
    return status("VmRSS:");
  }

  /** The highest {@link #resident} since {@link #forgetPeak}. */
  static long peakResident() throws IOException {
    return status("VmHWM:");
  }

  static void forgetPeak() throws IOException {
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
  }

  private static long status(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).replace("kB", "").strip()) << 10;
      }
    }
    throw new IOException("no " + key + " in /proc/self/status");
  }

  /** What lives on the Java heap. */
  static long javaHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** What all threads have ever allocated on the Java heap. */
  static long garbage() {
    return THREADS.getTotalThreadAllocatedBytes();
  }
}
