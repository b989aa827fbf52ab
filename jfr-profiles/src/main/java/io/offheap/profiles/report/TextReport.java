package io.offheap.profiles.report;

import io.offheap.profiles.facts.SiteTotal;
import io.offheap.profiles.facts.Verdict;
import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Severity;
import io.offheap.profiles.text.Table;
import io.offheap.profiles.text.Texts;
import java.util.ArrayList;
import java.util.List;

/** The report for a terminal. */
public final class TextReport {
  private static final int MAX_SITES = 10;
  private static final int WIDTH = 100;

  private final List<String> lines = new ArrayList<>();

  private TextReport() {}

  /** Its lines. */
  public static List<String> of(Report report) {
    TextReport text = new TextReport();
    text.answers(report);
    text.details(report);
    text.sites(report);
    text.kept(report);
    return text.lines;
  }

  private void answers(Report report) {
    for (Question question : Question.values()) {
      Finding answer = question.answer(report);
      lines.add(
          "%-9s%s %s."
              .formatted(label(answer.severity()), question.text(), question.shortAnswer(report)));
      wrapped(Words.plain(answer, answer.summary()));
    }
  }

  /** What the answers leave out and somebody should know. */
  private void details(Report report) {
    for (Finding finding : report.findings()) {
      if (finding.severity().compareTo(Severity.INFO) < 0) continue;
      lines.add("");
      lines.add("%-9s%s".formatted(label(finding.severity()), finding.rule().name()));
      wrapped(Words.plain(finding, finding.summary()));
      if (!finding.solution().isEmpty()) {
        wrapped("To do: " + Words.plain(finding, finding.solution()));
      }
    }
  }

  private void sites(Report report) {
    List<SiteTotal> sites = report.facts().siteTotals();
    if (sites.isEmpty()) return;
    Table table = new Table();
    table.add("Site", "live", "peak live", "allocated", "arrays");
    for (SiteTotal site : sites.subList(0, Math.min(sites.size(), MAX_SITES))) {
      table.add(
          site.site(),
          Texts.bytes(site.live()),
          Texts.bytes(site.peakLive()),
          Texts.bytes(site.allocated()),
          Texts.count(site.allocations()));
    }
    lines.add("");
    lines.addAll(table.lines());
    more(sites.size() - MAX_SITES, "site");
  }

  private void kept(Report report) {
    List<Verdict> kept = report.facts().kept();
    if (kept.isEmpty()) return;
    lines.add("");
    lines.add("Kept on the Java heap");
    for (Verdict verdict : kept.subList(0, Math.min(kept.size(), MAX_SITES))) {
      lines.add("  " + verdict.site() + "  " + verdict.type() + "  " + verdict.reason());
      if (!verdict.detail().isEmpty()) lines.add("      " + verdict.detail());
      lines.add("      " + verdict.advice());
    }
    more(kept.size() - MAX_SITES, "site");
  }

  private void more(int count, String what) {
    if (count > 0) lines.add("  and " + Texts.count(count, what) + " more");
  }

  private void wrapped(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH && line.length() > 0) {
        lines.add("         " + line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(word).append(' ');
    }
    lines.add("         " + line.toString().stripTrailing());
  }

  private static String label(Severity severity) {
    return switch (severity) {
      case NOT_APPLICABLE -> "-";
      case OK -> "ok";
      case INFO -> "info";
      case WARNING -> "WARNING";
    };
  }
}
