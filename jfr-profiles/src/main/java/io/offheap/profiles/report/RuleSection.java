package io.offheap.profiles.report;

import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Measure;
import io.offheap.profiles.rules.Severity;
import io.offheap.profiles.rules.Threshold;
import io.offheap.profiles.rules.Unit;
import java.util.Map;

/** What every rule has found, by what numbers, against what thresholds. */
final class RuleSection {
  private RuleSection() {}

  static String of(Report report) {
    StringBuilder section = new StringBuilder();
    for (Finding finding : report.findings()) {
      section.append(
          """
          <details class="rule" id="rule-%s"%s>
          <summary>%s <span class="name">%s</span></summary>
          <p class="lead">%s</p>
          %s%s
          """
              .formatted(
                  finding.rule().id(),
                  finding.severity() == Severity.WARNING ? " open" : "",
                  Html.badge(finding.severity()),
                  Html.escape(finding.rule().name()),
                  Html.words(finding, finding.summary()),
                  paragraph("", finding, finding.explanation()),
                  paragraph("<strong>What to do.</strong> ", finding, finding.solution())));
      section.append(numbers(finding)).append("</details>\n");
    }
    return section.toString();
  }

  private static String paragraph(String start, Finding finding, String text) {
    return text.isEmpty() ? "" : "<p>" + start + Html.words(finding, text) + "</p>\n";
  }

  private static String numbers(Finding finding) {
    if (finding.results().isEmpty() && finding.rule().thresholds().isEmpty()) return "";
    StringBuilder list = new StringBuilder("<dl class=\"numbers\">\n");
    for (Map.Entry<Measure, Object> result : finding.results().entrySet()) {
      Measure measure = result.getKey();
      item(
          list,
          measure.name(),
          Html.number(finding.rule().id() + "." + measure.id(), measure.unit(), result.getValue()));
    }
    for (Threshold threshold : finding.rule().thresholds()) {
      item(list, "Threshold: " + threshold.name(), value(threshold));
    }
    return list.append("</dl>\n").toString();
  }

  private static String value(Threshold threshold) {
    Object value =
        threshold.unit() == Unit.BYTES || threshold.unit() == Unit.COUNT
            ? (Object) (long) threshold.defaultValue()
            : (Object) threshold.defaultValue();
    return Html.number("threshold." + threshold.id(), threshold.unit(), value);
  }

  private static void item(StringBuilder list, String term, String value) {
    list.append("<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(Html.escape(term), value));
  }
}
