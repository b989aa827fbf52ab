package io.offheap.examples.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void noArguments_meanTheWholeJdkOnce() {
    Options options = Options.parse(List.of());
    assertThat(options.modules()).isEmpty();
    assertThat(options.from()).isEqualTo("java.util.ArrayList");
    assertThat(options.top()).isEqualTo(20);
    assertThat(options.repeat()).isEqualTo(1);
    assertThat(options.help()).isFalse();
  }

  @Test
  void options_areRead() {
    Options options =
        Options.parse(
            List.of("--modules", "b,a", "--from", "a.B", "--top", "1", "--repeat", "1000"));
    assertThat(options.modules()).containsExactly("a", "b");
    assertThat(options.from()).isEqualTo("a.B");
    assertThat(options.top()).isEqualTo(1);
    assertThat(options.repeat()).isEqualTo(1000);
    assertThat(Options.parse(List.of("--help")).help()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tpo 3|unknown option --tpo; see --help",
        "x|unknown option x; see --help",
        "--top|--top needs a value",
        "--top 0|--top needs a number from 1 to 1000, not '0'",
        "--repeat 1001|--repeat needs a number from 1 to 1000, not '1001'",
        "--repeat many|--repeat needs a number from 1 to 1000, not 'many'",
        "--modules a,,b|--modules needs names separated by commas, not 'a,,b'",
      })
  void mistakes_areNamedInOneLine(String arguments, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(List.of(arguments.split(" "))))
        .withMessage(message);
  }
}
