package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapOptions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings that ship with the profiles against the events that there are. */
class ProfileTest {
  private static final Path FOLDER = Path.of("../jfr-profiles").toAbsolutePath().normalize();

  static final Path ADD_ON = FOLDER.resolve("offheap.jfc");
  static final Path DETAILED = FOLDER.resolve("offheap-profile.jfc");

  @TempDir Path folder;

  enum Profile {
    ADD_ON,
    DETAILED,
    COMPLETE
  }

  /** An event has the setting "period" once it has a hook. */
  @BeforeEach
  void registerHooks() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(1 << 20))) {
      Recorded.during(heap, () -> {});
    }
  }

  private Path file(Profile profile) throws Exception {
    return switch (profile) {
      case ADD_ON -> ADD_ON;
      case DETAILED -> DETAILED;
      case COMPLETE -> complete(folder.resolve("default+offheap.jfc"));
    };
  }

  /** As the build makes it for the jar. */
  static Path complete(Path out) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                ChildJvm.tool("java"),
                FOLDER.resolve("src/build/Template.java").toString(),
                "default",
                ADD_ON.toString(),
                out.toString()));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return out;
  }

  @ParameterizedTest
  @EnumSource
  void everyEventAndSetting_exists(Profile profile) throws Exception {
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
    for (String key : ours(settings(file(profile))).keySet()) {
      String[] parts = key.split("#", 2);
      named.add(parts[0]);
      assertThat(existing).containsKey(parts[0]);
      assertThat(existing.get(parts[0])).as(key).contains(parts[1]);
    }
    assertThat(named).as("no event forgotten").isEqualTo(existing.keySet());
  }

  /** The literals alone count without an option; the controls, as soon as there is one. */
  @ParameterizedTest
  @EnumSource
  void literals_equalTheDefaultsOfTheirControls(Profile profile) throws Exception {
    Path file = file(profile);
    assertThat(ours(resolved(file, "offheap-growth=true"))).isEqualTo(ours(settings(file)));
  }

  @Test
  void literalsOfTheAddOn_equalTheDefaultsOfTheEvents() throws Exception {
    Map<String, String> settings = settings(ADD_ON);
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
  void detailedProfile_differsFromTheAddOnWhereItSaysSo() throws Exception {
    Map<String, String> addOn = settings(ADD_ON);
    Map<String, String> different = new HashMap<>();
    settings(DETAILED)
        .forEach((key, value) -> {
          if (!value.equals(addOn.get(key))) different.put(key, value);
        });
    assertThat(different)
        .isEqualTo(
            Map.of(
                "offheap.AllocationSample#throttle", "500/s",
                "offheap.BuddyFallback#throttle", "200/s",
                "offheap.SlabGrowth#throttle", "300/s",
                "offheap.SiteStatistics#period", "10 s",
                "offheap.SizeClassStatistics#period", "2 s"));
    assertThat(settings(DETAILED)).hasSameSizeAs(addOn);
  }

  @Test
  void completeTemplate_isTheJdksDefaultAndTheAddOn() throws Exception {
    Map<String, String> expected =
        new HashMap<>(Configuration.getConfiguration("default").getSettings());
    expected.putAll(settings(ADD_ON));
    assertThat(settings(file(Profile.COMPLETE))).isEqualTo(expected);
    assertThat(controls(file(Profile.COMPLETE)))
        .containsAll(controls(ADD_ON))
        .hasSizeGreaterThan(controls(ADD_ON).size());
  }

  /** Each literal is one that the recorder takes: what it has in force is what the file says. */
  @ParameterizedTest
  @EnumSource
  void recording_hasTheSettingsInForce(Profile profile) throws Exception {
    Map<String, String> settings = settings(file(profile));
    try (Heap heap = Heap.open(HeapOptions.ofLimit(1 << 20));
        Recording recording = new Recording(settings)) {
      Recorded.watch(heap);
      recording.enable("jdk.ActiveSetting");
      recording.start();
      heap.tryAllocate(100, 8);
      recording.stop();
      assertThat(Recorded.of(Recorded.ours(recording), "RegionGrowth")).hasSize(1);
      Map<String, String> active = active(recording);
      ours(settings)
          .forEach((key, value) -> {
            if (!value.equals("0 ms")) assertThat(active).containsEntry(key, value);
          });
    }
  }

  private static Map<String, String> active(Recording recording) {
    Map<Long, String> types =
        Recorder.types().stream()
            .map(EventType::getEventType)
            .collect(Collectors.toMap(EventType::getId, EventType::getName));
    Map<String, String> active = new HashMap<>();
    for (RecordedEvent event : Recorded.all(recording)) {
      if (!event.getEventType().getName().equals("jdk.ActiveSetting")) continue;
      String type = types.get(event.getLong("id"));
      if (type != null) {
        active.putIfAbsent(type + "#" + event.getString("name"), event.getString("value"));
      }
    }
    return active;
  }

  @ParameterizedTest
  @EnumSource
  void controls_switchAndTune(Profile profile) throws Exception {
    Path file = file(profile);
    assertThat(pair(file, "offheap-fallback=off", "BuddyFallback", "throttle"))
        .isEqualTo("false at 0/s");
    assertThat(pair(file, "offheap-fallback=all", "BuddyFallback", "throttle"))
        .isEqualTo("true at off");
    assertThat(pair(file, "offheap-sampling=off", "AllocationSample", "throttle"))
        .isEqualTo("false at 0/s");
    assertThat(pair(file, "offheap-sampling=low", "AllocationSample", "throttle"))
        .isEqualTo("true at 20/s");
    assertThat(pair(file, "offheap-sampling=maximum", "AllocationSample", "throttle"))
        .isEqualTo("true at off");
    assertThat(pair(file, "offheap-slab-growth=all", "SlabGrowth", "throttle"))
        .isEqualTo("true at off");
    assertThat(pair(file, "offheap-slab-growth=sampled", "SlabGrowth", "throttle"))
        .isEqualTo("true at 100/s");
    assertThat(pair(file, "offheap-sites=off", "SiteStatistics", "period"))
        .isEqualTo("false at infinity");
    assertThat(pair(file, "offheap-sites=live", "SiteStatistics", "period"))
        .isEqualTo("true at 1 s");
    assertThat(pair(file, "offheap-growth=false", "RegionGrowth", "threshold"))
        .isEqualTo("false at 0 ms");
    assertThat(resolved(file, "offheap-minimum-size=1 MB"))
        .containsEntry("offheap.AllocationSample#minimumSize", "1 MB");
    assertThat(resolved(file, "offheap-site-filter=com.acme.*"))
        .containsEntry("offheap.SiteStatistics#siteFilter", "com.acme.*");
  }

  private String pair(Path file, String option, String event, String setting) throws Exception {
    Map<String, String> settings = resolved(file, option);
    String name = "offheap." + event + "#";
    return settings.get(name + "enabled") + " at " + settings.get(name + setting);
  }

  private Map<String, String> resolved(Path file, String option) throws Exception {
    Path resolved = folder.resolve("resolved.jfc");
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                ChildJvm.tool("jfr"),
                "configure",
                "--input",
                file.toString(),
                option,
                "--output",
                resolved.toString()));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return settings(resolved);
  }

  @ParameterizedTest
  @EnumSource
  void controls_haveThePrefixAndALabel(Profile profile) throws Exception {
    List<String> controls = controls(file(profile));
    List<String> ours = controls.stream().filter(c -> c.contains("offheap-")).toList();
    assertThat(ours)
        .hasSize(11)
        .allSatisfy(c -> assertThat(c).contains(" name=\"offheap-").contains(" label=\"Off-Heap "));
    if (profile != Profile.COMPLETE) assertThat(ours).isEqualTo(controls);
  }

  /** By pattern, since the tests are compiled as a part of the module, which has no XML parser. */
  private static List<String> controls(Path file) throws IOException {
    Matcher controls =
        Pattern.compile("<(?:flag|text|selection)\\s[^>]*>").matcher(Files.readString(file));
    List<String> found = new ArrayList<>();
    while (controls.find()) found.add(controls.group());
    return found;
  }

  private static Map<String, String> ours(Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("offheap."))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, String> settings(Path file) throws IOException, ParseException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return Configuration.create(reader).getSettings();
    }
  }
}
