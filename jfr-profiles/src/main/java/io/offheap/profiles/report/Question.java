package io.offheap.profiles.report;

import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Rule;
import io.offheap.profiles.rules.Rules;
import io.offheap.profiles.rules.Severity;
import java.util.Comparator;
import java.util.List;

/** The six things that everybody wants to know first, and the rules that answer them. */
enum Question {
  HELP("help", "Did it help?", List.of(Rules.BENEFIT)),
  EXHAUSTION(
      "exhaustion",
      "Is memory about to run out?",
      List.of(Rules.ALLOCATION_FAILURE, Rules.PRESSURE, Rules.CONTAINER)),
  LEAK("leak", "Who leaks?", List.of(Rules.GROWTH)),
  WASTE("waste", "What is wasted?", List.of(Rules.FRAGMENTATION, Rules.SLOT_WASTE, Rules.FALLBACK)),
  LATENCY("latency", "Does growth hit latency?", List.of(Rules.GROWTH_LATENCY)),
  KEPT("kept", "What did not move?", List.of(Rules.KEPT_SITES));

  private final String id;
  private final String text;
  private final List<Rule> rules;

  Question(String id, String text, List<Rule> rules) {
    this.id = id;
    this.text = text;
    this.rules = rules;
  }

  /** A word for links and scripts. */
  String id() {
    return id;
  }

  /** As a reader would ask it. */
  String text() {
    return text;
  }

  List<Rule> rules() {
    return rules;
  }

  /** The worst finding of its rules, the first of several. */
  Finding answer(Report report) {
    Finding worst = report.finding(rules.get(0));
    for (Rule rule : rules) {
      Finding finding = report.finding(rule);
      if (ORDER.compare(finding, worst) > 0) worst = finding;
    }
    return worst;
  }

  /** In words, and shorter than the finding: yes, no, or what else. */
  String shortAnswer(Report report) {
    Severity severity = answer(report).severity();
    if (severity == Severity.NOT_APPLICABLE) return "The recording does not say";
    return switch (this) {
      case HELP -> "It took part";
      case EXHAUSTION ->
          switch (answer(report).severity()) {
            case WARNING ->
                answer(report).rule() == Rules.ALLOCATION_FAILURE ? "It has run out" : "Yes";
            case INFO -> "It gets tight";
            default -> "No";
          };
      case LEAK -> severity == Severity.OK ? "Nobody" : "Memory grows without release";
      case WASTE ->
          switch (severity) {
            case WARNING -> "Much";
            case INFO -> "Some";
            default -> "Little";
          };
      case LATENCY ->
          switch (severity) {
            case WARNING -> "Yes";
            case INFO -> "Noticeably";
            default -> "No";
          };
      case KEPT -> severity == Severity.OK ? "Nothing that matters" : "Sites that matter";
    };
  }

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity).thenComparingDouble(Finding::score);
}
