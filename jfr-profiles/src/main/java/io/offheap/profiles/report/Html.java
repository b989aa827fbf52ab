package io.offheap.profiles.report;

import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Severity;
import io.offheap.profiles.rules.Unit;
import java.util.Locale;

/** Pieces of the page. Whatever comes from a recording is escaped here. */
final class Html {
  private Html() {}

  /** Text for between tags and within quotes. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&apos;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A number with its exact value and a key that says what it is. */
  static String number(String key, Unit unit, Object value) {
    if (unit == Unit.TEXT) return code(value.toString());
    return "<data value=\"%s\" data-key=\"%s\">%s</data>"
        .formatted(value, escape(key), escape(Words.of(unit, value)));
  }

  /** A place in the code; it may break after dots. */
  static String code(String text) {
    return "<code>" + escape(text).replace(".", ".<wbr>").replace("(", "<wbr>(") + "</code>";
  }

  /** A text of a finding with its numbers in place. */
  static String words(Finding finding, String template) {
    return Words.fill(
        finding,
        template,
        Html::escape,
        (measure, value) ->
            number(finding.rule().id() + "." + measure.id(), measure.unit(), value));
  }

  /** An icon and a word, so that colour is not needed to tell. */
  static String badge(Severity severity) {
    return "<span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> %s</span>"
        .formatted(css(severity), icon(severity), word(severity));
  }

  /** The name of the severity in style sheets. */
  static String css(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String icon(Severity severity) {
    return switch (severity) {
      case NOT_APPLICABLE -> "\u2013";
      case OK -> "\u2713";
      case INFO -> "i";
      case WARNING -> "!";
    };
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case NOT_APPLICABLE -> "Not known";
      case OK -> "OK";
      case INFO -> "Info";
      case WARNING -> "Warning";
    };
  }

  /** A bar of this share of its cell, for the eye only. */
  static String bar(double share) {
    return String.format(
        Locale.ROOT,
        "<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:%.1f%%\"></span></span>",
        Math.max(0, Math.min(share, 1)) * 100);
  }
}
