package io.offheap.profiles.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.profiles.facts.FakeRecording;
import io.offheap.profiles.rules.Unit;
import org.junit.jupiter.api.Test;

class HtmlTest {
  /** Names in a recording come from a program; nobody says that it is friendly. */
  @Test
  void namesOfTheRecording_cannotBecomeMarkup() {
    String evil = "</script><script>alert('\"&')</script>";
    FakeRecording recording =
        new FakeRecording()
            .heap(0)
            .kept(evil, evil)
            .sample(1, evil, 100, "com.acme.A.run:1", evil + ":2");
    String page = HtmlReport.of(Report.of(evil, recording.facts()));
    assertThat(page).doesNotContain("<script>alert").doesNotContain("</script><script>alert");
    assertThat(page.split("<script", -1)).as("the data and the script").hasSize(3);
  }

  @Test
  void number_hasItsExactValueBesideTheReadableOne() {
    assertThat(Html.number("a.b", Unit.BYTES, 1_572_864L))
        .isEqualTo("<data value=\"1572864\" data-key=\"a.b\">1.5 MB</data>");
    assertThat(Html.number("a", Unit.SHARE, 0.0001)).contains(">&lt; 0.1 %<");
  }

  @Test
  void json_isSafeInAScript() {
    assertThat(new Json().value("<\"\\\n\u2028>").toString())
        .isEqualTo("\"\\u003c\\\"\\\\\\u000a\\u2028>\"");
    assertThat(new Json().array().value(1).value(0.5).value(Double.NaN).endArray().toString())
        .isEqualTo("[1,0.5,null]");
  }
}
