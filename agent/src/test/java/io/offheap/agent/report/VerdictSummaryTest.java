package io.offheap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.verdict.Advice;
import io.offheap.agent.verdict.Reason;
import io.offheap.agent.verdict.SiteVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictSummaryTest {
  private static final SiteVerdict MOVED =
      new SiteVerdict("A.run()V:4", "array", "int[]", true, Reason.PROVED, "every use is known");
  private static final SiteVerdict KEPT =
      new SiteVerdict(
          "A.<init>()V:9", "array", "long[]", false, Reason.NOT_PRIVATE, "held in \"field\" a");

  @TempDir Path folder;

  @Test
  void text_saysWhatMovedWhatDidNotAndWhatToChange() {
    assertThat(VerdictSummary.of(List.of(MOVED, KEPT), VerdictSummary.Format.TEXT))
        .isEqualTo(
            """
            1 of 2 sites moved off the Java heap.

            MOVED
              A.run()V:4  int[]  every use is known

            KEPT NOT_PRIVATE
              Make the field private.
              A.<init>()V:9  long[]  held in "field" a
            """);
  }

  @Test
  void html_escapesWhatItShows() {
    assertThat(VerdictSummary.of(List.of(KEPT), VerdictSummary.Format.HTML))
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>0 of 1 sites moved", "A.&lt;init&gt;()V:9", "held in &quot;field&quot; a")
        .doesNotContain("<init>");
  }

  @Test
  void json_isOneLineForEachSite() {
    assertThat(VerdictSummary.of(List.of(MOVED, KEPT), VerdictSummary.Format.JSON))
        .isEqualTo(MOVED.toJson() + "\n" + KEPT.toJson() + "\n");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonToStay_hasAdvice(Reason reason) {
    assertThat(Advice.on(reason).isEmpty()).isEqualTo(reason == Reason.PROVED);
  }

  @Test
  void nameOfTheFile_choosesTheFormat() throws IOException {
    assertThat(VerdictSummary.Format.ofFile("a/B.HTML")).isEqualTo(VerdictSummary.Format.HTML);
    assertThat(VerdictSummary.Format.ofFile("a.txt")).isEqualTo(VerdictSummary.Format.TEXT);
    assertThat(VerdictSummary.Format.ofFile("a.json")).isEqualTo(VerdictSummary.Format.JSON);
    Path file = folder.resolve("verdicts.json");

    VerdictReport.open(file, verdict -> {}).add(List.of(MOVED));

    assertThat(Files.readString(file)).isEqualTo(MOVED.toJson() + "\n");
  }
}
