package io.offheap.profiles.rules;

import static io.offheap.profiles.facts.FakeRecording.MB;
import static io.offheap.profiles.facts.FakeRecording.heapEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.profiles.facts.EventNames;
import io.offheap.profiles.facts.FakeEvent;
import io.offheap.profiles.facts.FakeRecording;
import org.junit.jupiter.api.Test;

/** Each rule on both sides of each of its thresholds, with the values that they come with. */
class ThresholdTest {
  private static final String SITE = "com.acme.A.run(I)[J:42";

  @Test
  void failures_warnAtTheFirst() {
    assertThat(judge(Rules.ALLOCATION_FAILURE, refusals(0))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.ALLOCATION_FAILURE, refusals(1))).isEqualTo(Severity.WARNING);
  }

  @Test
  void failures_areCountedByEventsToo() {
    FakeRecording recording =
        new FakeRecording()
            .heap(0)
            .add(
                FakeEvent.at(1, EventNames.ALLOCATION_FAILURE)
                    .with("requested", 3 * MB)
                    .with("limit", 64 * MB)
                    .with("outcome", "Java heap")
                    .with("site", SITE));
    Finding finding = finding(Rules.ALLOCATION_FAILURE, recording);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.results().values()).contains(SITE, 3 * MB, 64 * MB, "Java heap");
  }

  private static FakeRecording refusals(int count) {
    return new FakeRecording()
        .add(heapEvent(0, MB, MB, 64 * MB).with("refusals", count).with("refused", count * MB));
  }

  @Test
  void pressure_mattersFrom70And90PercentOfTheLimit() {
    assertThat(judge(Rules.PRESSURE, used(699))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.PRESSURE, used(700))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.PRESSURE, used(899))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.PRESSURE, used(900))).isEqualTo(Severity.WARNING);
  }

  /** Both rules, and the report, tell one number. */
  @Test
  void pressure_isThatOfThePeakBetweenTheRows() {
    FakeRecording recording =
        new FakeRecording().add(heapEvent(0, 10 * MB, 12 * MB, 100 * MB).with("peakUsed", 90 * MB));
    Finding pressure = finding(Rules.PRESSURE, recording);
    assertThat(pressure.severity()).isEqualTo(Severity.WARNING);
    assertThat(pressure.results().values()).contains(90 * MB, 0.9);
    assertThat(finding(Rules.BENEFIT, recording).results().values()).contains(90 * MB);
  }

  private static FakeRecording used(long used) {
    return new FakeRecording().heap(0).heap(1, used, used, 1000).heap(2, 1, 1000, 1000);
  }

  @Test
  void container_mattersFrom85And100Percent() {
    assertThat(judge(Rules.CONTAINER, granted(849))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.CONTAINER, granted(850))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.CONTAINER, granted(999))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.CONTAINER, granted(1000))).isEqualTo(Severity.WARNING);
  }

  @Test
  void container_needsToKnowTheHeapAndTheMachine() {
    assertThat(judge(Rules.CONTAINER, new FakeRecording().heap(0)))
        .isEqualTo(Severity.NOT_APPLICABLE);
  }

  /** Java heap and committed of together this many thousandths of the container. */
  private static FakeRecording granted(long both) {
    return new FakeRecording()
        .heap(0, 1, both - 500, 10_000)
        .add(FakeEvent.at(0, EventNames.HEAP_CONFIGURATION).with("maxSize", 500))
        .add(FakeEvent.at(0, EventNames.CONTAINER).with("memoryLimit", 1000))
        .add(FakeEvent.at(0, EventNames.PHYSICAL_MEMORY).with("totalSize", 64_000));
  }

  @Test
  void growth_mattersWhenTheLimitIsLessThanADayOrAnHourAway() {
    assertThat(judge(Rules.GROWTH, lasting(25 * 3600))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.GROWTH, lasting(23 * 3600))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH, lasting(3700))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH, lasting(3500))).isEqualTo(Severity.WARNING);
  }

  @Test
  void growth_isNotJudgedInLessThanAMinute() {
    assertThat(judge(Rules.GROWTH, growing(59, 1000))).isEqualTo(Severity.NOT_APPLICABLE);
    assertThat(judge(Rules.GROWTH, growing(60, 1000))).isEqualTo(Severity.WARNING);
  }

  @Test
  void growth_isNotSeenInTheSawteethOfTheCollector() {
    FakeRecording recording = new FakeRecording();
    for (int second = 0; second <= 300; second++) {
      recording.heap(second, (100 + second * 37 % 61) * MB, 256 * MB, 1024 * MB);
    }
    assertThat(judge(Rules.GROWTH, recording)).isEqualTo(Severity.OK);
  }

  @Test
  void growth_namesTheSiteThatGrewMost() {
    FakeRecording recording = growing(120, 1000);
    for (int second = 0; second <= 120; second += 10) {
      recording.add(site(second, "com.acme.Big.keep:1", 500 * MB));
      recording.add(site(second, "com.acme.Leak.add:2", second * MB));
    }
    Finding finding = finding(Rules.GROWTH, recording);
    assertThat(finding.results().values()).contains("com.acme.Leak.add:2", 120 * MB);
  }

  private static FakeEvent site(double seconds, String site, long live) {
    return FakeEvent.at(seconds, EventNames.SITE_STATISTICS)
        .with("site", site)
        .with("objectClass", "long[]")
        .with("live", live);
  }

  /** Grows by a thousand bytes a second, with room for so many seconds more. */
  private static FakeRecording lasting(long seconds) {
    return growing(120, seconds);
  }

  private static FakeRecording growing(int span, long secondsLeft) {
    FakeRecording recording = new FakeRecording();
    for (int second = 0; second <= span; second++) {
      recording.heap(second, second * 1000L, MB, (span + secondsLeft) * 1000);
    }
    return recording;
  }

  @Test
  void fragmentation_mattersFrom40And60Percent() {
    assertThat(judge(Rules.FRAGMENTATION, unused(39, 100))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.FRAGMENTATION, unused(40, 100))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.FRAGMENTATION, unused(59, 100))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.FRAGMENTATION, unused(60, 100))).isEqualTo(Severity.WARNING);
  }

  @Test
  void fragmentation_mattersInMoreThan64MegabytesOnly() {
    assertThat(judge(Rules.FRAGMENTATION, unused(90, 64))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.FRAGMENTATION, unused(90, 65))).isEqualTo(Severity.WARNING);
  }

  @Test
  void fragmentation_mattersHalfOfTheTime() {
    FakeRecording mostly = new FakeRecording();
    for (int second = 0; second < 10; second++) {
      boolean fragmented = second < 5;
      mostly.heap(second, fragmented ? 10 * MB : 100 * MB, 100 * MB, 1024 * MB);
    }
    assertThat(judge(Rules.FRAGMENTATION, mostly)).isEqualTo(Severity.OK);
    mostly.heap(10, 10 * MB, 100 * MB, 1024 * MB).heap(11, 10 * MB, 100 * MB, 1024 * MB);
    assertThat(judge(Rules.FRAGMENTATION, mostly)).isEqualTo(Severity.WARNING);
  }

  private static FakeRecording unused(long percent, long committedMegabytes) {
    long committed = committedMegabytes * MB;
    return new FakeRecording()
        .heap(0, committed - committed / 100 * percent, committed, 1024 * MB)
        .heap(1, committed - (committed * percent + 99) / 100, committed, 1024 * MB)
        .heap(2, committed - (committed * percent + 99) / 100, committed, 1024 * MB);
  }

  @Test
  void waste_mattersFrom20And35Percent() {
    assertThat(judge(Rules.SLOT_WASTE, wasting(0.19))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.SLOT_WASTE, wasting(0.20))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.SLOT_WASTE, wasting(0.34))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.SLOT_WASTE, wasting(0.35))).isEqualTo(Severity.WARNING);
  }

  @Test
  void waste_namesTheSizeClassToAdd() {
    FakeRecording recording =
        wasting(0.4)
            .add(
                FakeEvent.at(0, EventNames.SIZE_CLASS_STATISTICS)
                    .with("slotSize", 16_384)
                    .with("usedSlots", 100)
                    .with("wasted", 600_000));
    assertThat(finding(Rules.SLOT_WASTE, recording).results().values())
        .contains(16_384L, 600_000L, 10_384L);
  }

  private static FakeRecording wasting(double share) {
    return new FakeRecording()
        .add(heapEvent(0, 100 * MB, 128 * MB, 1024 * MB).with("internalWaste", share));
  }

  @Test
  void fallback_mattersFrom5And25Percent() {
    assertThat(judge(Rules.FALLBACK, fallbacks(49))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.FALLBACK, fallbacks(50))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.FALLBACK, fallbacks(249))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.FALLBACK, fallbacks(250))).isEqualTo(Severity.WARNING);
  }

  @Test
  void fallback_countsBlocksOfWhichMoreThanAnEighthIsUnused() {
    assertThat(judge(Rules.FALLBACK, fallbacks(900).add(fallback(57_344)))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.FALLBACK, fallbacks(900).add(fallback(57_343))))
        .isEqualTo(Severity.WARNING);
  }

  private static FakeEvent fallback(int requested) {
    return FakeEvent.at(0, EventNames.BUDDY_FALLBACK)
        .with("requested", requested)
        .with("blockSize", 65_536);
  }

  private static FakeRecording fallbacks(int perThousand) {
    return new FakeRecording()
        .add(
            heapEvent(0, MB, MB, 64 * MB).with("allocations", 1000).with("fallbacks", perThousand));
  }

  @Test
  void latency_mattersFrom10And100Milliseconds() {
    assertThat(judge(Rules.GROWTH_LATENCY, growths(1, 0.0099))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.GROWTH_LATENCY, growths(1, 0.010))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH_LATENCY, growths(1, 0.0999))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH_LATENCY, growths(1, 0.100))).isEqualTo(Severity.WARNING);
  }

  @Test
  void latency_mattersFromHalfAPercentAndTwoPercentOfTheTime() {
    // In 1000 seconds; each too short to matter alone.
    assertThat(judge(Rules.GROWTH_LATENCY, growths(999, 0.005))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.GROWTH_LATENCY, growths(1001, 0.005))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH_LATENCY, growths(3999, 0.005))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH_LATENCY, growths(4001, 0.005))).isEqualTo(Severity.WARNING);
  }

  /** The events of slabs are a sample; the counters alone decide. */
  @Test
  void latencyOfSlabs_isJudgedByTheCounters() {
    assertThat(judge(Rules.GROWTH_LATENCY, counted(1, 9_999_999))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.GROWTH_LATENCY, counted(1, 10_000_000))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH_LATENCY, counted(1, 99_999_999))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH_LATENCY, counted(1, 100_000_000))).isEqualTo(Severity.WARNING);
    assertThat(judge(Rules.GROWTH_LATENCY, counted(999, 5_000_000))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.GROWTH_LATENCY, counted(1001, 5_000_000))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH_LATENCY, counted(3999, 5_000_000))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.GROWTH_LATENCY, counted(4001, 5_000_000))).isEqualTo(Severity.WARNING);
    Finding finding = finding(Rules.GROWTH_LATENCY, counted(4001, 5_000_000));
    assertThat(finding.results().values()).contains(4001L, 0.005, 20.005).doesNotContain(SITE);
  }

  /** Slabs that nobody told of but a short one, in 1000 seconds. */
  private static FakeRecording counted(int count, long nanosEach) {
    return new FakeRecording()
        .heap(0)
        .add(
            FakeEvent.at(1, EventNames.SLAB_GROWTH)
                .lasting(0.000_001)
                .with("size", MB)
                .with("site", SITE))
        .add(
            heapEvent(1000, 100 * MB, 128 * MB, 1024 * MB)
                .with("slabGrowths", count)
                .with("slabGrowthTime", count * nanosEach)
                .with("longestSlabGrowth", nanosEach));
  }

  private static FakeRecording growths(int count, double seconds) {
    FakeRecording recording = new FakeRecording().heap(0).heap(1000);
    for (int i = 0; i < count; i++) {
      recording.add(
          FakeEvent.at(900.0 * i / count, EventNames.REGION_GROWTH)
              .lasting(seconds)
              .with("size", 64 * MB)
              .with("site", SITE));
    }
    return recording;
  }

  @Test
  void dominance_isMentionedFromHalfOfTheBytesAndNeverAWarning() {
    assertThat(judge(Rules.DOMINANCE, sites(49))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.DOMINANCE, sites(50))).isEqualTo(Severity.INFO);
    Finding alone = finding(Rules.DOMINANCE, sites(100));
    assertThat(alone.severity()).isEqualTo(Severity.INFO);
    assertThat(alone.score()).isLessThanOrEqualTo(74);
  }

  private static FakeRecording sites(int percent) {
    FakeRecording recording = new FakeRecording().heap(0).sample(0, "com.acme.A.top:1", percent);
    for (int i = 0; i < 100 - percent; i++) recording.sample(0, "com.acme.B.other:" + i, 1);
    return recording;
  }

  @Test
  void keptSite_isMentionedFromOnePercentOfTheJavaHeap() {
    assertThat(judge(Rules.KEPT_SITES, kept(9))).isEqualTo(Severity.OK);
    Finding hot = finding(Rules.KEPT_SITES, kept(10));
    assertThat(hot.severity()).isEqualTo(Severity.INFO);
    assertThat(hot.results().values()).contains("com.acme.A.run(I)[J:42", "RETURNED");
    assertThat(hot.solution()).isEqualTo("Advice on RETURNED");
  }

  @Test
  void keptSite_ofUnknownWeightIsMentioned() {
    assertThat(judge(Rules.KEPT_SITES, new FakeRecording().kept(SITE, "RETURNED")))
        .isEqualTo(Severity.INFO);
    assertThat(judge(Rules.KEPT_SITES, new FakeRecording().moved(SITE))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.KEPT_SITES, new FakeRecording().heap(0)))
        .isEqualTo(Severity.NOT_APPLICABLE);
  }

  private static FakeRecording kept(int perThousand) {
    return new FakeRecording()
        .kept(SITE, "RETURNED")
        .moved("com.acme.B.b()V:1")
        .heapSample(1, perThousand, "com.acme.A.run:42", "com.acme.Main.main:3")
        .heapSample(2, 1000 - perThousand, "com.acme.A.run:43");
  }

  @Test
  void benefit_isAlwaysInformation() {
    FakeRecording recording =
        new FakeRecording()
            .add(heapEvent(0, MB, MB, 64 * MB).with("allocated", 300))
            .add(FakeEvent.at(1, EventNames.HEAP_SUMMARY).with("heapUsed", 7 * MB))
            .heapSample(1, 100, "com.acme.A.run:1");
    Finding finding = finding(Rules.BENEFIT, recording);
    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    // Of what was allocated, and of what lived at the peaks.
    assertThat(finding.results().values()).contains(0.75, 300L, 100L, 0.125, MB, 7 * MB);
  }

  @Test
  void settings_areMentionedWhenStatisticsAreMoreThan10SecondsApart() {
    assertThat(judge(Rules.RECORDING_SETTINGS, period(10))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.RECORDING_SETTINGS, period(10.1))).isEqualTo(Severity.INFO);
  }

  private static FakeRecording period(double seconds) {
    FakeRecording recording = new FakeRecording();
    for (int i = 0; i < 5; i++) recording.heap(i * seconds);
    return recording;
  }

  @Test
  void settings_areMentionedWhenMuchIsAllocatedWithoutSamples() {
    assertThat(judge(Rules.RECORDING_SETTINGS, unsampled(16 * MB - 1))).isEqualTo(Severity.OK);
    assertThat(judge(Rules.RECORDING_SETTINGS, unsampled(16 * MB))).isEqualTo(Severity.INFO);
    assertThat(judge(Rules.RECORDING_SETTINGS, unsampled(16 * MB).sample(1, SITE, MB)))
        .isEqualTo(Severity.OK);
  }

  private static FakeRecording unsampled(long allocated) {
    return new FakeRecording().add(heapEvent(0, MB, MB, 64 * MB).with("allocated", allocated));
  }

  @Test
  void settings_areMentionedWithoutStatistics() {
    assertThat(judge(Rules.RECORDING_SETTINGS, new FakeRecording().moved(SITE)))
        .isEqualTo(Severity.INFO);
    assertThat(judge(Rules.RECORDING_SETTINGS, new FakeRecording()))
        .isEqualTo(Severity.NOT_APPLICABLE);
  }

  private static Severity judge(Rule rule, FakeRecording recording) {
    return finding(rule, recording).severity();
  }

  private static Finding finding(Rule rule, FakeRecording recording) {
    return rule.evaluate(recording.facts(), Values.DEFAULTS);
  }
}
