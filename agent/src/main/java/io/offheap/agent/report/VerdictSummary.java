package io.offheap.agent.report;

import io.offheap.agent.verdict.Advice;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The verdicts for a person to read: what moved, what did not and where, and what to change so that
 * it does.
 */
public final class VerdictSummary {
  /** How verdicts are written down. */
  public enum Format {
    /** One line of JSON for each site, as soon as it is decided. */
    JSON,
    /** A summary as plain text. */
    TEXT,
    /** A summary as one page of HTML, which refers to nothing else. */
    HTML;

    /** The format that a file's name asks for. */
    public static Format ofFile(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.endsWith(".html") || lower.endsWith(".htm")) {
        return HTML;
      }
      return lower.endsWith(".txt") ? TEXT : JSON;
    }
  }

  private final List<SiteVerdict> moved = new ArrayList<>();
  private final Map<Reason, List<SiteVerdict>> keptByReason = new EnumMap<>(Reason.class);
  private int keptCount;

  private VerdictSummary(List<SiteVerdict> verdicts) {
    for (SiteVerdict verdict : verdicts) {
      if (verdict.moved()) {
        moved.add(verdict);
      } else {
        keptByReason.computeIfAbsent(verdict.reason(), key -> new ArrayList<>()).add(verdict);
        keptCount++;
      }
    }
  }

  /** The verdicts in a format. */
  public static String of(List<SiteVerdict> verdicts, Format format) {
    VerdictSummary summary = new VerdictSummary(verdicts);
    return switch (format) {
      case JSON -> {
        StringBuilder lines = new StringBuilder();
        verdicts.forEach(verdict -> lines.append(verdict.toJson()).append('\n'));
        yield lines.toString();
      }
      case TEXT -> summary.text();
      case HTML -> summary.html();
    };
  }

  private String counts() {
    return moved.size() + " of " + (moved.size() + keptCount) + " sites moved off the Java heap";
  }

  private String text() {
    StringBuilder text = new StringBuilder(counts()).append(".\n");
    if (!moved.isEmpty()) {
      text.append("\nMOVED\n");
      moved.forEach(verdict -> append(text, verdict));
    }
    keptByReason.forEach((reason, verdicts) -> {
      text.append("\nKEPT ").append(reason).append("\n  ").append(Advice.on(reason)).append('\n');
      verdicts.forEach(verdict -> append(text, verdict));
    });
    return text.toString();
  }

  private static void append(StringBuilder text, SiteVerdict verdict) {
    text.append("  ").append(verdict.site()).append("  ").append(verdict.type()).append("  ");
    text.append(verdict.detail()).append('\n');
  }

  private String html() {
    StringBuilder page = new StringBuilder(1000);
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<title>Off-heap verdicts</title>\n<style>body{font-family:sans-serif;margin:2em}");
    page.append("table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:left;");
    page.append("border-bottom:1px solid #ccc}code{white-space:nowrap}</style></head>\n<body>");
    page.append("<h1>").append(counts()).append("</h1>\n");
    if (!moved.isEmpty()) {
      page.append("<h2>Moved</h2>\n");
      table(page, moved);
    }
    keptByReason.forEach((reason, verdicts) -> {
      page.append("<h2>Kept: ").append(reason).append("</h2>\n<p>");
      page.append(escaped(Advice.on(reason))).append("</p>\n");
      table(page, verdicts);
    });
    return page.append("</body></html>\n").toString();
  }

  private static void table(StringBuilder page, List<SiteVerdict> verdicts) {
    page.append("<table><tr><th>Site</th><th>Type</th><th>Why</th></tr>\n");
    for (SiteVerdict verdict : verdicts) {
      page.append("<tr><td><code>")
          .append(escaped(verdict.site()))
          .append("</code></td><td><code>");
      page.append(escaped(verdict.type())).append("</code></td><td>");
      page.append(escaped(verdict.detail())).append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
