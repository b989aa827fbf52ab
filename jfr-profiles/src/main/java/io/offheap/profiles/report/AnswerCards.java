package io.offheap.profiles.report;

import io.offheap.profiles.rules.Finding;
import io.offheap.profiles.rules.Rules;
import io.offheap.profiles.rules.Severity;
import io.offheap.profiles.rules.Unit;

/** The first screen: what the recording comes down to, and an answer to each question. */
final class AnswerCards {
  private AnswerCards() {}

  /** One sentence on the whole. */
  static String headline(Report report) {
    long warnings = report.count(Severity.WARNING);
    String text =
        warnings == 0
            ? "Nothing needs attention."
            : Html.number("warnings", Unit.COUNT, warnings)
                + (warnings == 1 ? " matter needs attention." : " matters need attention.");
    Finding settings = report.finding(Rules.RECORDING_SETTINGS);
    String note =
        settings.severity() == Severity.INFO
            ? "<p class=\"note\">"
                + Html.badge(Severity.INFO)
                + " "
                + Html.words(settings, settings.summary())
                + " "
                + Html.words(settings, settings.solution())
                + "</p>"
            : "";
    return "<p class=\"headline %s\">%s</p>%s"
        .formatted(warnings == 0 ? "ok" : "warning", text, note);
  }

  static String of(Report report) {
    StringBuilder cards = new StringBuilder();
    for (Question question : Question.values()) {
      Finding answer = question.answer(report);
      cards.append(
          """
          <li class="card %s" id="answer-%s">
          <h3>%s</h3>
          <p class="answer">%s <strong>%s</strong></p>
          <p>%s</p>
          <p class="more"><a href="#rule-%s">Why, and what to do</a></p>
          </li>
          """
              .formatted(
                  Html.css(answer.severity()),
                  question.id(),
                  Html.escape(question.text()),
                  Html.badge(answer.severity()),
                  Html.escape(question.shortAnswer(report)),
                  Html.words(answer, answer.summary()),
                  answer.rule().id()));
    }
    return cards.toString();
  }
}
