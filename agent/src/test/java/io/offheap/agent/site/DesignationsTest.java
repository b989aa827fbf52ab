package io.offheap.agent.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesignationsTest {
  @Test
  void bothForms_areRead() {
    Designations designations =
        Designations.parse(
            List.of(
                "# marks", " com.acme.A$B#data ", "", "com.acme.A#run(I[J)V:42", "com.acme.A#x"));

    assertThat(designations.of("com/acme/A$B")).containsExactly(new Designations.Place("data", 0));
    assertThat(designations.of("com/acme/A"))
        .containsExactly(new Designations.Place("run(I[J)V", 42), new Designations.Place("x", 0));
    assertThat(designations.name("com/acme/A")).isTrue();
    assertThat(designations.name("com/acme/C")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "A#", "A#run()V", "A#run()V:", "A#run()V:x", "A#run()V:0", "A#x:3"})
  void otherLines_areRefusedByNumber(String line) {
    assertThatThrownBy(() -> Designations.parse(List.of("a.B#c", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "line 2 is '" + line + "'; expected owner#field or owner#method(descriptor):line");
  }
}
