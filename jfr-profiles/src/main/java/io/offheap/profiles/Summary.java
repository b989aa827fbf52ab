package io.offheap.profiles;

import io.offheap.profiles.facts.Configuration;
import io.offheap.profiles.facts.Fallback;
import io.offheap.profiles.facts.Growth;
import io.offheap.profiles.facts.HeapRow;
import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.Verdict;
import io.offheap.profiles.text.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The Off-Heap events of one recording on one screen. */
final class Summary {
  private static final int MAX_KEPT = 20;

  private final List<String> lines = new ArrayList<>();

  private Summary() {}

  /** The lines of the summary. */
  static List<String> of(RecordingFacts facts) {
    Summary summary = new Summary();
    facts.configuration().ifPresent(summary::configuration);
    summary.growth(facts);
    facts.lastHeap().ifPresent(last -> summary.heap(facts, last));
    summary.sites(facts);
    return summary.lines;
  }

  private void configuration(Configuration options) {
    line(
        "Configuration",
        "limit %s, chunks of %s, arrays from %s on, allocator %s, exhausted=%s, backend %s"
            .formatted(
                Texts.bytes(options.limit()),
                Texts.bytes(options.chunkSize()),
                Texts.bytes(options.min()),
                options.allocator(),
                options.exhausted(),
                options.backend()));
  }

  private void growth(RecordingFacts facts) {
    growth("Region growth", facts.growths().stream().filter(growth -> !growth.slab()).toList());
    slabs(facts);
    List<Fallback> fallbacks = facts.fallbacks();
    if (!fallbacks.isEmpty()) {
      line(
          "Buddy fallback",
          "recorded %s, %s requested"
              .formatted(
                  Texts.count(fallbacks.size(), "time"),
                  Texts.bytes(fallbacks.stream().mapToLong(Fallback::requested).sum())));
    }
    long refusals = facts.refusals();
    if (refusals > 0) {
      line(
          "Refused",
          "%s with %s in all, for want of memory within the limit"
              .formatted(Texts.count(refusals, "allocation"), Texts.bytes(facts.refusedBytes())));
    }
  }

  private void slabs(RecordingFacts facts) {
    List<Growth> told = facts.growths().stream().filter(Growth::slab).toList();
    growth("Slab growth", told);
    long count = facts.slabGrowthCount();
    if (count > told.size()) {
      line(
          "Slabs in all", "%s, of which events are a sample".formatted(Texts.count(count, "time")));
    }
  }

  private void growth(String title, List<Growth> growths) {
    if (growths.isEmpty()) return;
    long longestNanos = growths.stream().mapToLong(Growth::durationNanos).max().orElse(0);
    line(
        title,
        "%s, %s in all, the longest took %s"
            .formatted(
                Texts.count(growths.size(), "time"),
                Texts.bytes(growths.stream().mapToLong(Growth::size).sum()),
                Texts.millis(Duration.ofNanos(longestNanos))));
  }

  private void heap(RecordingFacts facts, HeapRow last) {
    line(
        "Heap at the end",
        "%s used, %s committed, limit %s"
            .formatted(
                Texts.bytes(last.used()),
                Texts.bytes(last.committed()),
                Texts.bytes(last.limit())));
    line(
        "Heap at its peak",
        "%s used, %s committed"
            .formatted(Texts.bytes(facts.peakUsed()), Texts.bytes(facts.peakCommitted())));
  }

  private void sites(RecordingFacts facts) {
    line(
        "Sites",
        "%s moved, %s kept%s".formatted(facts.moved(), facts.kept().size(), reasons(facts)));
    List<Verdict> kept = facts.kept();
    for (Verdict verdict : kept.subList(0, Math.min(kept.size(), MAX_KEPT))) {
      lines.add("  kept " + verdict.site() + "  " + verdict.type() + ": " + explanation(verdict));
    }
    if (kept.size() > MAX_KEPT) lines.add("  and " + (kept.size() - MAX_KEPT) + " more");
  }

  private static String explanation(Verdict verdict) {
    return verdict.detail().isEmpty()
        ? verdict.reason()
        : verdict.reason() + ", " + verdict.detail();
  }

  /** How often each reason to keep a site was given. */
  private static String reasons(RecordingFacts facts) {
    Map<String, Long> reasons =
        facts.kept().stream()
            .collect(Collectors.groupingBy(Verdict::reason, TreeMap::new, Collectors.counting()));
    if (reasons.isEmpty()) return "";
    return reasons.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", ", " (", ")"));
  }

  private void line(String title, String text) {
    lines.add("%-18s%s".formatted(title, text));
  }
}
