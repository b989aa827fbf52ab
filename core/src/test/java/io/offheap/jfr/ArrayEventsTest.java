package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.array.ByteArray;
import io.offheap.array.LongArray;
import io.offheap.array.Sites;
import io.offheap.array.TestMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Samples of allocations, and statistics of sites. */
class ArrayEventsTest {
  private static final long MIB = 1 << 20;

  @BeforeEach
  void replaceMemory() {
    TestMemory.use(ArrayOptions.defaults().withLimitBytes(64 * MIB).withMinBytes(1000));
    Recorded.watch(ArrayMemory.heap());
  }

  @AfterAll
  static void restore() {
    TestMemory.use(ArrayOptions.defaults());
  }

  private static List<RecordedEvent> record(Consumer<Recording> settings, Runnable action) {
    try (Recording recording = new Recording()) {
      settings.accept(recording);
      recording.start();
      action.run();
      recording.stop();
      return Recorded.ours(recording);
    }
  }

  private static long sum(List<RecordedEvent> events, String field) {
    return events.stream().mapToLong(event -> event.getLong(field)).sum();
  }

  private static FlightSampler sampler() {
    return Objects.requireNonNull(Recorder.currentSampler());
  }

  @Test
  void sample_tellsClassSizesSiteAndStack() {
    int id = Sites.register("p.Q.r()V:7", "long[]");
    RecordedEvent sample =
        Recorded.only(record(r -> {}, () -> LongArray.allocate(1100, id)), "AllocationSample");
    assertThat(sample.getClass("objectClass").getName()).isEqualTo("[J");
    assertThat(sample.getLong("allocationSize")).isEqualTo(8800);
    assertThat(sample.getLong("weight")).isEqualTo(8800);
    assertThat(sample.getLong("slotSize")).isBetween(8800L, 16384L);
    assertThat(sample.getString("site")).isEqualTo("p.Q.r()V:7");
    assertThat(sample.getLong("address")).isPositive();
    assertThat(sample.getString("arena")).isIn("slabs", "large blocks");
    assertThat(Recorded.top(sample)).isEqualTo(ArrayEventsTest.class.getName());
  }

  @Test
  void sampleOfNoSite_namesTheCallerAsASiteIsNamed() {
    RecordedEvent sample =
        Recorded.only(record(r -> {}, () -> LongArray.allocate(1100)), "AllocationSample");
    assertThat(sample.getString("site"))
        .matches("io\\.offheap\\.jfr\\.ArrayEventsTest\\.lambda\\$.*\\(\\)V:\\d+");
  }

  @Test
  void weights_addUpToWhatWasAllocated_throttledOrNot() {
    for (String throttle : List.of("off", "20/s", "100/s")) {
      long[] remainder = new long[1];
      List<RecordedEvent> samples =
          Recorded.of(
              record(
                  r -> r.enable("offheap.AllocationSample").with("throttle", throttle),
                  () -> {
                    for (int i = 0; i < 3000; i++) ByteArray.allocate(10_000 + i);
                    remainder[0] = sampler().remainderBytes();
                  }),
              "AllocationSample");
      long total = 3000L * 10_000 + 3000L * 2999 / 2;
      assertThat(samples).as(throttle).isNotEmpty();
      assertThat(sum(samples, "weight") + remainder[0]).as(throttle).isEqualTo(total);
      if (throttle.equals("off")) {
        assertThat(samples).hasSizeBetween(40, 120);
        assertThat(remainder[0]).isLessThan(2 * FlightSampler.INTERVAL_BYTES);
      }
    }
  }

