package io.offheap.profiles;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;

/** What the Off-Heap events of one recording say. */
final class OffHeapFacts {
  private final Map<String, Verdict> verdicts = new TreeMap<>();
  private final Tally regionGrowth = new Tally();
  private final Tally slabGrowth = new Tally();
  private final Tally buddyFallbacks = new Tally();
  private Optional<RecordedEvent> configuration = Optional.empty();
  private Optional<RecordedEvent> lastStatistics = Optional.empty();
  private long peakUsed;
  private long peakCommitted;
  private long refusedBytes;
  private long refusals;

  /** Reads the recording. */
  static OffHeapFacts of(Path file) throws BadInputException {
    OffHeapFacts facts = new OffHeapFacts();
    Recordings.read(file, facts::add);
    return facts;
  }

  /** Takes note of one event; those of others are ignored. */
  void add(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "offheap.SiteVerdict" -> {
        // Told again in every chunk of the recording; one site may allocate more than one thing.
        Verdict verdict = Verdict.of(event);
        verdicts.put(verdict.toString(), verdict);
      }
      case "offheap.RegionGrowth" -> add(regionGrowth, event, "size");
      case "offheap.SlabGrowth" -> add(slabGrowth, event, "size");
      case "offheap.BuddyFallback" -> add(buddyFallbacks, event, "requested");
      case "offheap.Configuration" -> configuration = Optional.of(event);
      case "offheap.HeapStatistics" -> addStatistics(event);
      default -> {}
    }
  }

  /** Whether the recording has any event of ours. */
  boolean isEmpty() {
    return configuration.isEmpty() && lastStatistics.isEmpty() && verdicts.isEmpty();
  }

  /** One for each site and type, ordered by site. */
  Collection<Verdict> verdicts() {
    return verdicts.values();
  }

  long moved() {
    return verdicts.values().stream().filter(Verdict::moved).count();
  }

  long kept() {
    return verdicts.size() - moved();
  }

  Tally regionGrowth() {
    return regionGrowth;
  }

  Tally slabGrowth() {
    return slabGrowth;
  }

  /** The recorded ones; the event is throttled, so there may have been more. */
  Tally buddyFallbacks() {
    return buddyFallbacks;
  }

  Optional<RecordedEvent> configuration() {
    return configuration;
  }

  Optional<RecordedEvent> lastStatistics() {
    return lastStatistics;
  }

  /** Most bytes in use at a time. */
  long peakUsed() {
    return peakUsed;
  }

  /** Most bytes committed at a time. */
  long peakCommitted() {
    return peakCommitted;
  }

  /** Bytes asked for in vain because the limit was reached. */
  long refusedBytes() {
    return refusedBytes;
  }

  /** Allocations refused because the limit was reached. */
  long refusals() {
    return refusals;
  }

  private void addStatistics(RecordedEvent event) {
    lastStatistics = Optional.of(event);
    peakUsed = Math.max(peakUsed, Field.number(event, "peakUsed"));
    peakCommitted = Math.max(peakCommitted, Field.number(event, "peakCommitted"));
    refusedBytes += Field.number(event, "refused");
    refusals += Field.number(event, "refusals");
  }

  private static void add(Tally tally, RecordedEvent event, String byteSizeField) {
    tally.add(Field.number(event, byteSizeField), event.getDuration());
  }
}
