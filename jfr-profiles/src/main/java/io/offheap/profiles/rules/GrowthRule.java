package io.offheap.profiles.rules;

import io.offheap.profiles.facts.HeapRow;
import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.SiteTotal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether what lives grows without end, and at which site. */
final class GrowthRule extends Rule {
  /** How well the line must fit, so that noise is not taken for growth. */
  static final double FIT = 0.8;

  static final Threshold INFO =
      new Threshold(
          "offheap.growth.info",
          "Time to exhaustion, info",
          "Mention it when memory would last less than this at the present growth",
          Unit.SECONDS,
          24 * 3600);
  static final Threshold WARNING =
      new Threshold(
          "offheap.growth.warning",
          "Time to exhaustion, warning",
          "Warn when memory would last less than this at the present growth",
          Unit.SECONDS,
          3600);
  static final Threshold SPAN =
      new Threshold(
          "offheap.growth.span",
          "Shortest recording judged",
          "Shorter recordings mostly show a program that warms up",
          Unit.SECONDS,
          60);

  private static final Measure SLOPE = new Measure("slope", "Growth per second", Unit.BYTES);
  private static final Measure LEFT = new Measure("left", "Time to exhaustion", Unit.SECONDS);
  private static final Measure SPANNED = new Measure("span", "Recorded", Unit.SECONDS);
  private static final Measure SITE = new Measure("site", "Grew most at", Unit.TEXT);
  private static final Measure GREW = new Measure("grew", "Growth of that site", Unit.BYTES);

  GrowthRule() {
    super(
        "OffHeapGrowth",
        "Off-Heap Growth Without Release",
        List.of(INFO, WARNING, SPAN),
        List.of(SLOPE, LEFT, SPANNED, SITE, GREW));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    List<HeapRow> rows = facts.heap();
    if (rows.isEmpty()) return finding.notApplicable("There are no heap statistics.");
    HeapRow last = rows.get(rows.size() - 1);
    double span = (last.timeNanos() - rows.get(0).timeNanos()) / 1e9;
    finding.put(SPANNED, span);
    if (span < thresholds.of(SPAN)) {
      return finding.notApplicable("{span} are too short a time to tell growth from warming up.");
    }
    Line line = Line.throughFloor(rows);
    if (line.bytesPerSecond() < 1 || line.fit() < FIT) {
      return finding.build(0, "What lives does not grow steadily.");
    }
    double left = Math.max(last.limit() - last.used(), 0) / line.bytesPerSecond();
    finding.put(SLOPE, (long) line.bytesPerSecond()).put(LEFT, left);
    String sentence =
        "What lives grows by {slope} a second; at that rate the limit is reached in {left}.";
    Optional<SiteTotal> site =
        facts.siteTotals().stream().max(Comparator.comparingLong(SiteTotal::grown));
    if (site.isPresent() && site.get().grown() > 0) {
      finding.put(SITE, site.get().site()).put(GREW, site.get().grown());
      sentence += " {site} grew most, by {grew}.";
    }
    // Less time is worse: scores grow with the inverse.
    double score =
        Severity.score(
            1 / Math.max(left, 1e-3), 1 / thresholds.of(INFO), 1 / thresholds.of(WARNING));
    return finding
        .explain(
            "The line goes through the lowest points of used memory, so what awaits collection does"
                + " not count.")
        .solve(
            score < Severity.INFO_SCORE
                ? ""
                : "Look for the collection, cache or field that keeps the arrays of that site"
                    + " reachable, and bound it. Without site statistics in the recording, see the"
                    + " flame graph.")
        .build(score, sentence);
  }
}
