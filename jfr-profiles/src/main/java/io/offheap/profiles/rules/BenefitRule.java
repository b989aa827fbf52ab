package io.offheap.profiles.rules;

import io.offheap.profiles.facts.RecordingFacts;
import java.util.List;

/**
 * How much data and how much allocation left the Java heap. Always information, if it can be known.
 */
final class BenefitRule extends Rule {
  private static final Measure SHARE = new Measure("share", "Taken off the heap", Unit.SHARE);
  private static final Measure OFF_HEAP = new Measure("offHeap", "Allocated off-heap", Unit.BYTES);
  private static final Measure ON_HEAP =
      new Measure("onHeap", "Allocated on the Java heap", Unit.BYTES);
  private static final Measure LIVE = new Measure("live", "Held off-heap, peak", Unit.BYTES);
  private static final Measure JAVA_HEAP =
      new Measure("javaHeap", "In use on the Java heap, peak", Unit.BYTES);
  private static final Measure LIVE_SHARE =
      new Measure("liveShare", "Off-heap, share of both peaks", Unit.SHARE);
  private static final Measure PAUSE = new Measure("pause", "Share of time in pauses", Unit.SHARE);
  private static final Measure COLLECTIONS = new Measure("collections", "Collections", Unit.COUNT);

  BenefitRule() {
    super(
        "OffHeapBenefit",
        "Off-Heap Benefit",
        List.of(),
        List.of(OFF_HEAP, LIVE, JAVA_HEAP, LIVE_SHARE, ON_HEAP, SHARE, PAUSE, COLLECTIONS));
  }

  @Override
  public Finding evaluate(RecordingFacts facts, Values thresholds) {
    Finding.Builder finding = Finding.of(this);
    if (facts.heap().isEmpty()) return finding.notApplicable("There are no heap statistics.");
    long offHeap = facts.allocatedBytes();
    long onHeap = facts.java().sampledBytes();
    finding.put(OFF_HEAP, offHeap).put(LIVE, facts.peakUsed());
    String sentence;
    long javaHeap = facts.java().peakHeapBytes();
    if (javaHeap > 0) {
      finding
          .put(JAVA_HEAP, javaHeap)
          .put(LIVE_SHARE, (double) facts.peakUsed() / (facts.peakUsed() + javaHeap));
      sentence =
          "At the peak {live} were off-heap, where the collector does not look, beside {javaHeap} on"
              + " the Java heap.";
    } else {
      sentence = "At the peak {live} were off-heap, where the collector does not look.";
    }
    if (onHeap > 0) {
      finding.put(ON_HEAP, onHeap).put(SHARE, (double) offHeap / (offHeap + onHeap));
      sentence +=
          " Of all that was allocated, {share} went off-heap: {offHeap} beside {onHeap} on the Java"
              + " heap.";
    } else {
      sentence +=
          " {offHeap} were allocated off-heap; without jdk.ObjectAllocationSample the recording does"
              + " not say beside how much.";
    }
    if (facts.java().collections() > 0 && facts.spanNanos() > 0) {
      finding
          .put(PAUSE, (double) facts.java().pauseNanos() / facts.spanNanos())
          .put(COLLECTIONS, facts.java().collections());
      sentence += " {collections} collections stopped the program for {pause} of the time.";
    }
    return finding
        .explain("To see the gain itself, record the same run without the agent and compare.")
        .build(Severity.INFO_SCORE, sentence);
  }
}
