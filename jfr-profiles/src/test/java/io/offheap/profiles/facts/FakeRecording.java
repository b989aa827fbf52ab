package io.offheap.profiles.facts;

/** Puts facts together from events with as few words as possible. */
public final class FakeRecording {
  public static final long MB = 1 << 20;

  private final FactsBuilder builder = new FactsBuilder();

  /** Adds any event. */
  public FakeRecording add(FakeEvent event) {
    builder.add(event);
    return this;
  }

  /** Heap statistics of {@code used} and {@code committed} under a limit. */
  public FakeRecording heap(double seconds, long used, long committed, long limit) {
    return add(heapEvent(seconds, used, committed, limit));
  }

  /** Heap statistics of a heap with 100 MB used, 128 MB committed, 1 GB at most. */
  public FakeRecording heap(double seconds) {
    return heap(seconds, 100 * MB, 128 * MB, 1024 * MB);
  }

  /** As {@link #heap(double, long, long, long)}, to be given more fields. */
  public static FakeEvent heapEvent(double seconds, long used, long committed, long limit) {
    return FakeEvent.at(seconds, EventNames.HEAP_STATISTICS)
        .with("used", used)
        .with("committed", committed)
        .with("limit", limit)
        .with("peakUsed", used)
        .with("peakCommitted", committed);
  }

  /** A verdict that a site moved. */
  public FakeRecording moved(String site) {
    return add(
        FakeEvent.at(0, EventNames.SITE_VERDICT)
            .with("site", site)
            .with("kind", "array")
            .with("type", "long[]")
            .with("verdict", "MOVED")
            .with("reason", "PROVED"));
  }

  /** A verdict that a site did not move. */
  public FakeRecording kept(String site, String reason) {
    return add(
        FakeEvent.at(0, EventNames.SITE_VERDICT)
            .with("site", site)
            .with("kind", "array")
            .with("type", "long[]")
            .with("verdict", "KEPT")
            .with("reason", reason)
            .with("detail", "as told at line 7")
            .with("advice", "Advice on " + reason));
  }

  /** A sampled allocation off the heap. */
  public FakeRecording sample(double seconds, String site, long weight, String... stack) {
    return add(
        FakeEvent.at(seconds, EventNames.ALLOCATION_SAMPLE)
            .with("site", site)
            .with("objectClass", "long[]")
            .with("weight", weight)
            .with("allocationSize", weight)
            .in(stack));
  }

  /** A sampled allocation on the Java heap. */
  public FakeRecording heapSample(double seconds, long weight, String... stack) {
    return add(FakeEvent.at(seconds, EventNames.HEAP_SAMPLE).with("weight", weight).in(stack));
  }

  public RecordingFacts facts() {
    return builder.build();
  }
}
