package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapOptions;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.SettingDescriptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that ship with the profiles against the events that there are. */
class ProfileTest {
  static final Path PROFILE = Path.of("../jfr-profiles/offheap.jfc").toAbsolutePath().normalize();

  @TempDir Path folder;

  /** An event has the setting "period" once it has a hook. */
  @BeforeEach
  void registerHooks() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(1 << 20))) {
      Recorded.during(heap, () -> {});
    }
  }

  @Test
  void everyEventAndSetting_exists() throws Exception {
    Map<String, Set<String>> existing =
        Recorder.types().stream()
            .map(EventType::getEventType)
            .collect(
                Collectors.toMap(
                    EventType::getName,
                    type ->
                        type.getSettingDescriptors().stream()
                            .map(SettingDescriptor::getName)
                            .collect(Collectors.toSet())));
    Set<String> named = new TreeSet<>();
    for (String key : settings(PROFILE).keySet()) {
      String[] parts = key.split("#", 2);
      named.add(parts[0]);
      assertThat(existing).containsKey(parts[0]);
      assertThat(existing.get(parts[0])).as(key).contains(parts[1]);
    }
    assertThat(named).as("no event forgotten").isEqualTo(existing.keySet());
  }

  /** The literals alone count without an option; the controls, as soon as there is one. */
  @Test
  void literals_equalTheDefaultsOfTheirControls() throws Exception {
    Path resolved = folder.resolve("resolved.jfc");
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                ChildJvm.tool("jfr"),
                "configure",
                "--input",
                PROFILE.toString(),
                "offheap-growth=true",
                "--output",
                resolved.toString()));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(settings(resolved)).isEqualTo(settings(PROFILE));
  }

  @Test
  void literals_equalTheDefaultsOfTheEvents() throws Exception {
    Map<String, String> settings = settings(PROFILE);
    for (EventType type : Recorder.types().stream().map(EventType::getEventType).toList()) {
      for (SettingDescriptor setting : type.getSettingDescriptors()) {
        String literal = settings.get(type.getName() + "#" + setting.getName());
        if (literal == null) continue;
        assertThat(literal.replace(" ms", " ns"))
            .as(type.getName() + "#" + setting.getName())
            .isEqualTo(setting.getDefaultValue().replace(" ms", " ns"));
      }
    }
  }

  @Test
  void fallbackControl_switchesSamplesAndFloods() throws Exception {
    assertThat(fallback("off")).isEqualTo("false at 0/s");
    assertThat(fallback("dense")).isEqualTo("true at 200/s");
    assertThat(fallback("all")).isEqualTo("true at off");
  }

  private String fallback(String option) throws Exception {
    Path resolved = folder.resolve(option + ".jfc");
    ChildJvm.run(
        List.of(
            ChildJvm.tool("jfr"),
            "configure",
            "--input",
            PROFILE.toString(),
            "offheap-fallback=" + option,
            "--output",
            resolved.toString()));
    Map<String, String> settings = settings(resolved);
    return settings.get("offheap.BuddyFallback#enabled")
        + " at "
        + settings.get("offheap.BuddyFallback#throttle");
  }

  @Test
  void controls_haveThePrefixAndALabel() throws Exception {
    // By pattern, since the tests are compiled as a part of the module, which has no XML parser.
    Matcher controls =
        Pattern.compile("<(?:flag|text|selection)\\s[^>]*>").matcher(Files.readString(PROFILE));
    int count = 0;
    for (; controls.find(); count++) {
      assertThat(controls.group()).contains(" name=\"offheap-").contains(" label=\"Off-Heap ");
    }
    assertThat(count).isEqualTo(10);
  }

  private static Map<String, String> settings(Path file) throws Exception {
    try (Reader reader = Files.newBufferedReader(file)) {
      return Configuration.create(reader).getSettings();
    }
  }
}
