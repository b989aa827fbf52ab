package io.offheap.profiles.report;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.rules.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The report as a web page in one file. */
public final class HtmlReport {
  private static final Pattern PLACE = Pattern.compile("@(\\w+)@");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private HtmlReport() {}

  /** The page's text. */
  public static String of(Report report) {
    Map<String, String> parts =
        Map.ofEntries(
            Map.entry("title", Html.escape(report.name())),
            Map.entry("facts", headFacts(report.facts())),
            Map.entry("headline", AnswerCards.headline(report)),
            Map.entry("answers", AnswerCards.of(report)),
            Map.entry("memoryNumbers", Tables.memory(report.facts())),
            Map.entry("growthNumbers", Tables.growth(report.facts())),
            Map.entry("sites", Tables.sites(report.facts())),
            Map.entry("flameNote", Tables.flameNote(report.facts())),
            Map.entry("sizeClasses", Tables.sizeClasses(report.facts())),
            Map.entry("kept", KeptSection.of(report.facts())),
            Map.entry("rules", RuleSection.of(report)),
            Map.entry("configuration", Tables.configuration(report.facts())),
            Map.entry("style", resource("report.css")),
            Map.entry(
                "script",
                resource("format.js")
                    + resource("charts.js")
                    + resource("flame.js")
                    + resource("report.js")),
            Map.entry("data", data(report.facts())));
    Matcher places = PLACE.matcher(resource("report.html"));
    return places.replaceAll(place -> Matcher.quoteReplacement(part(parts, place.group(1))));
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) throw new IllegalStateException("the page has an unknown part " + name);
    return part;
  }

  private static String headFacts(RecordingFacts facts) {
    return "%s to %s &middot; %s"
        .formatted(
            time(facts.startNanos()),
            time(facts.endNanos()),
            Html.number("span", Unit.SECONDS, facts.spanNanos() / 1e9));
  }

  private static String time(long epochNanos) {
    String text = TIME.format(Instant.ofEpochSecond(0, epochNanos));
    return "<time datetime=\""
        + text.replace(" UTC", "Z").replace(' ', 'T')
        + "\">"
        + text
        + "</time>";
  }

  private static String data(RecordingFacts facts) {
    Json json = new Json();
    json.object().name("timeline");
    new Timeline(facts).write(json);
    json.name("flame");
    FlameGraph.of(facts).write(json);
    return json.endObject().toString();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("the jar lacks " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
