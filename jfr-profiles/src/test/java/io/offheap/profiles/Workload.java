package io.offheap.profiles;

import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.array.LongArray;
import io.offheap.array.Sites;
import io.offheap.heap.Heap;
import io.offheap.jfr.FlightEvents;
import io.offheap.jfr.SiteVerdict;
import io.offheap.jfr.SiteVerdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Programs that do to off-heap memory what one rule is about, as woven code would. Run in a JVM of
 * its own: {@code Workload NAME SECONDS}.
 */
public final class Workload {
  private static final int KB = 1024 / Long.BYTES;
  private static final long MB = 1 << 20;

  static final int TINY_COUNT = 60_000;
  static final int MIDDLE_COUNT = 100;
  static final int MIDDLE_BYTES = 1024;

  /**
   * How much longer than its beginning a run takes, so that on a slow machine too most is of it.
   */
  private static final int PATIENCE = 3;

  private final long startNanos = System.nanoTime();
  private final double seconds;
  private long endNanos;
  private final List<LongArray> kept = new ArrayList<>();
  private long checksum;

  private Workload(double seconds) {
    this.seconds = seconds;
  }

  /** What the program does. */
  enum Kind {
    /** Keeps a bounded set of arrays of sizes that fit, and replaces them. */
    HEALTHY,
    /** Keeps what one of its sites makes. */
    LEAK,
    /** Makes many arrays and keeps every 50th. */
    FRAGMENT,
    /** Makes arrays larger than every size class. */
    FALLBACK,
    /** Keeps more than the limit. */
    EXHAUST,
    /** Keeps very many arrays that are smaller than the smallest size class. */
    SMALL,
    /** Does nothing but take memory from the operating system and give it back. */
    LATENCY;

    /** Smaller arrays stay on the Java heap. */
    long minBytes() {
      return this == SMALL ? 0 : 4096;
    }

    long limitBytes() {
      return switch (this) {
        case HEALTHY, LEAK, SMALL, LATENCY -> 512 * MB;
        case FRAGMENT, FALLBACK -> 768 * MB;
        case EXHAUST -> 32 * MB;
      };
    }
  }

  /** Runs one. */
  public static void main(String[] args) {
    Kind kind = Kind.valueOf(args[0].toUpperCase(Locale.ROOT));
    ArrayMemory.configure(new ArrayOptions(kind.limitBytes(), "heap", kind.minBytes(), false));
    FlightEvents.install();
    SiteVerdicts.add(
        new SiteVerdict(
            site("healthy"), "array", "long[]", "MOVED", "PROVED", "every use is known", ""));
    SiteVerdicts.add(
        new SiteVerdict(
            site("leak"), "array", "long[]", "MOVED", "PROVED", "every use is known", ""));
    Workload workload = new Workload(Double.parseDouble(args[1]));
    switch (kind) {
      case HEALTHY -> workload.healthy();
      case LEAK -> workload.leak();
      case FRAGMENT -> workload.fragment();
      case FALLBACK -> workload.fallback();
      case EXHAUST -> workload.exhaust();
      case SMALL -> workload.small();
      case LATENCY -> workload.latency();
    }
    System.out.println(kind + " done, " + workload.checksum);
  }

  /** How tests and the report name the site of a kind. */
  static String site(String kind) {
    return "io.offheap.profiles.Workload." + kind + "()V:1";
  }

  private static int id(String kind) {
    return Sites.register(site(kind), "long[]");
  }

  /** Four sites in turns, so that none makes more than half of the bytes. */
  private void healthy() {
    int[] sites = {id("healthy"), id("cache"), id("index"), id("buffer")};
    LongArray[] ring = filled(new LongArray[400], 16 * KB, sites);
    for (int i = 0; isRunning(i); i++) {
      ring[i % ring.length] = make(16 * KB, sites[i % sites.length]);
    }
  }

  /** At once, so that filling it does not look like growth. */
  private LongArray[] filled(LongArray[] ring, int length, int[] sites) {
    for (int i = 0; i < ring.length; i++) ring[i] = make(length, sites[i % sites.length]);
    return ring;
  }

  /** As healthy, and what one site makes is kept. */
  private void leak() {
    int leak = id("leak");
    int[] sites = {id("healthy"), id("cache"), id("index")};
    LongArray[] ring = filled(new LongArray[400], 16 * KB, sites);
    for (int i = 0; isRunning(i); i++) {
      ring[i % ring.length] = make(16 * KB, sites[i % sites.length]);
      if (i % 8 == 0) kept.add(make(16 * KB, leak));
    }
  }

  private void fragment() {
    int[] sites = {id("fragment"), id("keep"), id("index"), id("buffer")};
    List<LongArray> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) all.add(make(8 * KB, sites[i % 4]));
    for (int i = 0; i < all.size(); i += 50) kept.add(all.get(i));
    all.clear();
    System.gc();
    while (isRunning(0)) checksum++;
  }

  private void fallback() {
    int[] sites = {id("fallback"), id("cache"), id("index"), id("buffer")};
    LongArray[] ring = filled(new LongArray[60], 260 * KB, sites);
    for (int i = 0; isRunning(i); i++) {
      ring[i % ring.length] = make(260 * KB, sites[i % sites.length]);
    }
  }

  private void exhaust() {
    int[] sites = {id("exhaust"), id("cache"), id("index"), id("buffer")};
    for (int i = 0; i < 6000; i++) kept.add(make(16 * KB, sites[i % sites.length]));
    while (isRunning(0)) checksum++;
  }

  private void small() {
    int[] sites = {id("small"), id("cache"), id("index"), id("buffer")};
    for (int i = 0; i < TINY_COUNT; i++) kept.add(make(1, sites[i % 4]));
    for (int i = 0; i < MIDDLE_COUNT; i++) kept.add(make(MIDDLE_BYTES / Long.BYTES, sites[i % 4]));
    while (isRunning(0)) checksum++;
  }

  /**
   * A large block, and a small one for which a size class takes a slab from a new chunk. How long a
   * growth takes is the machine's affair; that growth is most of what is done is not.
   */
  private void latency() {
    Heap heap = ArrayMemory.heap();
    while (isRunning(1)) {
      long large = heap.tryAllocate(32 * MB, 8);
      long small = heap.tryAllocate(100, 8);
      checksum += heap.usableSize(large);
      heap.free(large);
      heap.free(small);
      heap.purge();
    }
  }

  private LongArray make(int length, int site) {
    LongArray array = LongArray.allocate(length, site);
    array.set(array.length() - 1, 1);
    checksum += array.get(array.length() - 1);
    return array;
  }

  /**
   * Slows the loops down to a thousand steps a second, and collects some seven times a second. The
   * time runs from the first call.
   */
  private boolean isRunning(int step) {
    if (endNanos == 0) {
      long now = System.nanoTime();
      endNanos = now + Math.max((long) (seconds * 1e9), PATIENCE * (now - startNanos));
    }
    if (step % 16 == 0) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(16));
    if (step % 128 == 127) System.gc();
    return System.nanoTime() < endNanos;
  }
}
