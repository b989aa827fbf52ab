package io.offheap.profiles.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void bytes_haveThreeToFourDigits() {
    assertThat(Texts.bytes(0)).isEqualTo("0 B");
    assertThat(Texts.bytes(1023)).isEqualTo("1023 B");
    assertThat(Texts.bytes(1024)).isEqualTo("1.0 kB");
    assertThat(Texts.bytes(1_048_575)).isEqualTo("1.0 MB");
    assertThat(Texts.bytes(3L << 29)).isEqualTo("1.5 GB");
    assertThat(Texts.bytes(5L << 50)).isEqualTo("5120.0 TB");
  }

  @Test
  void counts_haveTheirPlural() {
    assertThat(Texts.count(1, "time")).isEqualTo("1 time");
    assertThat(Texts.count(0, "time")).isEqualTo("0 times");
    assertThat(Texts.count(1234, "time")).isEqualTo("1,234 times");
  }

  @Test
  void durations_areInMilliseconds() {
    assertThat(Texts.millis(Duration.ofNanos(1_250_000))).isEqualTo("1.3 ms");
  }
}
