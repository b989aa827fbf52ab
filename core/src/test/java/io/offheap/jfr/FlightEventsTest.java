package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapListener.RefusalOutcome;
import io.offheap.heap.HeapOptions;
import io.offheap.heap.HeapStatistics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightEventsTest {
  private static final long MIB = 1 << 20;

  private final Heap heap =
      Heap.open(HeapOptions.ofLimit(16 * MIB).withChunkByteSize(MIB).withAllocator("slab"));

  @AfterEach
  void close() {
    heap.close();
  }

  @Test
  void slabGrowth_tellsSizesReasonAndStack() {
    List<RecordedEvent> events =
        Recorded.during(
            heap,
            () -> {
              for (int i = 0; i < 65; i++) heap.tryAllocate(100, 8);
            });
    List<RecordedEvent> growths = Recorded.of(events, "SlabGrowth");
    assertThat(growths).hasSize(2);
    RecordedEvent first = growths.getFirst();
    assertThat(first.getLong("size")).isEqualTo(8192);
    assertThat(first.getLong("blockSize")).isEqualTo(128);
    assertThat(first.getInt("blocks")).isEqualTo(64);
    assertThat(heap.segment(first.getLong("address"), 8192).byteSize()).isEqualTo(8192);
    assertThat(first.getString("reason")).isEqualTo("first of its class");
    assertThat(growths.getLast().getString("reason")).isEqualTo("others are full");
    assertThat(Recorded.stackHas(first, FlightEventsTest.class)).isTrue();
    // What the first one waited for is part of its time.
    RecordedEvent region = Recorded.only(events, "RegionGrowth");
    assertThat(first.getDuration()).isGreaterThanOrEqualTo(region.getDuration());
    assertThat(first.getStartTime()).isBeforeOrEqualTo(region.getStartTime());
    assertThat(first.getEndTime()).isAfterOrEqualTo(region.getEndTime());
    assertThat(growths.getLast().getDuration()).isPositive();
  }

  @Test
  void regionGrowth_tellsSizesReasonDurationAndStack() {
    List<RecordedEvent> events =
        Recorded.during(
            heap,
            () -> {
              heap.tryAllocate(100, 8);
              heap.tryAllocate(3 * MIB, 8);
            });
    List<RecordedEvent> growths = Recorded.of(events, "RegionGrowth");
    assertThat(growths).hasSize(2);
    RecordedEvent shared = growths.getFirst();
    assertThat(shared.getLong("size")).isEqualTo(MIB);
    assertThat(shared.getLong("committed")).isEqualTo(MIB);
    assertThat(shared.getLong("limit")).isEqualTo(16 * MIB);
    assertThat(shared.getLong("address")).isPositive();
    assertThat(shared.getString("reason")).isEqualTo("chunks are full");
    assertThat(shared.getDuration()).isPositive();
    assertThat(Recorded.stackHas(shared, FlightEventsTest.class)).isTrue();
    RecordedEvent dedicated = growths.getLast();
    assertThat(dedicated.getLong("size")).isEqualTo(3 * MIB);
    assertThat(dedicated.getLong("committed")).isEqualTo(4 * MIB);
    assertThat(dedicated.getString("reason")).isEqualTo("large block");
    assertThat(Recorded.top(dedicated)).isEqualTo(FlightEventsTest.class.getName());
  }

  @Test
  void regionPurge_tellsWhatWentBack() {
    List<RecordedEvent> events =
        Recorded.during(heap, () -> heap.free(heap.tryAllocate(3 * MIB, 8)));
    RecordedEvent purge = Recorded.only(Recorded.here(events), "RegionPurge");
    assertThat(purge.getLong("size")).isEqualTo(3 * MIB);
    assertThat(purge.getLong("committed")).isZero();
    assertThat(purge.getLong("address")).isPositive();
  }

  @Test
  void buddyFallback_tellsSizesOrderReasonAndStack() {
    heap.tryAllocate(100, 8);
    RecordedEvent size =
        Recorded.only(Recorded.during(heap, () -> heap.tryAllocate(5000, 8)), "BuddyFallback");
    assertThat(size.getLong("requested")).isEqualTo(5000);
    assertThat(size.getLong("blockSize")).isEqualTo(8192);
    assertThat(size.getInt("order")).isEqualTo(13);
    assertThat(size.getString("reason")).isEqualTo("larger than the size classes");
    assertThat(Recorded.stackHas(size, FlightEventsTest.class)).isTrue();
    RecordedEvent alignment =
        Recorded.only(Recorded.during(heap, () -> heap.tryAllocate(10, 8192)), "BuddyFallback");
    assertThat(alignment.getString("reason")).isEqualTo("alignment beyond the size classes");
  }

  @Test
  void buddyFallbacks_areThrottled() {
    int attempts = 20_000;
    List<RecordedEvent> events =
        Recorded.during(
            heap,
            () -> {
              for (int i = 0; i < attempts; i++) heap.free(heap.tryAllocate(5000, 8));
            });
    assertThat(Recorded.of(events, "BuddyFallback")).hasSizeBetween(1, attempts / 10);
    // The throttle leaves out events, never the count.
    assertThat(sum(Recorded.of(events, "HeapStatistics"), "fallbacks")).isEqualTo(attempts);
  }

  /** Half the heap comes and goes, so that slabs do. */
  @Test
  void slabGrowths_areThrottledAndCounted() {
    int count = 4000;
    long[] blocks = new long[count];
    long before = heap.slabGrowthCount();
    List<RecordedEvent> events =
        Recorded.during(
            heap,
            () -> {
              for (int round = 0; round < 50; round++) {
                for (int i = 0; i < count; i++) blocks[i] = heap.tryAllocate(2000, 8);
                for (int i = 0; i < count; i++) heap.free(blocks[i]);
                heap.purge();
              }
            });
    long growths = heap.slabGrowthCount() - before;
    assertThat(growths).isGreaterThan(20_000);
    List<RecordedEvent> told = Recorded.of(events, "SlabGrowth");
    assertThat(told).hasSizeBetween(1, (int) growths / 10);
    List<RecordedEvent> rows = Recorded.of(events, "HeapStatistics");
    // The throttle leaves out events, never the count nor the time.
    assertThat(sum(rows, "slabGrowths")).isEqualTo(growths);
    assertThat(sum(rows, "slabGrowthTime"))
        .isEqualTo(heap.slabGrowthNanos())
        .isGreaterThan(growths);
    long longest = rows.stream().mapToLong(r -> r.getLong("longestSlabGrowth")).max().orElse(0);
    assertThat(longest)
        .isBetween(
            sum(rows, "slabGrowthTime") / growths,
            sum(rows, "slabGrowthTime")
                + Recorded.of(events, "RegionGrowth").size() * 1_000_000_000L);
    // It has been taken, and what was before a recording is no part of it.
    assertThat(heap.takeLongestSlabGrowthNanos()).isZero();
    heap.tryAllocate(100, 8);
    List<RecordedEvent> later = Recorded.during(heap, () -> {});
    assertThat(sum(Recorded.of(later, "HeapStatistics"), "slabGrowths")).isZero();
    assertThat(sum(Recorded.of(later, "HeapStatistics"), "longestSlabGrowth")).isZero();
  }

  @Test
  void allocationFailure_tellsNumbersReasonOutcomeAndStack() {
    heap.tryAllocate(3 * MIB, 8);
    List<RecordedEvent> events =
        Recorded.during(
            heap,
            () -> {
              assertThat(heap.tryAllocate(14 * MIB, 8)).isEqualTo(Heap.NULL);
              heap.refused(14 * MIB);
              heap.refused(15 * MIB, RefusalOutcome.ERROR);
            });
    List<RecordedEvent> failures = Recorded.of(events, "AllocationFailure");
    assertThat(failures).hasSize(2);
    RecordedEvent fallback = failures.getFirst();
    assertThat(fallback.getLong("requested")).isEqualTo(14 * MIB);
    assertThat(fallback.getLong("used")).isEqualTo(3 * MIB);
    assertThat(fallback.getLong("committed")).isEqualTo(3 * MIB);
    assertThat(fallback.getLong("limit")).isEqualTo(16 * MIB);
    assertThat(fallback.getString("reason")).isEqualTo("limit reached");
    assertThat(fallback.getString("outcome")).isEqualTo("Java heap");
    assertThat(Recorded.stackHas(fallback, FlightEventsTest.class)).isTrue();
    assertThat(failures.getLast().getString("outcome")).isEqualTo("OutOfMemoryError");
  }

  @Test
  void statistics_areThereThoughTheRecordingIsShortAndTheirSumsAreTrue() {
    long before = heap.tryAllocate(1000, 8);
    List<RecordedEvent> events =
        Recorded.during(
            heap,
            () -> {
              for (int i = 0; i < 10; i++) heap.tryAllocate(100, 8);
              heap.tryAllocate(6000, 8);
              heap.free(before);
              heap.tryAllocate(50 * MIB, 8);
              heap.refused(50 * MIB);
            });
    List<RecordedEvent> rows = Recorded.of(events, "HeapStatistics");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(2);
    RecordedEvent last = rows.getLast();
    HeapStatistics now = heap.statistics();
    assertThat(last.getLong("used")).isEqualTo(now.usedBytes()).isEqualTo(10 * 128 + 8192);
    assertThat(last.getLong("committed")).isEqualTo(now.committedBytes());
    assertThat(last.getLong("reserved")).isEqualTo(now.reservedBytes());
    assertThat(last.getLong("limit")).isEqualTo(16 * MIB);
    assertThat(last.getLong("peakUsed")).isEqualTo(now.peakUsedBytes());
    assertThat(last.getLong("peakCommitted")).isEqualTo(now.peakCommittedBytes());
    assertThat(last.getInt("chunks")).isEqualTo(now.chunkCount());
    assertThat(last.getFloat("slabOccupancy"))
        .isEqualTo((float) now.slabOccupancy())
        .isBetween(0.01f, 0.99f);
    assertThat(last.getFloat("internalWaste")).isEqualTo((float) now.internalWaste()).isPositive();
    assertThat(last.getFloat("fragmentation"))
        .isCloseTo((float) now.fragmentation(), within(1e-6f))
        .isBetween(0.9f, 1f);
    // What was before the recording does not count.
    assertThat(sum(rows, "allocated")).isEqualTo(10 * 128 + 8192);
    assertThat(sum(rows, "freed")).isEqualTo(1024);
    assertThat(sum(rows, "refused")).isEqualTo(50 * MIB);
    assertThat(sum(rows, "allocations")).isEqualTo(11);
    assertThat(sum(rows, "frees")).isEqualTo(1);
    assertThat(sum(rows, "refusals")).isEqualTo(1);
  }

  private static long sum(List<RecordedEvent> rows, String field) {
    return rows.stream().mapToLong(row -> row.getLong(field)).sum();
  }

  @Test
  void timeBetweenRecordings_isNotCounted() {
    Recorded.during(heap, () -> heap.tryAllocate(100, 8));
    heap.tryAllocate(2000, 8);
    try (Recording second = new Recording()) {
      second.start();
      heap.tryAllocate(500, 8);
      second.stop();
      List<RecordedEvent> rows = Recorded.of(Recorded.ours(second), "HeapStatistics");
      assertThat(sum(rows, "allocated")).isEqualTo(512);
    }
  }

  @Test
  void configuration_isInEveryRecording() {
    for (int i = 0; i < 2; i++) {
      List<RecordedEvent> events = Recorded.during(heap, () -> {});
      RecordedEvent configuration = Recorded.of(events, "Configuration").getFirst();
      assertThat(configuration.getLong("limit")).isEqualTo(16 * MIB);
      assertThat(configuration.getLong("chunkSize")).isEqualTo(MIB);
      assertThat(configuration.getLong("min")).isEqualTo(4096);
      assertThat(configuration.getString("allocator")).isEqualTo("slab");
      assertThat(configuration.getString("exhausted")).isEqualTo("heap");
      assertThat(configuration.getString("backend")).isEqualTo(heap.backendName());
      assertThat(configuration.getBoolean("hugePages")).isEqualTo(heap.usesHugePages());
    }
  }

  @Test
  void verdicts_areInEveryRecordingOnce() {
    SiteVerdict known =
        new SiteVerdict(
            "a.B.c()V:1", "array", "long[]", "KEPT", "ESCAPES_TO_CALL", "at line 2", "Inline it");
    SiteVerdict fresh = new SiteVerdict("a.B.c()V:3", "array", "int[]", "MOVED", "", "", "");
    SiteVerdicts.add(known);
    List<RecordedEvent> first = Recorded.during(heap, () -> SiteVerdicts.add(fresh));
    List<RecordedEvent> second = Recorded.during(heap, () -> {});
    assertThat(SiteVerdicts.all()).contains(known, fresh);
    for (List<RecordedEvent> events : List.of(first, second)) {
      assertThat(Recorded.of(events, "SiteVerdict"))
          .extracting(FlightEventsTest::verdict)
          .containsOnlyOnce(known, fresh);
    }
  }

  private static SiteVerdict verdict(RecordedEvent event) {
    return new SiteVerdict(
        event.getString("site"),
        event.getString("kind"),
        event.getString("type"),
        event.getString("verdict"),
        event.getString("reason"),
        event.getString("detail"),
        event.getString("advice"));
  }

  @Test
  void heapThatIsWatchedNoMore_isNotHeard() {
    Recorded.during(heap, () -> heap.tryAllocate(100, 8));
    try (Heap other = Heap.open(HeapOptions.ofLimit(MIB))) {
      List<RecordedEvent> events = Recorded.during(other, () -> heap.tryAllocate(300, 8));
      assertThat(Recorded.of(events, "SlabGrowth")).isEmpty();
    }
  }

  @Test
  void disabledEvents_areNotWritten() {
    Recorded.watch(heap);
    try (Recording recording = new Recording()) {
      Recorder.types().forEach(recording::disable);
      recording.start();
      heap.tryAllocate(100, 8);
      heap.tryAllocate(5000, 8);
      heap.free(heap.tryAllocate(3 * MIB, 8));
      heap.refused(1);
      recording.stop();
      assertThat(Recorded.ours(recording)).isEmpty();
    }
    assertThat(heap.statistics().lostNotificationCount()).isZero();
  }

  @Test
  void stream_seesEventsAsTheyHappen() throws Exception {
    Recorded.watch(heap);
    CompletableFuture<RecordedEvent> growth = new CompletableFuture<>();
    CompletableFuture<RecordedEvent> statistics = new CompletableFuture<>();
    try (RecordingStream stream = new RecordingStream()) {
      stream.enable("offheap.SlabGrowth");
      stream.enable("offheap.HeapStatistics").withPeriod(Duration.ofMillis(50));
      stream.onEvent("offheap.SlabGrowth", event -> growth.complete(event));
      stream.onEvent(
          "offheap.HeapStatistics",
          event -> {
            if (event.getLong("used") > 0) statistics.complete(event);
          });
      stream.startAsync();
      heap.tryAllocate(300, 8);
      assertThat(growth.get(20, TimeUnit.SECONDS).getLong("blockSize")).isEqualTo(512);
      assertThat(statistics.get(20, TimeUnit.SECONDS).getLong("used")).isEqualTo(512);
    }
  }
}
