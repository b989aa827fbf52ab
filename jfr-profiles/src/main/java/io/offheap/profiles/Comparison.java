package io.offheap.profiles;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.text.Table;
import io.offheap.profiles.text.Texts;
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
  private final List<RecordingFacts> plain = new ArrayList<>();
  private final List<RecordingFacts> agent = new ArrayList<>();

  /** Adds a run without the agent and one with it. */
  void add(Path plainRecording, Path agentRecording) throws BadInputException {
    plain.add(Recordings.facts(plainRecording));
    agent.add(Recordings.facts(agentRecording));
  }

  /** Adds what the recordings say to the table. */
  void addTo(Table table) {
    both(table, "peak Java heap", facts -> facts.java().peakHeapBytes(), Texts::bytes);
    both(table, "collections", facts -> facts.java().collections(), Long::toString);
    both(table, "total pause", facts -> facts.java().pauseNanos(), Comparison::millis);
    both(table, "longest pause", facts -> facts.java().longestPauseNanos(), Comparison::millis);
    agent(table, "off-heap committed, peak", RecordingFacts::peakCommitted, Texts::bytes);
    agent(table, "off-heap used, peak", RecordingFacts::peakUsed, Texts::bytes);
    agent(table, "sites moved", RecordingFacts::moved, Long::toString);
    agent(table, "sites kept", facts -> facts.kept().size(), Long::toString);
  }

  private void both(
      Table table, String label, ToLongFunction<RecordingFacts> value, LongFunction<String> text) {
    long without = median(plain, value);
    long with = median(agent, value);
    String ratio = without == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) with / without);
    table.add(label, text.apply(without), text.apply(with), ratio);
  }

  private void agent(
      Table table, String label, ToLongFunction<RecordingFacts> value, LongFunction<String> text) {
    table.add(label, "", text.apply(median(agent, value)), "");
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
