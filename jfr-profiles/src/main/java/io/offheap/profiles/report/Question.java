package io.offheap.profiles.report;

import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Measure;
import io.offheap.profiles.rules.Rule;
import io.offheap.profiles.rules.Rules;
import io.offheap.profiles.rules.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The six things that everybody wants to know first, and the rules that answer them. */
enum Question {
  HELP("help", "Did it help?"),
  EXHAUSTION("exhaustion", "Is memory about to run out?"),
  LEAK("leak", "Who leaks?"),
  WASTE("waste", "What is wasted?"),
  LATENCY("latency", "Does growth hit latency?"),
  KEPT("kept", "What did not move?");

  private static final double MUCH = 0.25;
  private static final double SOME = 0.03;

  private static final Comparator<Finding> BY_SEVERITY =
      Comparator.comparing(Finding::severity).thenComparingDouble(Finding::score);

  private final String id;
  private final String text;

  Question(String id, String text) {
    this.id = id;
    this.text = text;
  }

  /** A word for links and scripts. */
  String id() {
    return id;
  }

  /** As a reader would ask it. */
  String text() {
    return text;
  }

  /** Those that answer it. */
  List<Rule> rules() {
    return switch (this) {
      case HELP -> List.of(Rules.BENEFIT);
      case EXHAUSTION -> List.of(Rules.ALLOCATION_FAILURE, Rules.PRESSURE, Rules.CONTAINER);
      case LEAK -> List.of(Rules.GROWTH);
      case WASTE -> List.of(Rules.FRAGMENTATION, Rules.SLOT_WASTE, Rules.FALLBACK);
      case LATENCY -> List.of(Rules.GROWTH_LATENCY);
      case KEPT -> List.of(Rules.KEPT_SITES);
    };
  }

  /** The worst finding of its rules, the first of several. */
  Finding answer(Report report) {
    Finding worst = report.finding(rules().get(0));
    for (Rule rule : rules()) {
      Finding finding = report.finding(rule);
      if (BY_SEVERITY.compare(finding, worst) > 0) worst = finding;
    }
    return worst;
  }

  /** By the share of the data that is off-heap. */
  private static String howMuch(Finding benefit) {
    for (Map.Entry<Measure, Object> result : benefit.results().entrySet()) {
      if (!result.getKey().id().equals("liveShare")) continue;
      double share = (Double) result.getValue();
      return share >= MUCH ? "Much of the data" : share >= SOME ? "Some of the data" : "Little";
    }
    return "Data";
  }

  private static boolean isGrowing(Report report) {
    return report.finding(Rules.GROWTH).severity().compareTo(Severity.INFO) >= 0;
  }

  /** In words, and shorter than the finding: yes, no, or what else. */
  String shortAnswer(Report report) {
    Severity severity = answer(report).severity();
    if (severity == Severity.NOT_APPLICABLE) return "The recording does not say";
    return switch (this) {
      case HELP -> howMuch(answer(report)) + " left the Java heap";
      case EXHAUSTION ->
          switch (answer(report).severity()) {
            case WARNING ->
                answer(report).rule().equals(Rules.ALLOCATION_FAILURE) ? "It has run out" : "Yes";
            case INFO -> "It gets tight";
            default -> isGrowing(report) ? "Not yet" : "No";
          };
      case LEAK -> severity == Severity.OK ? "Nobody" : "Memory grows";
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
      case KEPT ->
          report.facts().kept().isEmpty()
              ? "Nothing"
              : severity == Severity.OK ? "Nothing that matters" : "Sites that matter";
    };
  }
}
