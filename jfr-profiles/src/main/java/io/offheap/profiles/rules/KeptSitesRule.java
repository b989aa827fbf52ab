package io.offheap.profiles.rules;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.Verdict;
import java.util.Comparator;
import java.util.List;

/** Marked sites that stayed on the Java heap although they allocate much. */
final class KeptSitesRule extends Rule {
  static final Threshold HOT =
      new Threshold(
          "offheap.kept.hot",
          "Hot site",
          "Mention a kept site that allocates this share of all bytes on the Java heap",
          Unit.SHARE,
          0.01);

  private static final Measure KEPT = new Measure("kept", "Kept sites", Unit.COUNT);
  private static final Measure SITES = new Measure("sites", "Marked sites", Unit.COUNT);
  private static final Measure HOT_SITES = new Measure("hot", "Hot kept sites", Unit.COUNT);
  private static final Measure SITE = new Measure("site", "Hottest", Unit.TEXT);
  private static final Measure SHARE =
      new Measure("share", "Its share of Java heap allocation", Unit.SHARE);
  private static final Measure REASON = new Measure("reason", "Its reason", Unit.TEXT);
  private static final Measure DETAIL = new Measure("detail", "In words", Unit.TEXT);

  KeptSitesRule() {
    super(
        "OffHeapKeptSites",
        "Marked Sites That Did Not Move",
        List.of(HOT),
        List.of(KEPT, SITES, HOT_SITES, SITE, SHARE, REASON, DETAIL));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    if (facts.verdicts().isEmpty()) {
      return finding.notApplicable(
          "There are no verdicts: no class with a marked site was loaded.");
    }
    List<Verdict> kept = facts.kept();
    finding.put(KEPT, (long) kept.size()).put(SITES, (long) facts.verdicts().size());
    if (kept.isEmpty()) return finding.build(0, "All {sites} marked sites moved.");
    long total = facts.java().sampledBytes();
    if (total == 0) {
      return finding
          .solve("Record jdk.ObjectAllocationSample too; it says which of them matter.")
          .build(
              Severity.INFO_SCORE,
              "{kept} of {sites} marked sites did not move; the recording does not say how much they"
                  + " allocate.");
    }
    double hot = thresholds.of(HOT);
    finding.put(
        HOT_SITES, kept.stream().filter(verdict -> share(facts, verdict, total) >= hot).count());
    Verdict hottest =
        kept.stream()
            .max(Comparator.comparingDouble(verdict -> share(facts, verdict, total)))
            .orElseThrow();
    double share = share(facts, hottest, total);
    if (share < hot) {
      return finding.build(
          0, "{kept} of {sites} marked sites did not move; none of them allocates much.");
    }
    return finding
        .put(SITE, hottest.site())
        .put(SHARE, share)
        .put(REASON, hottest.reason())
        .put(DETAIL, hottest.detail())
        .solve(hottest.advice())
        .build(
            Math.min(Severity.INFO_SCORE + 49 * share, 74),
            "{kept} of {sites} marked sites did not move, {hot} of them hot. {site} makes {share} of"
                + " what the Java heap gets: {reason}, {detail}.");
  }

  /** The part that a kept site has in all that is allocated on the Java heap, 0 to 1. */
  private static double share(RecordingFacts facts, Verdict verdict, long total) {
    long weight = facts.java().weightByFrame().getOrDefault(verdict.frame(), 0L);
    return (double) weight / total;
  }
}
