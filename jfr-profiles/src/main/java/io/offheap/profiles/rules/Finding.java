package io.offheap.profiles.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a rule says about a recording.
 *
 * @param score from 0 to 100, see {@link Severity}
 * @param summary one sentence, with {@code {id}} in the place of each of {@code results}
 * @param explanation what that means; may be empty; with results as in {@code summary}
 * @param solution what to do about it; may be empty; with results as in {@code summary}
 * @param results a {@code Long} for bytes and counts, a {@code Double} for shares and seconds, a
 *     {@code String} for text; in the order in which they were found
 */
public record Finding(
    Rule rule,
    Severity severity,
    double score,
    String summary,
    String explanation,
    String solution,
    Map<Measure, Object> results) {

  public Finding {
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }

  static Builder of(Rule rule) {
    return new Builder(rule);
  }

  /** Puts a finding together; numbers first, then the verdict. */
  static final class Builder {
    private final Rule rule;
    private final Map<Measure, Object> results = new LinkedHashMap<>();
    private String explanation = "";
    private String solution = "";

    private Builder(Rule rule) {
      this.rule = rule;
    }

    Builder put(Measure measure, long value) {
      return putValue(measure, value);
    }

    Builder put(Measure measure, double value) {
      return putValue(measure, value);
    }

    Builder put(Measure measure, String value) {
      return putValue(measure, value);
    }

    private Builder putValue(Measure measure, Object value) {
      if (!rule.measures().contains(measure)) {
        throw new IllegalArgumentException(rule.id() + " does not declare " + measure.id());
      }
      results.put(measure, value);
      return this;
    }

    Builder explain(String text) {
      explanation = text;
      return this;
    }

    Builder solve(String text) {
      solution = text;
      return this;
    }

    Finding build(double score, String summary) {
      return new Finding(
          rule, Severity.ofScore(score), score, summary, explanation, solution, results);
    }

    Finding notApplicable(String why) {
      return new Finding(rule, Severity.NOT_APPLICABLE, 0, why, explanation, solution, results);
    }
  }
}
