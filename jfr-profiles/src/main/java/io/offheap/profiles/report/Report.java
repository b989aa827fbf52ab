package io.offheap.profiles.report;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Rule;
import io.offheap.profiles.rules.Rules;
import io.offheap.profiles.rules.Severity;
import java.util.List;

/**
 * What there is to write, in whatever form.
 *
 * @param name of the recording
 * @param findings one for each rule, in the order of {@link Rules#all}
 */
public record Report(String name, RecordingFacts facts, List<Finding> findings) {
  /** Judges the facts by all rules. */
  public static Report of(String name, RecordingFacts facts) {
    return new Report(name, facts, Rules.evaluate(facts));
  }

  /** What this rule has found. */
  Finding finding(Rule rule) {
    return findings.stream().filter(it -> it.rule().equals(rule)).findFirst().orElseThrow();
  }

  /** How many findings are of this severity. */
  long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }
}
