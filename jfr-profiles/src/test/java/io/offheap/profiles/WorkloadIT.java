package io.offheap.profiles;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.offheap.profiles.facts.FactsOfFile;
import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.SizeClassRow;
import io.offheap.profiles.report.HtmlReport;
import io.offheap.profiles.report.Report;
import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Rule;
import io.offheap.profiles.rules.Rules;
import io.offheap.profiles.rules.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real runs, recorded with the settings that ship: each rule speaks up on its workload alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadIT {
  /** Of the allocator heap, in bytes. */
  private static final int SMALLEST_CLASS = 16;

  private static final List<Rule> LATENCY = List.of(Rules.GROWTH_LATENCY);

  private final Map<Workload.Kind, RecordingFacts> facts = new EnumMap<>(Workload.Kind.class);

  @BeforeAll
  void record(@TempDir Path folder) throws Exception {
    Map<Workload.Kind, Future<Path>> files = new EnumMap<>(Workload.Kind.class);
    // At once, since they wait for most of the time.
    try (ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Workload.Kind kind : Workload.Kind.values()) {
        int seconds = kind == Workload.Kind.LATENCY ? 2 : 6; // it does not wait, but work
        files.put(kind, runs.submit(() -> WorkloadRun.record(kind, folder, seconds)));
      }
    }
    for (Map.Entry<Workload.Kind, Future<Path>> file : files.entrySet()) {
      facts.put(file.getKey(), FactsOfFile.read(file.getValue().get()));
    }
  }

  /** How long growth takes depends on what else the machine does. */
  @Test
  void healthy_needsNoAttention() {
    assertThat(warnings(Workload.Kind.HEALTHY)).extracting(Finding::rule).isSubsetOf(LATENCY);
  }

  @Test
  void leak_isFoundWithItsSite() {
    Finding growth = finding(Workload.Kind.LEAK, Rules.GROWTH);
    assertThat(growth.severity()).isEqualTo(Severity.WARNING);
    assertThat(growth.results().values()).contains(Workload.site("leak"));
    assertOnly(Rules.GROWTH, Workload.Kind.LEAK);
  }

  @Test
  void fragmentation_isFound() {
    assertThat(finding(Workload.Kind.FRAGMENT, Rules.FRAGMENTATION).severity())
        .isEqualTo(Severity.WARNING);
    assertOnly(Rules.FRAGMENTATION, Workload.Kind.FRAGMENT);
  }

  @Test
  void fallback_isFoundWithItsSizes() {
    Finding fallback = finding(Workload.Kind.FALLBACK, Rules.FALLBACK);
    assertThat(fallback.severity()).isEqualTo(Severity.WARNING);
    assertThat(fallback.results().values()).contains(260L * 1024, 512L * 1024);
    assertOnly(Rules.FALLBACK, Workload.Kind.FALLBACK);
  }

  @Test
  void exhaustion_isFoundWithItsLimit() {
    Finding failure = finding(Workload.Kind.EXHAUST, Rules.ALLOCATION_FAILURE);
    assertThat(failure.severity()).isEqualTo(Severity.WARNING);
    assertThat(failure.results().values()).contains(32L << 20);
    assertThat(finding(Workload.Kind.EXHAUST, Rules.PRESSURE).severity())
        .isEqualTo(Severity.WARNING);
    assertOnly(Rules.ALLOCATION_FAILURE, Workload.Kind.EXHAUST);
    assertOnly(Rules.PRESSURE, Workload.Kind.EXHAUST);
  }

  @Test
  void roundingOfSmallArrays_isFoundWithItsSizeClass() {
    Finding waste = finding(Workload.Kind.SMALL, Rules.SLOT_WASTE);
    assertThat(waste.severity()).isEqualTo(Severity.WARNING);
    assertThat(waste.results().values())
        .contains((long) SMALLEST_CLASS, (long) Workload.TINY_COUNT * (SMALLEST_CLASS - 8), 8L);
    // Blocks that are no slots are rounded up as well.
    assertOnly(Rules.SLOT_WASTE, Workload.Kind.SMALL, Workload.Kind.FALLBACK);
  }

  /**
   * In this run growth is most of what happens. In the others it belongs to the beginning, which is
   * at most a quarter of the run; how long that is depends on the machine, so that these are asked
   * whether it was half.
   */
  @Test
  void latency_isFoundWhereThreadsWaitForGrowthMostOfTheTime() {
    RecordingFacts latency = requireNonNull(facts.get(Workload.Kind.LATENCY));
    assertThat(latency.regionGrowthCount()).isGreaterThan(2);
    assertThat(latency.slabGrowthCount()).isPositive();
    assertThat(finding(Workload.Kind.LATENCY, Rules.GROWTH_LATENCY).severity())
        .isEqualTo(Severity.WARNING);
    for (Workload.Kind kind : Workload.Kind.values()) {
      if (kind == Workload.Kind.LATENCY) continue;
      Finding half = waitsHalfOfTheTime(kind);
      assertThat(half.severity()).as(kind + ": " + half).isEqualTo(Severity.OK);
    }
  }

  private Finding waitsHalfOfTheTime(Workload.Kind kind) {
    return Rules.GROWTH_LATENCY.evaluate(
        requireNonNull(facts.get(kind)),
        threshold ->
            switch (threshold.id()) {
              case "offheap.latency.share.info" -> 0.5;
              case "offheap.latency.share.warning" -> 0.6;
              default -> 1e9; // seconds
            });
  }

  /** The table of the report on a real run, against what the program keeps. */
  @Test
  void sizeClasses_areThoseThatTheProgramFills() {
    RecordingFacts small = requireNonNull(facts.get(Workload.Kind.SMALL));
    assertThat(small.lastSizeClasses())
        .filteredOn(row -> row.usedSlots() > 0)
        .extracting(SizeClassRow::slotSize, SizeClassRow::usedSlots, SizeClassRow::wasted)
        .containsExactly(
            tuple(
                (long) SMALLEST_CLASS,
                (long) Workload.TINY_COUNT,
                (long) Workload.TINY_COUNT * (SMALLEST_CLASS - 8)),
            tuple((long) Workload.MIDDLE_BYTES, (long) Workload.MIDDLE_COUNT, 0L));
    assertThat(small.lastSizeClasses().stream().mapToLong(SizeClassRow::usedBytes).sum())
        .isEqualTo(small.lastHeap().orElseThrow().used());
    String page = HtmlReport.of(Report.of("small.jfr", small));
    assertThat(page)
        .contains(
            "<data value=\"60000\" data-key=\"class.16.usedSlots\">60,000</data>",
            "<data value=\"480000\" data-key=\"class.16.wasted\">468.8 kB</data>",
            "<data value=\"100\" data-key=\"class.1024.usedSlots\">100</data>");
  }

  @Test
  void benefit_isToldOfAll() {
    for (Workload.Kind kind : Workload.Kind.values()) {
      assertThat(finding(kind, Rules.BENEFIT).severity()).as(kind.name()).isEqualTo(Severity.INFO);
    }
  }

  private void assertOnly(Rule rule, Workload.Kind... loud) {
    List<Workload.Kind> others = new ArrayList<>(List.of(Workload.Kind.values()));
    others.removeAll(List.of(loud));
    for (Workload.Kind kind : others) {
      assertThat(finding(kind, rule).severity())
          .as(kind + ": " + finding(kind, rule))
          .isNotEqualTo(Severity.WARNING);
    }
  }

  private List<Finding> warnings(Workload.Kind kind) {
    return Rules.all().stream()
        .map(rule -> finding(kind, rule))
        .filter(finding -> finding.severity() == Severity.WARNING)
        .toList();
  }

  /** As judged by the shipped thresholds, but a recording of seconds counts. */
  private Finding finding(Workload.Kind kind, Rule rule) {
    return rule.evaluate(
        requireNonNull(facts.get(kind)),
        threshold -> threshold.id().equals("offheap.growth.span") ? 3 : threshold.defaultValue());
  }
}
