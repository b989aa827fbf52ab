package io.offheap.profiles.rules;

import io.offheap.profiles.facts.HeapRow;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.Comparator;
import java.util.List;

/** Whether much committed memory is in no live block for much of the time. */
final class FragmentationRule extends Rule {
  static final Threshold INFO =
      new Threshold(
          "offheap.fragmentation.info",
          "Unused share, info",
          "Mention it when this share of committed memory is unused half of the time",
          Unit.SHARE,
          0.40);
  static final Threshold WARNING =
      new Threshold(
          "offheap.fragmentation.warning",
          "Unused share, warning",
          "Warn when this share of committed memory is unused half of the time",
          Unit.SHARE,
          0.60);
  static final Threshold LEAST =
      new Threshold(
          "offheap.fragmentation.least",
          "Least memory judged",
          "Times with no more memory committed count as without fragmentation",
          Unit.BYTES,
          64 << 20);

  private static final Measure MEDIAN = new Measure("median", "Unused, median", Unit.SHARE);
  private static final Measure UNUSED =
      new Measure("unused", "Unused bytes at that time", Unit.BYTES);
  private static final Measure COMMITTED =
      new Measure("committed", "Committed at that time", Unit.BYTES);
  private static final Measure LEAST_JUDGED =
      new Measure("least", "Least memory judged", Unit.BYTES);

  FragmentationRule() {
    super(
        "OffHeapFragmentation",
        "Off-Heap Fragmentation",
        List.of(INFO, WARNING, LEAST),
        List.of(MEDIAN, UNUSED, COMMITTED, LEAST_JUDGED));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    if (facts.heap().isEmpty()) return finding.notApplicable("There are no heap statistics.");
    double least = thresholds.of(LEAST);
    List<HeapRow> ordered =
        facts.heap().stream()
            .sorted(Comparator.comparingDouble(row -> judged(row, least)))
            .toList();
    HeapRow median = ordered.get((ordered.size() - 1) / 2);
    double share = judged(median, least);
    if (share == 0) {
      return finding
          .put(LEAST_JUDGED, (long) least)
          .build(
              0,
              "Half of the time no more than {least} were committed, or all of them were in use.");
    }
    double score = Severity.score(share, thresholds.of(INFO), thresholds.of(WARNING));
    return finding
        .put(MEDIAN, share)
        .put(UNUSED, median.committed() - median.used())
        .put(COMMITTED, median.committed())
        .explain(
            "A chunk goes back to the operating system when its last block is freed; a few blocks"
                + " that live long can keep many chunks.")
        .solve(
            score < Severity.INFO_SCORE
                ? ""
                : "Allocate what lives long before what lives short, or raise the option min, so that"
                    + " fewer small arrays share chunks with large ones; see the size classes with few"
                    + " used blocks.")
        .build(
            score,
            "Half of the time at least {median} of committed memory was in no live block: {unused}"
                + " of {committed}.");
  }

  private static double judged(HeapRow row, double least) {
    return row.committed() > least ? row.fragmentation() : 0;
  }
}
