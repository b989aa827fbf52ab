package io.offheap.profiles.rules;

import io.offheap.profiles.facts.Failure;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.Comparator;
import java.util.List;

/** Requests that found no memory. */
final class AllocationFailureRule extends Rule {
  static final Threshold COUNT =
      new Threshold(
          "offheap.failures.warning",
          "Refused requests, warning",
          "Warn from this many refused requests on",
          Unit.COUNT,
          1);

  private static final Measure REFUSALS = new Measure("refusals", "Refused requests", Unit.COUNT);
  private static final Measure REFUSED = new Measure("refused", "Refused bytes", Unit.BYTES);
  private static final Measure LARGEST = new Measure("largest", "Largest request", Unit.BYTES);
  private static final Measure SITE = new Measure("site", "Most often at", Unit.TEXT);
  private static final Measure OUTCOME = new Measure("outcome", "Instead", Unit.TEXT);
  private static final Measure LIMIT = new Measure("limit", "Limit", Unit.BYTES);
  private static final Measure WANTED = new Measure("wanted", "Suggested limit", Unit.BYTES);

  AllocationFailureRule() {
    super(
        "OffHeapAllocationFailure",
        "Off-Heap Allocation Failures",
        List.of(COUNT),
        List.of(REFUSALS, REFUSED, LARGEST, SITE, OUTCOME, LIMIT, WANTED));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    long refusals = facts.refusals();
    finding.put(REFUSALS, refusals);
    if (refusals == 0) {
      if (facts.heap().isEmpty()) return finding.notApplicable("There are no heap statistics.");
      return finding.build(0, "Every request found off-heap memory.");
    }
    long eventBytes = facts.failures().stream().mapToLong(Failure::requested).sum();
    long refused = Math.max(facts.refusedBytes(), eventBytes);
    finding.put(REFUSED, refused);
    String sentence = "{refusals} requests for {refused} in all found no off-heap memory.";
    if (!facts.failures().isEmpty()) {
      Failure largest =
          facts.failures().stream().max(Comparator.comparingLong(Failure::requested)).orElseThrow();
      finding.put(LARGEST, largest.requested()).put(OUTCOME, largest.outcome());
      sentence += " The largest asked for {largest}; the data went to: {outcome}.";
      String site = Tops.mostWeight(facts.failures(), Failure::site, Failure::requested).key();
      if (!site.isEmpty()) {
        finding.put(SITE, site);
        sentence += " Most of it was asked for at {site}.";
      }
    }
    long limit = limit(facts);
    if (limit > 0) {
      finding
          .put(LIMIT, limit)
          .put(WANTED, Tops.roundedUp(Math.max(facts.peakCommitted(), limit) + refused / 2));
      finding.solve(
          "Raise the agent's option limit from {limit} towards {wanted}, or mark fewer sites. Data"
              + " that was refused is on the Java heap, so the program goes on, with that much more"
              + " for the collector to do.");
    }
    double warning = thresholds.of(COUNT);
    return finding
        .explain(
            "A request fails when the limit is reached and nothing that is dead could be freed.")
        .build(Severity.score((double) refusals, warning / 3, warning), sentence);
  }

  private static long limit(RecordingFacts facts) {
    return facts.failures().stream()
        .mapToLong(Failure::limit)
        .max()
        .orElse(facts.lastHeap().map(row -> row.limit()).orElse(0L));
  }
}
