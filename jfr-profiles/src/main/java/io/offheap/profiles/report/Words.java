package io.offheap.profiles.report;

import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Measure;
import io.offheap.profiles.rules.Unit;
import io.offheap.profiles.text.Texts;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the results of a finding in the places that its texts have for them. */
final class Words {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  private Words() {}

  /** A value as people read it. */
  static String of(Unit unit, Object value) {
    return switch (unit) {
      case BYTES -> Texts.bytes(((Number) value).longValue());
      case SHARE -> Texts.share(((Number) value).doubleValue());
      case SECONDS -> Texts.seconds(((Number) value).doubleValue());
      case COUNT -> Texts.count(((Number) value).longValue());
      case TEXT -> value.toString();
    };
  }

  /** The text with plain words in its places. */
  static String plain(Finding finding, String template) {
    return fill(finding, template, text -> text, (measure, value) -> of(measure.unit(), value));
  }

  /**
   * The text with its places filled.
   *
   * @param escape what happens to what is between them
   * @param word what stands for a value
   */
  static String fill(
      Finding finding,
      String template,
      UnaryOperator<String> escape,
      BiFunction<Measure, Object, String> word) {
    StringBuilder text = new StringBuilder();
    Matcher places = PLACE.matcher(template);
    int end = 0;
    while (places.find()) {
      text.append(escape.apply(template.substring(end, places.start())));
      Map.Entry<Measure, Object> result = result(finding, places.group(1));
      text.append(word.apply(result.getKey(), result.getValue()));
      end = places.end();
    }
    return text.append(escape.apply(template.substring(end))).toString();
  }

  private static Map.Entry<Measure, Object> result(Finding finding, String id) {
    return finding.results().entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(finding.rule() + " has no result " + id));
  }
}
