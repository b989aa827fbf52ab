package io.offheap.profiles.rules;

import io.offheap.profiles.facts.HeapRow;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.Arrays;
import java.util.List;

/** Whether the recording was made with settings that let the other rules judge. */
final class RecordingSettingsRule extends Rule {
  static final Threshold PERIOD =
      new Threshold(
          "offheap.settings.period",
          "Longest period",
          "Mention it when heap statistics are further apart",
          Unit.SECONDS,
          10);
  static final Threshold UNSAMPLED =
      new Threshold(
          "offheap.settings.unsampled",
          "Unsampled allocation",
          "Mention missing allocation samples when at least so much was allocated",
          Unit.BYTES,
          16 << 20);

  private static final Measure GAP =
      new Measure("gap", "Time between statistics, median", Unit.SECONDS);
  private static final Measure SAMPLES = new Measure("samples", "Allocation samples", Unit.COUNT);
  private static final Measure ROWS = new Measure("rows", "Heap statistics", Unit.COUNT);

  private static final String USE_PROFILE =
      "Record with settings=default,settings=offheap.jfc, or with offheap-profile.jfc for more detail;"
          + " both are in the folder jfr-profiles.";

  RecordingSettingsRule() {
    super(
        "OffHeapRecordingSettings",
        "Off-Heap Recording Settings",
        List.of(PERIOD, UNSAMPLED),
        List.of(GAP, SAMPLES, ROWS));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    List<HeapRow> heap = facts.heap();
    finding.put(ROWS, (long) heap.size()).put(SAMPLES, (long) facts.samples().size());
    if (facts.isForeign()) {
      return finding
          .solve("Run the program with -javaagent:offheap-agent.jar. " + USE_PROFILE)
          .notApplicable("The recording has no Off-Heap events.");
    }
    if (heap.isEmpty()) {
      return finding
          .solve(USE_PROFILE)
          .build(60, "The recording has no heap statistics; most rules cannot judge.");
    }
    if (heap.size() > 1) {
      double gap = medianGapSeconds(heap);
      finding.put(GAP, gap);
      if (gap > thresholds.of(PERIOD)) {
        return finding
            .solve(USE_PROFILE)
            .build(50, "Heap statistics are {gap} apart; peaks between them are not seen.");
      }
    }
    if (facts.samples().isEmpty() && facts.allocatedBytes() >= thresholds.of(UNSAMPLED)) {
      return finding
          .solve(USE_PROFILE)
          .build(40, "Allocation samples are off: there is no flame graph, and no rule on sites.");
    }
    return finding.build(0, "{rows} heap statistics and {samples} allocation samples.");
  }

  private static double medianGapSeconds(List<HeapRow> heap) {
    long[] gaps = new long[heap.size() - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = heap.get(i + 1).timeNanos() - heap.get(i).timeNanos();
    }
    Arrays.sort(gaps);
    return gaps[gaps.length / 2] / 1e9;
  }
}
