package io.offheap.profiles;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;

/** Makes small recordings with events of the core's own types. */
final class TestRecording {
  /** What to do about every site that was kept. */
  static final String ADVICE = "Do as the agent says.";

  private TestRecording() {}

  /** Records while the action runs. */
  static Path record(Path file, Runnable action) throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable("jdk.GarbageCollection").withoutThreshold();
      recording.enable("jdk.GCHeapSummary");
      recording.enable("jdk.GCHeapConfiguration");
      recording.enable("jdk.PhysicalMemory");
      recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  static void verdict(String site, String verdict, String reason, String detail) {
    CoreEvent.of("SiteVerdict")
        .set("site", site)
        .set("kind", "array")
        .set("type", "long[]")
        .set("verdict", verdict)
        .set("reason", reason)
        .set("detail", detail)
        .set("advice", verdict.equals("KEPT") ? ADVICE : "")
        .commit();
  }

  static void slabGrowth(long size) {
    CoreEvent.of("SlabGrowth").begin().set("size", size).commit();
  }

  static void regionGrowth(long size) {
    CoreEvent.of("RegionGrowth").set("size", size).commit();
  }

  static void buddyFallback(long requested) {
    CoreEvent.of("BuddyFallback")
        .set("requested", requested)
        .set("blockSize", Long.highestOneBit(requested) * 2)
        .commit();
  }

  static void configuration(long limit) {
    CoreEvent.of("Configuration")
        .set("limit", limit)
        .set("chunkSize", 64L << 20)
        .set("min", 4096L)
        .set("allocator", "heap")
        .set("exhausted", "heap")
        .set("backend", "portable")
        .commit();
  }

  static void statistics(long used, long committed, long refused, int refusals) {
    CoreEvent.of("HeapStatistics")
        .set("used", used)
        .set("committed", committed)
        .set("limit", 1L << 30)
        .set("peakUsed", used + 1024)
        .set("peakCommitted", committed + 1024)
        .set("refused", refused)
        .set("refusals", refusals)
        .commit();
  }
}
