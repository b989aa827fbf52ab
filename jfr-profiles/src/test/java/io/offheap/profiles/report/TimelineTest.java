package io.offheap.profiles.report;

import static io.offheap.profiles.facts.FakeRecording.heapEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.profiles.facts.FakeRecording;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final int ROWS = 5000;

  @Test
  void longRecordings_areThinnedWithoutLosingPeaksOrBytes() {
    FakeRecording recording = new FakeRecording();
    for (int second = 0; second < ROWS; second++) {
      long used = second == 3210 ? 999_999 : 1000;
      recording.add(heapEvent(second, used, 1_000_000, 2_000_000).with("allocated", second));
    }
    Json json = new Json();
    new Timeline(recording.facts()).write(json);
    double[] used = series(json.toString(), "used");
    double[] allocated = series(json.toString(), "allocated");
    assertThat(used).hasSizeBetween(600, 1200).hasSameSizeAs(allocated);
    assertThat(Arrays.stream(used).max().orElseThrow()).isEqualTo(999_999);
    assertThat(Arrays.stream(allocated).sum()).isEqualTo(ROWS * (ROWS - 1L) / 2.0);
  }

  @Test
  void emptyRecording_hasEmptySeries() {
    Json json = new Json();
    new Timeline(new FakeRecording().facts()).write(json);
    assertThat(json.toString()).contains("\"used\":[]", "\"growths\":[]");
  }

  private static double[] series(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\\[([^]]*)]").matcher(json);
    assertThat(matcher.find()).isTrue();
    return Arrays.stream(matcher.group(1).split(",", -1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
