package io.offheap.profiles.rules;

import io.offheap.profiles.facts.RecordingFacts;
import java.util.List;

/** Whether Java heap and off-heap memory together fit the container or the machine. */
final class ContainerRule extends Rule {
  static final Threshold INFO =
      new Threshold(
          "offheap.container.info",
          "Share of granted memory, info",
          "Mention it when the Java heap at its largest and the off-heap memory come to this share"
              + " of what container or machine grant",
          Unit.SHARE,
          0.85);
  static final Threshold WARNING =
      new Threshold(
          "offheap.container.warning",
          "Share of granted memory, warning",
          "Warn at this share of what container or machine grant",
          Unit.SHARE,
          1);

  private static final Measure COMMITTED = new Measure("committed", "Off-heap, peak", Unit.BYTES);
  private static final Measure HEAP = new Measure("heap", "Java heap, at most", Unit.BYTES);
  private static final Measure GRANTED = new Measure("granted", "Granted", Unit.BYTES);
  private static final Measure SHARE = new Measure("share", "Share", Unit.SHARE);
  private static final Measure LIMIT_SHARE =
      new Measure("limitShare", "Share with the limit reached", Unit.SHARE);

  ContainerRule() {
    super(
        "OffHeapContainerFit",
        "Off-Heap Memory and the Container",
        List.of(INFO, WARNING),
        List.of(COMMITTED, HEAP, GRANTED, SHARE, LIMIT_SHARE));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    long granted = facts.java().grantedBytes();
    long heap = facts.java().maxHeapBytes();
    if (facts.heap().isEmpty()) return finding.notApplicable("There are no heap statistics.");
    if (granted == 0 || heap == 0) {
      return finding.notApplicable(
          "The recording lacks jdk.GCHeapConfiguration, or both of jdk.ContainerConfiguration and"
              + " jdk.PhysicalMemory.");
    }
    long committed = facts.peakCommitted();
    double share = (double) (committed + heap) / granted;
    long limit = facts.heap().get(facts.heap().size() - 1).limit();
    finding
        .put(COMMITTED, committed)
        .put(HEAP, heap)
        .put(GRANTED, granted)
        .put(SHARE, share)
        .put(LIMIT_SHARE, (double) (limit + heap) / granted);
    double score = Severity.score(share, thresholds.of(INFO), thresholds.of(WARNING));
    return finding
        .explain(
            "The operating system ends a process that takes more than its container grants; threads,"
                + " code and the collector need some memory besides. With the limit reached, the share"
                + " would be {limitShare}.")
        .solve(
            score < Severity.INFO_SCORE
                ? ""
                : "Lower -Xmx, since what moved no longer needs the Java heap, or the agent's option"
                    + " limit, or grant more.")
        .build(
            score,
            "The Java heap may take {heap} and off-heap memory took {committed}: {share} of the"
                + " {granted} granted.");
  }
}
