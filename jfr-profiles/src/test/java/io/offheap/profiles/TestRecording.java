package io.offheap.profiles;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;

/** Makes small recordings with events of the names and fields that the agent uses. */
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields.
final class TestRecording {
  private TestRecording() {}

  /** Records while the action runs. */
  static Path record(Path file, Runnable action) throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable("jdk.GarbageCollection").withoutThreshold();
      recording.enable("jdk.GCHeapSummary");
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  static void verdict(String site, String verdict, String reason, String detail) {
    SiteVerdict event = new SiteVerdict();
    event.site = site;
    event.kind = "array";
    event.type = "long[]";
    event.verdict = verdict;
    event.reason = reason;
    event.detail = detail;
    event.commit();
  }

  static void slabGrowth(long size) {
    SlabGrowth event = new SlabGrowth();
    event.begin();
    event.size = size;
    event.commit();
  }

  static void regionGrowth(long size) {
    RegionGrowth event = new RegionGrowth();
    event.size = size;
    event.commit();
  }

  static void buddyFallback(long requested) {
    BuddyFallback event = new BuddyFallback();
    event.requested = requested;
    event.commit();
  }

  static void configuration(long limit) {
    Configuration event = new Configuration();
    event.limit = limit;
    event.chunkSize = 64 << 20;
    event.min = 4096;
    event.allocator = "heap";
    event.exhausted = "heap";
    event.backend = "portable";
    event.commit();
  }

  static void statistics(long used, long committed, long refused, int refusals) {
    HeapStatistics event = new HeapStatistics();
    event.used = used;
    event.committed = committed;
    event.limit = 1L << 30;
    event.peakUsed = used + 1024;
    event.peakCommitted = committed + 1024;
    event.refused = refused;
    event.refusals = refusals;
    event.commit();
  }

  @Name("offheap.SiteVerdict")
  @StackTrace(false)
  private static final class SiteVerdict extends Event {
    String site = "";
    String kind = "";
    String type = "";
    String verdict = "";
    String reason = "";
    String detail = "";
  }

  @Name("offheap.SlabGrowth")
  private static final class SlabGrowth extends Event {
    long size;
  }

  @Name("offheap.RegionGrowth")
  private static final class RegionGrowth extends Event {
    long size;
  }

  @Name("offheap.BuddyFallback")
  private static final class BuddyFallback extends Event {
    long requested;
  }

  @Name("offheap.Configuration")
  private static final class Configuration extends Event {
    long limit;
    long chunkSize;
    long min;
    String allocator = "";
    String exhausted = "";
    String backend = "";
  }

  @Name("offheap.HeapStatistics")
  private static final class HeapStatistics extends Event {
    long used;
    long committed;
    long limit;
    long peakUsed;
    long peakCommitted;
    long refused;
    int refusals;
  }
}
