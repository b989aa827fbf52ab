package io.offheap.profiles.report;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.Verdict;
import io.offheap.profiles.rules.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sites that stayed on the Java heap, by reason, and what to change so that they can move. */
final class KeptSection {
  private KeptSection() {}

  static String of(RecordingFacts facts) {
    if (facts.verdicts().isEmpty()) {
      return "<p class=\"empty\">No class with a marked site was loaded while this was recorded.</p>\n";
    }
    StringBuilder section =
        new StringBuilder(
            "<p>%s of %s marked sites moved.</p>\n"
                .formatted(
                    Html.number("sites.moved", Unit.COUNT, facts.moved()),
                    Html.number("sites.marked", Unit.COUNT, (long) facts.verdicts().size())));
    Map<String, List<Verdict>> byReason =
        facts.kept().stream()
            .collect(Collectors.groupingBy(Verdict::reason, TreeMap::new, Collectors.toList()));
    List<Map.Entry<String, List<Verdict>>> ordered = new ArrayList<>(byReason.entrySet());
    ordered.sort(
        Comparator.comparingLong(
                (Map.Entry<String, List<Verdict>> entry) -> weight(facts, entry.getValue()))
            .thenComparingInt(entry -> entry.getValue().size())
            .reversed());
    ordered.forEach(entry -> reason(section, facts, entry.getKey(), entry.getValue()));
    return section.toString();
  }

  private static void reason(
      StringBuilder section, RecordingFacts facts, String reason, List<Verdict> verdicts) {
    section.append(
        """
        <div class="reason">
        <h3><code>%s</code> <span class="count">%s</span></h3>
        <p><strong>What to change.</strong> %s</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Site</th><th scope="col">Type</th><th scope="col">In words</th>\
        <th scope="col" class="num">Java heap allocation, sampled</th></tr></thead>
        <tbody>
        """
            .formatted(
                Html.escape(reason),
                Html.number("kept." + reason, Unit.COUNT, (long) verdicts.size()),
                Html.escape(verdicts.get(0).advice())));
    verdicts.stream()
        .sorted(
            Comparator.comparingLong((Verdict verdict) -> weight(facts, List.of(verdict)))
                .reversed()
                .thenComparing(Verdict::site))
        .forEach(verdict ->
            section.append(
                "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td class=\"num\">%s</td></tr>\n"
                    .formatted(
                        Html.code(verdict.site()),
                        Html.code(verdict.type()),
                        Html.escape(verdict.detail()),
                        Html.number(
                            "kept.weight." + verdict.site(),
                            Unit.BYTES,
                            weight(facts, List.of(verdict))))));
    section.append("</tbody></table></div></div>\n");
  }

  /** Bytes that these sites allocated on the Java heap, as far as sampled. */
  private static long weight(RecordingFacts facts, List<Verdict> verdicts) {
    return verdicts.stream()
        .map(Verdict::frame)
        .distinct()
        .mapToLong(frame -> facts.java().weightByFrame().getOrDefault(frame, 0L))
        .sum();
  }
}
