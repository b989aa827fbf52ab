package io.offheap.benchmarks.collector;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A cache of arrays that are replaced at random, by one thread, as fast as it can or at a fixed
 * rate, after it has been filled.
 *
 * <p>Usage: {@code Cache <MiB> <bytes of an array> <seconds> <replacements a second, 0 for as many
 * as can be> <seconds before it counts>}. Prints when the run began and ended, in milliseconds
 * since the start, the replacements a second and the microseconds of processor time that each took.
 *
 * <p>The seconds before are for the program to have touched all the memory that it is going to use,
 * and for the compilers. In a virtual machine the first touch of a page takes one microsecond or
 * ten, by whether the host has memory behind it: that decides a run of a few seconds, and says
 * nothing about the cache.
 */
public final class Cache {
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final @Nullable Entry[] entries;
  private final int length;
  private long state = 0x9E3779B97F4A7C15L;
  private long sum;

  private Cache(int count, int length) {
    this.length = length;
    entries = new Entry[count];
    for (int i = 0; i < count; i++) entries[i] = new Entry(length, i);
  }

  public static void main(String[] arguments) {
    long cacheBytes = Long.parseLong(arguments[0]) << 20;
    int byteSize = Integer.parseInt(arguments[1]);
    long seconds = Long.parseLong(arguments[2]);
    long perSecond = Long.parseLong(arguments[3]);
    long beforeNanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[4]));
    Cache cache = new Cache(Math.toIntExact(cacheBytes / byteSize), byteSize / Long.BYTES);
    cache.replace(System.nanoTime(), beforeNanos, perSecond);
    long beginMillis = uptimeMillis();
    long cpuNanos = processCpuNanos();
    long startNanos = System.nanoTime();
    long count = cache.replace(startNanos, TimeUnit.SECONDS.toNanos(seconds), perSecond);
    double elapsed = (System.nanoTime() - startNanos) / 1e9;
    double cpu = (processCpuNanos() - cpuNanos) / 1e9;
    long endMillis = uptimeMillis();
    System.out.printf(
        "result %d %d %.1f %.3f%n", beginMillis, endMillis, count / elapsed, 1e6 * cpu / count);
    if (cache.sum == 42) System.out.println(cache.sum);
  }

  private long replace(long startNanos, long nanos, long perSecond) {
    long count = 0;
    while (true) {
      long elapsed = System.nanoTime() - startNanos;
      if (elapsed >= nanos) return count;
      long wanted =
          perSecond == 0 ? count + 100 : (elapsed + BATCH_NANOS) * perSecond / 1_000_000_000;
      while (count < wanted) {
        replaceOne();
        count++;
      }
      if (perSecond > 0) LockSupport.parkNanos(BATCH_NANOS);
    }
  }

  private void replaceOne() {
    int slot = below(entries.length);
    Entry entry = new Entry(length, state);
    Entry old = entries[slot];
    entries[slot] = entry;
    if (old == null || !old.isIntact())
      throw new IllegalStateException("entry " + slot + " is spoilt");
    Entry other = entries[below(entries.length)];
    if (other != null) sum += other.read();
  }

  private int below(int bound) {
    state ^= state >>> 12;
    state ^= state << 25;
    state ^= state >>> 27;
    return (int) ((((state * 0x2545F4914F6CDD1DL) >>> 33) * bound) >>> 31);
  }

  private static long processCpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** On the clock of the virtual machine's log. */
  private static long uptimeMillis() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }
}
