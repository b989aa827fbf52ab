package io.offheap.profiles.rules;

import io.offheap.profiles.facts.Fallback;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.List;

/**
 * How many allocations are too large for the size classes and waste much of the power of two that
 * they get instead. One that fills its block well costs nothing but the way to it.
 */
final class FallbackRule extends Rule {
  static final Threshold INFO =
      new Threshold(
          "offheap.fallback.info",
          "Fallback share, info",
          "Mention it when this share of allocations falls back to the buddy",
          Unit.SHARE,
          0.05);
  static final Threshold WARNING =
      new Threshold(
          "offheap.fallback.warning",
          "Fallback share, warning",
          "Warn when this share of allocations falls back to the buddy",
          Unit.SHARE,
          0.25);

  static final Threshold WASTE =
      new Threshold(
          "offheap.fallback.waste",
          "Wasteful block",
          "Count fallbacks that leave more than this share of their block unused",
          Unit.SHARE,
          0.125);

  private static final Measure COUNT = new Measure("count", "Fallbacks", Unit.COUNT);
  private static final Measure ALLOCATIONS = new Measure("allocations", "Allocations", Unit.COUNT);
  private static final Measure SHARE =
      new Measure("share", "Wasteful fallbacks, share", Unit.SHARE);
  private static final Measure SITE = new Measure("site", "Most often at", Unit.TEXT);
  private static final Measure REQUESTED =
      new Measure("requested", "Asked for there, on average", Unit.BYTES);
  private static final Measure BLOCK = new Measure("block", "Given there, on average", Unit.BYTES);

  FallbackRule() {
    super(
        "OffHeapBuddyFallback",
        "Off-Heap Buddy Fallback",
        List.of(INFO, WARNING, WASTE),
        List.of(COUNT, ALLOCATIONS, SHARE, SITE, REQUESTED, BLOCK));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    if (facts.heap().isEmpty()) return finding.notApplicable("There are no heap statistics.");
    long count = facts.fallbackCount();
    long allocations = Math.max(facts.allocations(), count);
    double wasteful = wasteful(facts.fallbacks(), thresholds.of(WASTE));
    double share = allocations == 0 ? 0 : wasteful * count / allocations;
    finding.put(COUNT, count).put(ALLOCATIONS, allocations).put(SHARE, share);
    String sentence =
        "{count} of {allocations} allocations were larger than every size class; {share} of all"
            + " left much of their block unused.";
    Tops.Top top = Tops.mostWeight(facts.fallbacks(), Fallback::site, fallback -> 1);
    String solution = "";
    double score = Severity.score(share, thresholds.of(INFO), thresholds.of(WARNING));
    if (top.weight() > 0) {
      List<Fallback> there =
          facts.fallbacks().stream().filter(it -> it.site().equals(top.key())).toList();
      finding
          .put(REQUESTED, (long) there.stream().mapToLong(Fallback::requested).average().orElse(0))
          .put(BLOCK, (long) there.stream().mapToLong(Fallback::blockSize).average().orElse(0));
      if (!top.key().isEmpty()) {
        finding.put(SITE, top.key());
        sentence += " Most came from {site}.";
      }
      solution =
          "A length just below a power of two wastes least; there, {requested} were asked for and"
              + " {block} given. Larger arrays, of a chunk or more, get exactly what they need.";
    }
    return finding
        .explain(
            "Such a block has a power of two of bytes, so up to half of it is unused, and takes"
                + " longer to find than one of a size class.")
        .solve(score < Severity.INFO_SCORE ? "" : solution)
        .build(score, sentence);
  }

  /** The part of the sampled fallbacks that count; all, if none was sampled. */
  private static double wasteful(List<Fallback> sampled, double waste) {
    if (sampled.isEmpty()) return 1;
    long count =
        sampled.stream()
            .filter(it -> it.blockSize() - it.requested() > waste * it.blockSize())
            .count();
    return (double) count / sampled.size();
  }
}
