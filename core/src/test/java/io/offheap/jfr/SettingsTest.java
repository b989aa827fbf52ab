package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own settings: several recordings at once get all that any of them wants. */
class SettingsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "8k, 8192",
    "8 kB, 8192",
    "1 MB, 1048576",
    "' 2m ', 2097152",
    "nonsense, 0",
    "-1, 0"
  })
  void minimumSize_isUnderstood(String text, long byteSize) {
    MinimumSize minimum = new MinimumSize();
    minimum.setValue(text);
    assertThat(minimum.getValue()).isEqualTo(text);
    assertThat(minimum.accepts(byteSize)).isTrue();
    assertThat(minimum.accepts(byteSize - 1)).isFalse();
  }

  @Test
  void minimumSize_ofSeveralRecordingsIsTheSmallest() {
    MinimumSize minimum = new MinimumSize();
    assertThat(minimum.combine(Set.of("1m", "100k", "2 MB"))).isEqualTo("100k");
    assertThat(minimum.combine(Set.of("1m", "0"))).isEqualTo("0");
    assertThat(minimum.combine(Set.of("1m", "nonsense"))).isEqualTo("nonsense");
  }

  @Test
  void siteFilter_acceptsNamesAndBeginnings() {
    SiteFilter filter = new SiteFilter();
    assertThat(filter.accepts("any.Thing.f()V:1")).isTrue();
    filter.setValue("a.B.* | c.D.f()V:1");
    assertThat(filter.accepts("a.B.f()V:2")).isTrue();
    assertThat(filter.accepts("a.Bc.f()V:2")).isFalse();
    assertThat(filter.accepts("c.D.f()V:1")).isTrue();
    assertThat(filter.accepts("c.D.f()V:12")).isFalse();
    filter.setValue("");
    assertThat(filter.accepts("any.Thing.f()V:1")).isTrue();
  }

  @Test
  void siteFilter_ofSeveralRecordingsShowsAllThatAnyWants() {
    SiteFilter filter = new SiteFilter();
    assertThat(filter.combine(Set.of("a.*", "b.*|a.*"))).isEqualTo("a.*|b.*");
    assertThat(filter.combine(Set.of("a.*", "*"))).isEqualTo("*");
    assertThat(filter.combine(Set.of(""))).isEqualTo("*");
  }
}
