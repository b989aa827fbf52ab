package io.offheap.profiles.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Gathers facts from events in any order. Not thread-safe. */
public final class FactsBuilder {
  private final List<HeapRow> heap = new ArrayList<>();
  private final List<SizeClassRow> sizeClasses = new ArrayList<>();
  private final List<SiteRow> sites = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final List<Growth> growths = new ArrayList<>();
  private final List<Fallback> fallbacks = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  /** Told again in every chunk of a recording; one site may allocate more than one thing. */
  private final Map<String, Verdict> verdicts = new TreeMap<>();

  private final Map<String, Long> weightByFrame = new HashMap<>();
  private Optional<Configuration> configuration = Optional.empty();
  private long startNanos = Long.MAX_VALUE;
  private long endNanos = Long.MIN_VALUE;
  private long collections;
  private long pauseNanos;
  private long longestPauseNanos;
  private long peakHeapBytes;
  private long maxHeapBytes;
  private long containerBytes;
  private long physicalBytes;

  /** Takes note of one event; those not named in {@link EventNames} are ignored. */
  public void add(EventView event) {
    if (!EventNames.all().contains(event.type())) return;
    startNanos = Math.min(startNanos, event.startNanos());
    endNanos = Math.max(endNanos, event.startNanos() + event.durationNanos());
    if (!addOurs(event)) addJava(event);
  }

  private boolean addOurs(EventView event) {
    switch (event.type()) {
      case EventNames.HEAP_STATISTICS -> heap.add(HeapRow.of(event));
      case EventNames.SIZE_CLASS_STATISTICS -> sizeClasses.add(SizeClassRow.of(event));
      case EventNames.SITE_STATISTICS -> sites.add(SiteRow.of(event));
      case EventNames.ALLOCATION_SAMPLE -> samples.add(Sample.of(event));
      case EventNames.SLAB_GROWTH, EventNames.REGION_GROWTH -> growths.add(Growth.of(event));
      case EventNames.BUDDY_FALLBACK -> fallbacks.add(Fallback.of(event));
      case EventNames.ALLOCATION_FAILURE -> failures.add(Failure.of(event));
      case EventNames.CONFIGURATION -> configuration = Optional.of(Configuration.of(event));
      case EventNames.SITE_VERDICT -> {
        Verdict verdict = Verdict.of(event);
        verdicts.put(verdict.toString(), verdict);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void addJava(EventView event) {
    switch (event.type()) {
      case EventNames.HEAP_SAMPLE -> {
        List<String> frames = event.frames();
        String top = frames.isEmpty() ? "" : frames.get(0);
        weightByFrame.merge(top, event.number("weight"), Long::sum);
      }
      case EventNames.COLLECTION -> {
        collections++;
        pauseNanos += event.number("sumOfPauses");
        longestPauseNanos = Math.max(longestPauseNanos, event.number("longestPause"));
      }
      case EventNames.HEAP_SUMMARY ->
          peakHeapBytes = Math.max(peakHeapBytes, event.number("heapUsed"));
      case EventNames.HEAP_CONFIGURATION ->
          maxHeapBytes = Math.max(maxHeapBytes, event.number("maxSize"));
      case EventNames.CONTAINER ->
          containerBytes = Math.max(containerBytes, event.number("memoryLimit"));
      case EventNames.PHYSICAL_MEMORY ->
          physicalBytes = Math.max(physicalBytes, event.number("totalSize"));
      default -> throw new AssertionError(event.type());
    }
  }

  /** All that has been noted so far. */
  public RecordingFacts build() {
    boolean none = startNanos > endNanos;
    return new RecordingFacts(
        none ? 0 : startNanos,
        none ? 0 : endNanos,
        ordered(heap, HeapRow::timeNanos),
        ordered(sizeClasses, SizeClassRow::timeNanos),
        ordered(sites, SiteRow::timeNanos),
        ordered(samples, Sample::timeNanos),
        ordered(growths, Growth::timeNanos),
        ordered(fallbacks, Fallback::timeNanos),
        ordered(failures, Failure::timeNanos),
        List.copyOf(verdicts.values()),
        configuration,
        new JavaFacts(
            Map.copyOf(weightByFrame),
            collections,
            pauseNanos,
            longestPauseNanos,
            peakHeapBytes,
            maxHeapBytes,
            containerBytes,
            physicalBytes));
  }

  private static <T> List<T> ordered(List<T> rows, ToLongFunction<T> time) {
    List<T> ordered = new ArrayList<>(rows);
    ordered.sort(Comparator.comparingLong(time).thenComparing(Object::toString));
    return List.copyOf(ordered);
  }
}
