package io.offheap.profiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;

/** The Off-Heap events of one recording on one screen. */
final class Summary {
  private static final int MAX_KEPT = 20;

  private final List<String> lines = new ArrayList<>();

  private Summary() {}

  /** The lines of the summary. */
  static List<String> of(OffHeapFacts facts) {
    Summary summary = new Summary();
    if (facts.isEmpty()) {
      summary.lines.add(
          "No Off-Heap events: the program ran without the agent, or they were disabled.");
    } else {
      facts.configuration().ifPresent(summary::configuration);
      summary.growth(facts);
      facts.lastStatistics().ifPresent(last -> summary.heap(facts, last));
      summary.sites(facts);
    }
    return summary.lines;
  }

  private void configuration(RecordedEvent event) {
    line(
        "Configuration",
        "limit %s, chunks of %s, arrays from %s on, allocator %s, exhausted=%s, backend %s"
            .formatted(
                Texts.bytes(Field.number(event, "limit")),
                Texts.bytes(Field.number(event, "chunkSize")),
                Texts.bytes(Field.number(event, "min")),
                Field.text(event, "allocator"),
                Field.text(event, "exhausted"),
                Field.text(event, "backend")));
  }

  private void growth(OffHeapFacts facts) {
    growth("Region growth", facts.regionGrowth());
    growth("Slab growth", facts.slabGrowth());
    Tally fallbacks = facts.buddyFallbacks();
    if (fallbacks.count() > 0) {
      line(
          "Buddy fallback",
          "recorded %s, %s requested"
              .formatted(
                  Texts.count(fallbacks.count(), "time"), Texts.bytes(fallbacks.byteSize())));
    }
    if (facts.refusals() > 0) {
      line(
          "Refused",
          "%s with %s in all, for want of memory within the limit"
              .formatted(
                  Texts.count(facts.refusals(), "allocation"), Texts.bytes(facts.refusedBytes())));
    }
  }

  private void growth(String title, Tally tally) {
    if (tally.count() == 0) return;
    line(
        title,
        "%s, %s in all, the longest took %s"
            .formatted(
                Texts.count(tally.count(), "time"),
                Texts.bytes(tally.byteSize()),
                Texts.millis(tally.longest())));
  }

  private void heap(OffHeapFacts facts, RecordedEvent last) {
    line(
        "Heap at the end",
        "%s used, %s committed, limit %s"
            .formatted(
                Texts.bytes(Field.number(last, "used")),
                Texts.bytes(Field.number(last, "committed")),
                Texts.bytes(Field.number(last, "limit"))));
    line(
        "Heap at its peak",
        "%s used, %s committed"
            .formatted(Texts.bytes(facts.peakUsed()), Texts.bytes(facts.peakCommitted())));
  }

  private void sites(OffHeapFacts facts) {
    line("Sites", "%s moved, %s kept%s".formatted(facts.moved(), facts.kept(), reasons(facts)));
    List<Verdict> kept = facts.verdicts().stream().filter(verdict -> !verdict.moved()).toList();
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
  private static String reasons(OffHeapFacts facts) {
    Map<String, Long> reasons =
        facts.verdicts().stream()
            .filter(verdict -> !verdict.moved())
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
