package io.offheap.profiles.rules;

import io.offheap.profiles.facts.Growth;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.Comparator;
import java.util.List;

/** How long allocating threads waited for memory. */
final class GrowthLatencyRule extends Rule {
  static final Threshold INFO =
      new Threshold(
          "offheap.latency.info",
          "Longest wait, info",
          "Mention it when one growth took as long",
          Unit.SECONDS,
          0.010);
  static final Threshold WARNING =
      new Threshold(
          "offheap.latency.warning",
          "Longest wait, warning",
          "Warn when one growth took as long",
          Unit.SECONDS,
          0.100);
  static final Threshold SHARE_INFO =
      new Threshold(
          "offheap.latency.share.info",
          "Share of time, info",
          "Mention it when growth took this share of the recording",
          Unit.SHARE,
          0.005);
  static final Threshold SHARE_WARNING =
      new Threshold(
          "offheap.latency.share.warning",
          "Share of time, warning",
          "Warn when growth took this share of the recording",
          Unit.SHARE,
          0.02);

  /** The event of a wait may begin later and end earlier than the heap's clock says by this. */
  private static final double SAME = 0.9;

  private static final Measure SLABS = new Measure("slabs", "Slabs", Unit.COUNT);
  private static final Measure REGIONS =
      new Measure("regions", "From the operating system", Unit.COUNT);
  private static final Measure LONGEST = new Measure("longest", "Longest", Unit.SECONDS);
  private static final Measure TOTAL = new Measure("total", "In all", Unit.SECONDS);
  private static final Measure SHARE = new Measure("share", "Share of the time", Unit.SHARE);
  private static final Measure SIZE = new Measure("size", "Size of the longest", Unit.BYTES);
  private static final Measure SITE = new Measure("site", "Longest at", Unit.TEXT);

  GrowthLatencyRule() {
    super(
        "OffHeapGrowthLatency",
        "Off-Heap Growth Latency",
        List.of(INFO, WARNING, SHARE_INFO, SHARE_WARNING),
        List.of(SLABS, REGIONS, LONGEST, TOTAL, SHARE, SIZE, SITE));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    finding.put(SLABS, facts.slabGrowthCount()).put(REGIONS, facts.regionGrowthCount());
    if (facts.slabGrowthCount() + facts.regionGrowthCount() == 0) {
      if (facts.heap().isEmpty()) return finding.notApplicable("There are no heap statistics.");
      return finding.build(0, "No thread waited for memory.");
    }
    double seconds = facts.longestWaitNanos() / 1e9;
    double total = facts.waitNanos() / 1e9;
    // A recording of less than a second says little about shares.
    double share = total / Math.max(facts.spanNanos() / 1e9, 1);
    finding.put(LONGEST, seconds).put(TOTAL, total).put(SHARE, share);
    String sentence =
        "Memory came {regions} times from the operating system, and {slabs} times a size class took a"
            + " slab; the longest wait was {longest}, all together {total}, {share} of the time.";
    Growth longest =
        facts.growths().stream().max(Comparator.comparingLong(Growth::durationNanos)).orElse(null);
    // Slab growths are sampled: there may be no event of the longest.
    if (longest != null && longest.durationNanos() >= SAME * facts.longestWaitNanos()) {
      finding.put(SIZE, longest.size());
      if (!longest.site().isEmpty()) {
        finding.put(SITE, longest.site());
        sentence += " The longest was at {site}, for {size}.";
      }
    }
    double score =
        Math.max(
            Severity.score(seconds, thresholds.of(INFO), thresholds.of(WARNING)),
            Severity.score(share, thresholds.of(SHARE_INFO), thresholds.of(SHARE_WARNING)));
    return finding
        .explain(
            "New memory comes from the operating system zeroed, a chunk at a time, on the thread that"
                + " needs it. A size class takes it from there a slab at a time; both count, and a moment"
                + " that is part of both counts once.")
        .solve(
            score < Severity.INFO_SCORE
                ? ""
                : "Allocate the large arrays when the program starts, and keep them; memory that went"
                    + " back and is taken again shows as region purges between the growths.")
        .build(score, sentence);
  }
}
