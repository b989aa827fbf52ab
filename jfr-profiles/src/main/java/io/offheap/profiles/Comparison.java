package io.offheap.profiles;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Runs without the agent beside runs with it, as one table. With several runs of each, every number
 * is a median.
 */
final class Comparison {
  private final List<CollectorFacts> plain = new ArrayList<>();
  private final List<CollectorFacts> agent = new ArrayList<>();
  private final List<OffHeapFacts> offHeap = new ArrayList<>();

  /** Adds a run without the agent and one with it. */
  void add(Path plainRecording, Path agentRecording) throws BadInputException {
    plain.add(CollectorFacts.of(plainRecording));
    CollectorFacts collector = new CollectorFacts();
    OffHeapFacts facts = new OffHeapFacts();
    Recordings.read(
        agentRecording,
        event -> {
          collector.add(event);
          facts.add(event);
        });
    agent.add(collector);
    offHeap.add(facts);
  }

  /** Adds what the recordings say to the table. */
  void addTo(Table table) {
    both(table, "peak Java heap", CollectorFacts::peakHeapBytes, Texts::bytes);
    both(table, "collections", CollectorFacts::collections, Long::toString);
    both(table, "total pause", facts -> facts.totalPause().toNanos(), Comparison::millis);
    both(table, "longest pause", facts -> facts.longestPause().toNanos(), Comparison::millis);
    agent(table, "off-heap committed, peak", OffHeapFacts::peakCommitted, Texts::bytes);
    agent(table, "off-heap used, peak", OffHeapFacts::peakUsed, Texts::bytes);
    agent(table, "sites moved", OffHeapFacts::moved, Long::toString);
    agent(table, "sites kept", OffHeapFacts::kept, Long::toString);
  }

  private void both(
      Table table, String label, ToLongFunction<CollectorFacts> value, LongFunction<String> text) {
    long without = median(plain, value);
    long with = median(agent, value);
    String ratio = without == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) with / without);
    table.add(label, text.apply(without), text.apply(with), ratio);
  }

  private void agent(
      Table table, String label, ToLongFunction<OffHeapFacts> value, LongFunction<String> text) {
    table.add(label, "", text.apply(median(offHeap, value)), "");
  }

  private static String millis(long nanos) {
    return Texts.millis(Duration.ofNanos(nanos));
  }

  /** The middle one, the lower of two. */
  private static <T> long median(List<T> facts, ToLongFunction<T> value) {
    long[] sorted = facts.stream().mapToLong(value).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
