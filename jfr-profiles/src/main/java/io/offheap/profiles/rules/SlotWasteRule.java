package io.offheap.profiles.rules;

import io.offheap.profiles.facts.HeapRow;
import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.SizeClassRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How much of the blocks nobody asked for, because sizes are rounded up to classes. */
final class SlotWasteRule extends Rule {
  static final Threshold INFO =
      new Threshold(
          "offheap.waste.info",
          "Rounding, info",
          "Mention it when this share of used memory is rounding",
          Unit.SHARE,
          0.20);
  static final Threshold WARNING =
      new Threshold(
          "offheap.waste.warning",
          "Rounding, warning",
          "Warn when this share of used memory is rounding",
          Unit.SHARE,
          0.35);

  private static final Measure SHARE = new Measure("share", "Rounding, share", Unit.SHARE);
  private static final Measure WASTED = new Measure("wasted", "Rounding, bytes", Unit.BYTES);
  private static final Measure SIZE = new Measure("size", "Worst size class", Unit.BYTES);
  private static final Measure WORST =
      new Measure("worst", "Rounding in the worst class", Unit.BYTES);
  private static final Measure BETTER =
      new Measure("better", "Average size asked of it", Unit.BYTES);

  SlotWasteRule() {
    super(
        "OffHeapSlotWaste",
        "Off-Heap Slot Waste",
        List.of(INFO, WARNING),
        List.of(SHARE, WASTED, SIZE, WORST, BETTER));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    if (facts.heap().isEmpty()) return finding.notApplicable("There are no heap statistics.");
    // At the time of most waste; an empty heap at the end has none.
    HeapRow row =
        facts.heap().stream().max(Comparator.comparingDouble(HeapRow::wastedBytes)).orElseThrow();
    finding.put(SHARE, row.internalWaste()).put(WASTED, (long) row.wastedBytes());
    String sentence =
        "Rounding sizes up to those of blocks took {share} of used memory, {wasted} at the worst"
            + " time.";
    Optional<SizeClassRow> worst =
        facts.sizeClasses().stream()
            .filter(other -> other.wasted() > 0 && other.usedSlots() > 0)
            .max(Comparator.comparingLong(SizeClassRow::wasted));
    if (worst.isPresent()) {
      SizeClassRow size = worst.get();
      finding
          .put(SIZE, size.slotSize())
          .put(WORST, size.wasted())
          .put(BETTER, size.slotSize() - size.wasted() / size.usedSlots());
      sentence += " Blocks of {size} had most of it, {worst}.";
    }
    double score = Severity.score(row.internalWaste(), thresholds.of(INFO), thresholds.of(WARNING));
    String solution = "";
    if (score >= Severity.INFO_SCORE) {
      solution =
          worst.isPresent()
              ? "A size class of {better} would fit what is asked of blocks of {size}; or choose"
                  + " lengths that end just below a class. The allocator tlsf rounds less."
              : "Choose lengths that end just below a power of two, or try the allocator tlsf.";
    }
    return finding
        .explain("An estimate from all requests so far, applied to the blocks that live.")
        .solve(solution)
        .build(score, sentence);
  }
}
