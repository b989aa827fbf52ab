package io.offheap.profiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A recording in which every rule has something to judge: what a minute of a busy program would
 * have written, written at once.
 */
public final class SyntheticRecording {
  private static final long MB = 1 << 20;

  /** Between rows, so that the times at which they are written are about a line. */
  private static final long PAUSE_NANOS = 4_000_000;

  private SyntheticRecording() {}

  /** Writes it. */
  public static Path write(Path file) throws IOException {
    heap(0); // loads and registers the type, which takes a while
    return TestRecording.record(file, SyntheticRecording::emit);
  }

  private static void emit() {
    TestRecording.configuration(1L << 30);
    TestRecording.verdict("com.acme.Cache.load(I)V:12", "MOVED", "PROVED", "every use is known");
    TestRecording.verdict("com.acme.Index.grow()V:7", "MOVED", "PROVED", "every use is known");
    for (int second = 0; second < 40; second++) {
      heap(second);
      LockSupport.parkNanos(PAUSE_NANOS);
      for (int sample = 0; sample < 2; sample++) sample(sample);
      if (second % 10 == 0) rows(second);
    }
    for (int i = 0; i < 5; i++) {
      TestRecording.regionGrowth(64 * MB);
      TestRecording.slabGrowth(MB);
      TestRecording.buddyFallback(70_000);
      CoreEvent.of("RegionPurge").set("size", 64 * MB).set("committed", 64 * MB).commit();
    }
    CoreEvent.of("AllocationFailure")
        .set("requested", 40 * MB)
        .set("used", 900 * MB)
        .set("committed", 1000 * MB)
        .set("limit", 1024 * MB)
        .set("reason", "limit reached")
        .set("outcome", "Java heap")
        .set("site", "com.acme.Cache.load(I)V:12")
        .commit();
    String garbage = garbage();
    TestRecording.verdict(garbage, "KEPT", "RETURNED", "returned there");
    System.gc();
  }

  private static void heap(int second) {
    CoreEvent.of("HeapStatistics")
        .set("used", (300 + 10L * second) * MB)
        .set("committed", 900 * MB)
        .set("limit", 1024 * MB)
        .set("peakUsed", (300 + 10L * second) * MB)
        .set("peakCommitted", 960 * MB)
        .set("internalWaste", 0.25f)
        .set("allocated", 20 * MB)
        .set("freed", 10 * MB)
        .set("allocations", 100)
        .set("frees", 50)
        .set("fallbacks", 10)
        .set("slabGrowths", 7)
        .set("slabGrowthTime", 5000L)
        .set("longestSlabGrowth", 2000L)
        .commit();
  }

  /** Allocates much on the Java heap, and returns the site that did. */
  private static String garbage() {
    long sum = 0;
    int line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
    for (int i = 0; i < 20_000; i++) sum += new byte[4096 + i % 16].length;
    if (sum == 0) throw new AssertionError("made no garbage");
    return SyntheticRecording.class.getName() + ".garbage()V:" + line;
  }

  private static void sample(int number) {
    CoreEvent.of("AllocationSample")
        .set("objectClass", number == 0 ? long[].class : int[].class)
        .set("weight", (1 + 3L * number) * MB)
        .set("allocationSize", 70_000L)
        .set("slotSize", 81_920L)
        .set("site", number == 0 ? "com.acme.Cache.load(I)V:12" : "com.acme.Index.grow()V:7")
        .commit();
  }

  private static void rows(int second) {
    site("com.acme.Cache.load(I)V:12", long[].class, (100 + 10L * second) * MB);
    site("com.acme.Index.grow()V:7", int[].class, 50 * MB);
    for (long size : new long[] {8192, 12_288, 16_384}) {
      CoreEvent.of("SizeClassStatistics")
          .set("slotSize", size)
          .set("slabs", 4)
          .set("usedSlots", 100 + second)
          .set("freeSlots", 28)
          .set("wasted", size * 20)
          .commit();
    }
  }

  private static void site(String site, Class<?> type, long live) {
    CoreEvent.of("SiteStatistics")
        .set("site", site)
        .set("objectClass", type)
        .set("live", live)
        .set("peakLive", live + MB)
        .set("allocated", 200 * MB)
        .set("allocations", 2000)
        .set("liveArrays", 500)
        .set("onJavaHeap", MB)
        .set("javaHeapShare", 0.05f)
        .set("fallbackShare", 0.1f)
        .commit();
  }
}
