package io.offheap.profiles.report;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.SiteTotal;
import io.offheap.profiles.facts.SizeClassRow;
import io.offheap.profiles.facts.Verdict;
import io.offheap.profiles.rules.Finding;

/**
 * The report for scripts: one object with {@code answers}, {@code rules}, {@code memory}, {@code
 * sites}, {@code sizeClasses}, {@code verdicts} and {@code timeline}. Bytes, seconds, shares from 0
 * to 1.
 */
public final class JsonReport {
  private JsonReport() {}

  public static String of(Report report) {
    Json json = new Json();
    json.object().name("recording").value(report.name());
    RecordingFacts facts = report.facts();
    json.name("seconds").value(facts.spanNanos() / 1e9);
    answers(json, report);
    rules(json, report);
    memory(json, facts);
    sites(json, facts);
    sizeClasses(json, facts);
    verdicts(json, facts);
    json.name("timeline");
    new Timeline(facts).write(json);
    return json.endObject().toString();
  }

  private static void answers(Json json, Report report) {
    json.name("answers").array();
    for (Question question : Question.values()) {
      Finding answer = question.answer(report);
      json.object()
          .name("question")
          .value(question.text())
          .name("severity")
          .value(answer.severity().name())
          .name("answer")
          .value(question.shortAnswer(report))
          .name("rule")
          .value(answer.rule().id())
          .endObject();
    }
    json.endArray();
  }

  private static void rules(Json json, Report report) {
    json.name("rules").array();
    for (Finding finding : report.findings()) {
      json.object()
          .name("id")
          .value(finding.rule().id())
          .name("severity")
          .value(finding.severity().name())
          .name("score")
          .value(finding.score())
          .name("summary")
          .value(Words.plain(finding, finding.summary()))
          .name("solution")
          .value(Words.plain(finding, finding.solution()))
          .name("results")
          .object();
      finding.results().forEach((measure, value) -> json.name(measure.id()).value(value));
      json.endObject().endObject();
    }
    json.endArray();
  }

  private static void memory(Json json, RecordingFacts facts) {
    json.name("memory")
        .object()
        .name("peakUsed")
        .value(facts.peakUsed())
        .name("peakCommitted")
        .value(facts.peakCommitted())
        .name("allocated")
        .value(facts.allocatedBytes())
        .name("allocations")
        .value(facts.allocations())
        .name("refused")
        .value(facts.refusedBytes())
        .endObject();
  }

  private static void sites(Json json, RecordingFacts facts) {
    json.name("sites").array();
    for (SiteTotal site : facts.siteTotals()) {
      json.object()
          .name("site")
          .value(site.site())
          .name("type")
          .value(site.type())
          .name("live")
          .value(site.live())
          .name("peakLive")
          .value(site.peakLive())
          .name("allocated")
          .value(site.allocated())
          .name("allocations")
          .value(site.allocations())
          .name("onJavaHeap")
          .value(site.onJavaHeap())
          .endObject();
    }
    json.endArray();
  }

  private static void sizeClasses(Json json, RecordingFacts facts) {
    json.name("sizeClasses").array();
    for (SizeClassRow row : facts.lastSizeClasses()) {
      json.object()
          .name("slotSize")
          .value(row.slotSize())
          .name("usedSlots")
          .value(row.usedSlots())
          .name("freeSlots")
          .value(row.freeSlots())
          .name("slabs")
          .value(row.slabs())
          .name("wasted")
          .value(row.wasted())
          .endObject();
    }
    json.endArray();
  }

  private static void verdicts(Json json, RecordingFacts facts) {
    json.name("verdicts").array();
    for (Verdict verdict : facts.verdicts()) {
      json.object()
          .name("site")
          .value(verdict.site())
          .name("type")
          .value(verdict.type())
          .name("verdict")
          .value(verdict.moved() ? "MOVED" : "KEPT")
          .name("reason")
          .value(verdict.reason())
          .name("detail")
          .value(verdict.detail())
          .name("advice")
          .value(verdict.advice())
          .endObject();
    }
    json.endArray();
  }
}
