package io.offheap.profiles.rules;

import io.offheap.profiles.facts.HeapRow;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.Comparator;
import java.util.List;

/** How near used memory came to the limit. */
final class PressureRule extends Rule {
  static final Threshold INFO =
      new Threshold(
          "offheap.pressure.info",
          "Used of limit, info",
          "Mention it when this share of the limit has been in use",
          Unit.SHARE,
          0.70);
  static final Threshold WARNING =
      new Threshold(
          "offheap.pressure.warning",
          "Used of limit, warning",
          "Warn when this share of the limit has been in use",
          Unit.SHARE,
          0.90);

  private static final Measure PEAK = new Measure("peak", "Peak used", Unit.BYTES);
  private static final Measure LIMIT = new Measure("limit", "Limit", Unit.BYTES);
  private static final Measure SHARE = new Measure("share", "Peak share of limit", Unit.SHARE);
  private static final Measure ROOM = new Measure("room", "Room at the end", Unit.BYTES);
  private static final Measure SLOPE = new Measure("slope", "Growth per second", Unit.BYTES);
  private static final Measure LEFT = new Measure("left", "Time to exhaustion", Unit.SECONDS);

  PressureRule() {
    super(
        "OffHeapPressure",
        "Off-Heap Memory Pressure",
        List.of(INFO, WARNING),
        List.of(PEAK, LIMIT, SHARE, ROOM, SLOPE, LEFT));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    if (facts.heap().isEmpty()) return finding.notApplicable("There are no heap statistics.");
    HeapRow tightest =
        facts.heap().stream().max(Comparator.comparingDouble(HeapRow::pressure)).orElseThrow();
    HeapRow last = facts.heap().get(facts.heap().size() - 1);
    finding
        .put(PEAK, tightest.peak())
        .put(LIMIT, tightest.limit())
        .put(SHARE, tightest.pressure())
        .put(ROOM, Math.max(last.limit() - last.used(), 0));
    String sentence = "At most {peak} were in use, {share} of the limit of {limit}.";
    Line line = Line.throughFloor(facts.heap());
    if (line.bytesPerSecond() >= 1 && line.fit() >= GrowthRule.FIT) {
      finding
          .put(SLOPE, (long) line.bytesPerSecond())
          .put(LEFT, (last.limit() - last.used()) / line.bytesPerSecond());
      sentence += " At the slope of this recording, {slope} a second, the rest lasts {left}.";
    }
    double score = Severity.score(tightest.pressure(), thresholds.of(INFO), thresholds.of(WARNING));
    return finding
        .explain(
            "At the limit, allocations free what is dead first, which takes time, then go to the"
                + " Java heap.")
        .solve(
            score < Severity.INFO_SCORE
                ? ""
                : "Raise the agent's option limit, or release arrays earlier; the table of sites"
                    + " says who holds the memory.")
        .build(score, sentence);
  }
}
