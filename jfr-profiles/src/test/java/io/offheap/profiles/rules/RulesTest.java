package io.offheap.profiles.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.profiles.facts.FakeRecording;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void thereAreTwelve_withNamesAndThresholdsOfTheirOwn() {
    assertThat(Rules.all()).hasSize(12).extracting(Rule::id).doesNotHaveDuplicates();
    assertThat(Rules.all()).extracting(Rule::id).allMatch(id -> id.startsWith("OffHeap"));
    assertThat(Rules.all().stream().flatMap(rule -> rule.thresholds().stream()))
        .extracting(Threshold::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.startsWith("offheap."));
  }

  @Test
  void emptyRecording_isJudgedByNoRule() {
    assertThat(Rules.evaluate(new FakeRecording().facts()))
        .extracting(Finding::severity)
        .containsOnly(Severity.NOT_APPLICABLE);
  }

  /** A place without a result would reach the reader as {@code {id}}. */
  @Test
  void texts_nameOnlyWhatWasFound() {
    for (RecordingFacts facts : TypicalFacts.all()) {
      for (Finding finding : Rules.evaluate(facts)) {
        String texts = finding.summary() + finding.explanation() + finding.solution();
        Stream<String> places =
            Pattern.compile("\\{(\\w+)}").matcher(texts).results().map(RulesTest::first);
        assertThat(places)
            .as(finding.rule() + ": " + texts)
            .allMatch(id -> finding.results().keySet().stream().anyMatch(it -> it.id().equals(id)));
      }
    }
  }

  private static String first(MatchResult result) {
    return result.group(1);
  }

  @Test
  void score_is25And75AtTheThresholds() {
    assertThat(Severity.score(0, 2, 4)).isZero();
    assertThat(Severity.score(1, 2, 4)).isEqualTo(12.5);
    assertThat(Severity.score(2, 2, 4)).isEqualTo(25);
    assertThat(Severity.score(3, 2, 4)).isEqualTo(50);
    assertThat(Severity.score(4, 2, 4)).isEqualTo(75);
    assertThat(Severity.score(400, 2, 4)).isBetween(99.0, 100.0);
  }

  @Test
  void suggestedLimit_isRoundAndEnough() {
    assertThat(Tops.roundedUp(0)).isZero();
    assertThat(Tops.roundedUp(7)).isEqualTo(7);
    assertThat(Tops.roundedUp(9)).isEqualTo(10);
    assertThat(Tops.roundedUp((100 << 20) + 1)).isEqualTo(112 << 20);
  }
}