  @Test
  void weights_addUpOverThreadsThatEnd() {
    long[] remainder = new long[1];
    List<RecordedEvent> samples =
        Recorded.of(
            record(
                r -> r.enable("offheap.AllocationSample").with("throttle", "off"),
                () -> {
                  List<Thread> threads = new ArrayList<>();
                  for (int t = 0; t < 100; t++) {
                    threads.add(
                        Thread.startVirtualThread(() -> {
                          for (int i = 0; i < 20; i++) ByteArray.allocate(20_000);
                        }));
                  }
                  threads.forEach(ArrayEventsTest::join);
                  remainder[0] = sampler().remainderBytes();
                }),
            "AllocationSample");
    assertThat(sum(samples, "weight") + remainder[0]).isEqualTo(100 * 20 * 20_000L);
    assertThat(samples.size()).isGreaterThan(20);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void minimumSize_leavesOutSmallArraysButNotTheirWeight() {
    long[] remainder = new long[1];
    List<RecordedEvent> samples =
        Recorded.of(
            record(
                r ->
                    r.enable("offheap.AllocationSample")
                        .with("throttle", "off")
                        .with("minimumSize", "100 kB"),
                () -> {
                  for (int i = 0; i < 2000; i++) ByteArray.allocate(i % 10 == 0 ? 200_000 : 5_000);
                  remainder[0] = sampler().remainderBytes();
                }),
            "AllocationSample");
    assertThat(samples)
        .isNotEmpty()
        .allSatisfy(sample -> assertThat(sample.getLong("allocationSize")).isEqualTo(200_000));
    assertThat(sum(samples, "weight") + remainder[0]).isEqualTo(200 * 200_000L + 1800 * 5_000L);
  }

  @Test
  void whatWasAllocatedBetweenRecordings_hasNoWeight() {
    record(r -> {}, () -> ByteArray.allocate(10_000));
    for (int i = 0; i < 100; i++) ByteArray.allocate(100_000);
    List<RecordedEvent> second =
        Recorded.of(record(r -> {}, () -> ByteArray.allocate(10_000)), "AllocationSample");
    assertThat(sum(second, "weight")).isEqualTo(10_000);
  }

  @Test
  void siteStatistics_areInEveryRecordingWithWhatHappenedInIt() {
    int id = Sites.register("p.Q.sites()V:1", "byte[]");
    List<ByteArray> live = new ArrayList<>();
    live.add(ByteArray.allocate(5_000, id));
    record(r -> {}, () -> live.add(ByteArray.allocate(6_000, id)));
    live.add(ByteArray.allocate(7_000, id));
    List<RecordedEvent> events =
        record(
            r -> {},
            () -> {
              live.add(ByteArray.allocate(300_000, id));
              live.add(ByteArray.allocate(2_000, id));
              ByteArray.allocate(10, id);
            });
    RecordedEvent last = rows(events, "p.Q.sites()V:1").getLast();
    assertThat(last.getClass("objectClass").getName()).isEqualTo("[B");
    assertThat(last.getLong("live")).isEqualTo(320_000);
    assertThat(last.getLong("peakLive")).isEqualTo(320_000);
    assertThat(last.getInt("liveArrays")).isEqualTo(5);
    assertThat(last.getLong("allocated")).isLessThanOrEqualTo(302_000);
    assertThat(last.getLong("onJavaHeap")).isLessThanOrEqualTo(10);
    assertThat(last.getFloat("fallbackShare")).isBetween(0f, 1f);
    assertThat(live).isNotEmpty();
  }

  @Test
  void siteStatistics_ofARunningProgram_tellTheChange() {
    int id = Sites.register("p.Q.periods()V:1", "byte[]");
    List<ByteArray> live = new ArrayList<>();
    List<RecordedEvent> events =
        record(
            r -> r.enable("offheap.SiteStatistics").with("period", "everyChunk"),
            () -> {
              live.add(ByteArray.allocate(300_000, id));
              live.add(ByteArray.allocate(2_000, id));
              ByteArray.allocate(10, id);
              ByteArray.allocate(20, id);
            });
    List<RecordedEvent> rows = rows(events, "p.Q.periods()V:1");
    assertThat(sum(rows, "allocated")).isEqualTo(302_000);
    assertThat(rows.stream().mapToInt(row -> row.getInt("allocations")).sum()).isEqualTo(2);
    assertThat(sum(rows, "onJavaHeap")).isEqualTo(30);
    assertThat(rows.getLast().getFloat("javaHeapShare")).isEqualTo(0.5f);
    assertThat(rows.getLast().getFloat("fallbackShare")).isEqualTo(0.5f);
    assertThat(live).isNotEmpty();
  }

  /** A program may end before the first period does. */
  @Test
  void lastState_isThereThoughThePeriodIsLong() {
    int id = Sites.register("p.Q.last()V:1", "byte[]");
    List<ByteArray> live = new ArrayList<>();
    List<RecordedEvent> events =
        record(
            r -> {
              r.enable("offheap.SiteStatistics").with("period", "1 h");
              r.enable("offheap.SizeClassStatistics").with("period", "1 h");
            },
            () -> live.add(ByteArray.allocate(3_000, id)));
    assertThat(rows(events, "p.Q.last()V:1"))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.getLong("live")).isEqualTo(3_000);
          assertThat(row.getLong("allocated")).isEqualTo(3_000);
        });
    assertThat(Recorded.of(events, "SizeClassStatistics"))
        .anyMatch(row -> row.getInt("usedSlots") == live.size());
  }

  private static List<RecordedEvent> rows(List<RecordedEvent> events, String site) {
    return Recorded.of(events, "SiteStatistics").stream()
        .filter(row -> row.getString("site").equals(site))
        .toList();
  }

  @Test
  void siteFilter_showsTheSitesAskedFor() {
    List<ByteArray> live =
        List.of(
            ByteArray.allocate(5_000, Sites.register("com.acme.A.f()V:1", "byte[]")),
            ByteArray.allocate(5_000, Sites.register("com.acme.B.f()V:1", "byte[]")),
            ByteArray.allocate(5_000, Sites.register("org.acme.C.f()V:1", "byte[]")));
    Map<String, List<String>> expected =
        Map.of(
            "com.acme.*", List.of("com.acme.A.f()V:1", "com.acme.B.f()V:1"),
            "com.acme.B*|org.*", List.of("com.acme.B.f()V:1", "org.acme.C.f()V:1"),
            "com.acme.A.f()V:1", List.of("com.acme.A.f()V:1"));
    expected.forEach((filter, sites) ->
        assertThat(
                Recorded.of(
                    record(
                        r -> r.enable("offheap.SiteStatistics").with("siteFilter", filter),
                        () -> {}),
                    "SiteStatistics"))
            .as(filter)
            .extracting(row -> row.getString("site"))
            .containsOnly(sites.toArray(String[]::new)));
    assertThat(live).isNotEmpty();
  }

  @Test
  void growthAndFailure_nameTheSiteAndBeginInItsCode() {
    List<RecordedEvent> events =
        record(
            r -> r.enable("offheap.BuddyFallback").with("throttle", "off"),
            () -> {
              ByteArray.allocate(2_000);
              ByteArray.allocate(300_000);
              ByteArray.allocate(100 << 20);
            });
    for (String type :
        List.of("SlabGrowth", "RegionGrowth", "BuddyFallback", "AllocationFailure")) {
      List<RecordedEvent> found = Recorded.of(events, type);
      assertThat(found)
          .as(type)
          .isNotEmpty()
          .allSatisfy(event -> {
            assertThat(event.getString("site"))
                .startsWith("io.offheap.jfr.ArrayEventsTest.lambda$growthAndFailure_");
            assertThat(Recorded.top(event)).isEqualTo(ArrayEventsTest.class.getName());
          });
    }
  }

  @Test
  void sizeClasses_haveARowEach() {
    List<ByteArray> live = new ArrayList<>();
    List<RecordedEvent> events =
        record(
            r -> r.enable("offheap.SizeClassStatistics").with("period", "endChunk"),
            () -> {
              for (int i = 0; i < 10; i++) live.add(ByteArray.allocate(2_000));
            });
    RecordedEvent row =
        Recorded.of(events, "SizeClassStatistics").stream()
            .filter(e -> e.getLong("slotSize") >= 2_000 && e.getInt("usedSlots") > 0)
            .findFirst()
            .orElseThrow();
    assertThat(row.getInt("usedSlots")).isEqualTo(live.size());
    assertThat(row.getLong("used")).isEqualTo(live.size() * row.getLong("slotSize"));
    assertThat(row.getLong("capacity"))
        .isGreaterThanOrEqualTo(
            (row.getInt("usedSlots") + row.getInt("freeSlots")) * row.getLong("slotSize"));
    assertThat(row.getFloat("occupancy")).isBetween(0.01f, 1f);
    assertThat(row.getInt("slabs")).isPositive();
    assertThat(row.getLong("wasted")).isEqualTo(live.size() * (row.getLong("slotSize") - 2_000));
  }
}
