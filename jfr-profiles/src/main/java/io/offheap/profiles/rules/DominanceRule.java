package io.offheap.profiles.rules;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.Sample;
import java.util.List;

/** Whether one site or one class makes most of the allocation. Never more than information. */
final class DominanceRule extends Rule {
  static final Threshold INFO =
      new Threshold(
          "offheap.dominance.info",
          "Share of one site, info",
          "Mention it when one site allocates this share of all bytes",
          Unit.SHARE,
          0.50);

  /** Beyond the most that a share can be, so that the score stays below a warning. */
  private static final double NEVER = 1.5;

  private static final Measure SITE = new Measure("site", "Site", Unit.TEXT);
  private static final Measure SHARE = new Measure("share", "Share of bytes", Unit.SHARE);
  private static final Measure WEIGHT = new Measure("weight", "Bytes", Unit.BYTES);
  private static final Measure SITES = new Measure("sites", "Sites in all", Unit.COUNT);
  private static final Measure TYPE = new Measure("type", "Class", Unit.TEXT);
  private static final Measure TYPE_SHARE =
      new Measure("typeShare", "Share of that class", Unit.SHARE);

  DominanceRule() {
    super(
        "OffHeapDominance",
        "Dominant Off-Heap Allocation Site",
        List.of(INFO),
        List.of(SITE, SHARE, WEIGHT, SITES, TYPE, TYPE_SHARE));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    if (facts.samples().isEmpty()) {
      return finding.notApplicable("There are no allocation samples.");
    }
    Tops.Top site = Tops.mostWeight(facts.samples(), Sample::site, Sample::weight);
    Tops.Top type = Tops.mostWeight(facts.samples(), Sample::type, Sample::weight);
    finding
        .put(SITE, site.key())
        .put(SHARE, site.share())
        .put(WEIGHT, site.weight())
        .put(SITES, (long) site.keys())
        .put(TYPE, type.key())
        .put(TYPE_SHARE, type.share());
    String others = site.keys() == 1 ? "It is the only site." : "There are {sites} sites in all.";
    return finding
        .explain(
            others
                + " By class, {type} has most with {typeShare}. The flame graph shows the callers.")
        .solve("")
        .build(
            Severity.score(site.share(), thresholds.of(INFO), NEVER),
            "{site} allocated {share} of all off-heap bytes, {weight}.");
  }
}
