package io.offheap.profiles.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class RecordingFactsTest {
  @Test
  void siteTotals_addUpCountsAndKeepTheLastState() {
    RecordingFacts facts =
        new FakeRecording()
            .add(site(2, "a", 70, 10, 4, 0.5))
            .add(site(1, "a", 50, 30, 6, 0))
            .add(site(1, "b", 60, 5, 1, 1))
            .facts();
    assertThat(facts.siteTotals())
        .containsExactly(
            new SiteTotal("a", "long[]", 70, 20, 90, 40, 10, 7, 3, 2),
            new SiteTotal("b", "long[]", 60, 60, 90, 5, 1, 7, 1, 1));
  }

  /** A thread that waits for a slab waits for the memory of the slab too, but once. */
  @Test
  void growthInsideAGrowth_isNoWaitOfItsOwn() {
    RecordingFacts facts =
        new FakeRecording()
            .add(growth(EventNames.SLAB_GROWTH, 1, 10, 0.010))
            .add(growth(EventNames.REGION_GROWTH, 1, 10.001, 0.008))
            .add(growth(EventNames.REGION_GROWTH, 2, 10.002, 0.008))
            .add(growth(EventNames.REGION_GROWTH, 1, 10.009, 0.002))
            .add(growth(EventNames.SLAB_GROWTH, 1, 10.020, 0.001))
            .facts();
    assertThat(facts.growths()).hasSize(5);
    assertThat(facts.waits())
        .extracting(Growth::threadId, Growth::slab, Growth::durationNanos)
        .containsExactly(
            tuple(1L, true, 10_000_000L),
            tuple(2L, false, 8_000_000L),
            tuple(1L, false, 2_000_000L),
            tuple(1L, true, 1_000_000L));
  }

  /** Events of slabs are a sample, and a region's growth may be for a slab that is not in it. */
  @Test
  void waits_areThoseCountedForSlabsAndThoseOfTheRegion() {
    FakeRecording sampled =
        new FakeRecording()
            .add(
                FakeEvent.at(11, EventNames.HEAP_STATISTICS)
                    .with("slabGrowths", 30)
                    .with("slabGrowthTime", 5_000_000)
                    .with("longestSlabGrowth", 9_000_000))
            .add(growth(EventNames.SLAB_GROWTH, 1, 10, 0.001))
            .add(growth(EventNames.REGION_GROWTH, 1, 10.5, 0.008));
    assertThat(sampled.facts().slabGrowthCount()).isEqualTo(30);
    assertThat(sampled.facts().regionGrowthCount()).isEqualTo(1);
    assertThat(sampled.facts().waitNanos()).isEqualTo(13_000_000);
    assertThat(sampled.facts().longestWaitNanos()).isEqualTo(9_000_000);
  }

  private static FakeEvent growth(String type, long thread, double start, double seconds) {
    return FakeEvent.at(start, type).by(thread).lasting(seconds).with("size", 1);
  }

  @Test
  void verdictWithoutAdvice_pointsToItsDetail() {
    FakeEvent old =
        FakeEvent.at(0, EventNames.SITE_VERDICT).with("site", "A.c()V:2").with("verdict", "KEPT");
    assertThat(new FakeRecording().add(old).facts().verdicts().get(0).advice()).contains("detail");
    assertThat(new FakeRecording().moved("A.b()V:1").facts().verdicts().get(0).advice()).isEmpty();
  }

  private static FakeEvent site(
      double seconds, String site, long live, long allocated, int allocations, double fallback) {
    return FakeEvent.at(seconds, EventNames.SITE_STATISTICS)
        .with("site", site)
        .with("objectClass", "long[]")
        .with("live", live)
        .with("peakLive", 90)
        .with("allocated", allocated)
        .with("allocations", allocations)
        .with("liveArrays", 7)
        .with("onJavaHeap", (long) seconds)
        .with("fallbackShare", fallback);
  }

  @Test
  void verdictsToldAgain_countOnce() {
    RecordingFacts facts =
        new FakeRecording().moved("A.b()V:1").moved("A.b()V:1").kept("A.c()V:2", "CAST").facts();
    assertThat(facts.verdicts()).hasSize(2);
    assertThat(facts.moved()).isEqualTo(1);
    assertThat(facts.kept()).extracting(Verdict::frame).containsExactly("A.c:2");
  }

  @Test
  void eventWithoutSite_isAtTheFirstFrameOutsideTheLibrary() {
    RecordingFacts facts =
        new FakeRecording()
            .sample(
                0, "", 1, "io.offheap.array.LongArray.allocate:9", "com.acme.A.run:4", "B.main:1")
            .facts();
    assertThat(facts.samples().get(0).site()).isEqualTo("com.acme.A.run:4");
  }

  @Test
  void otherEvents_areIgnored() {
    RecordingFacts facts = new FakeRecording().add(FakeEvent.at(5, "jdk.CPULoad")).facts();
    assertThat(facts.isForeign()).isTrue();
    assertThat(facts.spanNanos()).isZero();
  }
}
