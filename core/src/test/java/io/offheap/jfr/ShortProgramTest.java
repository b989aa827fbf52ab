package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole processes: recordings that start early, late or never, and an image without JFR. */
class ShortProgramTest {
  private static final String USED = "used " + ShortProgram.USED_BYTES;

  @TempDir Path folder;

  @Test
  void imageWithoutFlightRecorder_runsAsEver() throws Exception {
    ChildJvm.Result result =
        ChildJvm.java(List.of("--limit-modules", "java.base"), ShortProgram.class, "install");
    assertThat(result.output().lines()).containsExactly(USED);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void noRecording_loadsNoEventClass() throws Exception {
    ChildJvm.Result result =
        ChildJvm.java(List.of("-Xlog:class+load=info"), ShortProgram.class, "install");
    assertThat(result.output())
        .contains("io.offheap.jfr.Recorder ")
        .doesNotContainPattern("io\\.offheap\\.jfr\\.\\w+Event ")
        .contains(USED);
  }

  @Test
  void recordingFromTheCommandLine_hasWhatHappenedInPremainAndTheFinalStatistics()
      throws Exception {
    Path file = folder.resolve("early.jfr");
    ChildJvm.Result result =
        ChildJvm.java(
            List.of(
                "-javaagent:" + ChildJvm.agentJar(folder, ShortProgram.class),
                "-Xlog:jfr*=off",
                "-XX:StartFlightRecording:filename=" + file + ",settings=default"),
            ShortProgram.class);
    assertThat(result.output()).contains(USED);
    assertComplete(Recorded.ours(file));
  }

  @Test
  void recordingStartedLate_hasWhatHappenedBeforeAndTheFinalStatistics() throws Exception {
    Path file = folder.resolve("late.jfr");
    ChildJvm.Result result =
        ChildJvm.java(
            List.of(), ShortProgram.class, "install", "settings=default filename=" + file);
    assertThat(result.output()).contains(USED);
    assertComplete(Recorded.ours(file));
  }

  @Test
  void installedWhileARecordingRuns_hasEverythingToo() throws Exception {
    Path file = folder.resolve("running.jfr");
    ChildJvm.Result result =
        ChildJvm.java(
            List.of(), ShortProgram.class, "settings=default filename=" + file, "install");
    assertThat(result.output()).contains(USED);
    assertComplete(Recorded.ours(file));
  }

  /** The forms that the documentation names. */
  @Test
  void profiles_startWithoutWarningAndRecord() throws Exception {
    Path complete = ProfileTest.complete(folder.resolve("default+offheap.jfc"));
    List<String> forms =
        List.of(
            "settings=default,settings=" + ProfileTest.ADD_ON,
            "settings=profile,settings=" + ProfileTest.DETAILED,
            "settings=default,settings=" + ProfileTest.ADD_ON + ",offheap-sampling=maximum",
            "settings=" + complete,
            "settings=" + complete + ",gc=high,offheap-sites=live");
    for (String form : forms) {
      Path file = folder.resolve("form.jfr");
      ChildJvm.Result result =
          ChildJvm.java(
              List.of(
                  "-javaagent:" + ChildJvm.agentJar(folder, ShortProgram.class),
                  "-XX:StartFlightRecording:filename=" + file + "," + form),
              ShortProgram.class);
      assertThat(result.output()).as(form).contains(USED).doesNotContainIgnoringCase("warn");
      List<RecordedEvent> events = Recorded.ours(file);
      assertThat(Recorded.of(events, "SiteStatistics")).as(form).isNotEmpty();
      assertThat(Recorded.of(events, "AllocationSample")).as(form).isNotEmpty();
      assertComplete(events);
    }
  }

  @Test
  void profileGivenToARunningProgram_records() throws Exception {
    Path file = folder.resolve("late.jfr");
    String settings = "settings=default settings=" + ProfileTest.ADD_ON + " offheap-sampling=high";
    ChildJvm.Result result =
        ChildJvm.java(List.of(), ShortProgram.class, "install", settings + " filename=" + file);
    assertThat(result.output()).contains(USED);
    assertComplete(Recorded.ours(file));
  }

  @Test
  void mergedSettings_startWithoutWarning() throws Exception {
    Path file = folder.resolve("merged.jfr");
    ChildJvm.Result result =
        ChildJvm.java(
            List.of(
                "-javaagent:" + ChildJvm.agentJar(folder, ShortProgram.class),
                "-XX:StartFlightRecording:filename="
                    + file
                    + ",settings=default,settings="
                    + ProfileTest.ADD_ON
                    + ",offheap-growth=false,offheap.SiteVerdict#enabled=false"),
            ShortProgram.class);
    assertThat(result.output()).contains(USED).doesNotContainIgnoringCase("warn");
    List<RecordedEvent> events = Recorded.ours(file);
    assertThat(Recorded.of(events, "HeapStatistics")).isNotEmpty();
    assertThat(Recorded.of(events, "RegionGrowth")).as("switched off by a control").isEmpty();
    assertThat(Recorded.of(events, "SiteVerdict")).as("switched off by a setting").isEmpty();
  }

  private static void assertComplete(List<RecordedEvent> events) {
    RecordedEvent last = Recorded.of(events, "HeapStatistics").getLast();
    assertThat(last.getLong("used")).isEqualTo(ShortProgram.USED_BYTES);
    RecordedEvent configuration = Recorded.of(events, "Configuration").getFirst();
    assertThat(configuration.getLong("limit")).isEqualTo(64 << 20);
    assertThat(configuration.getLong("min")).isEqualTo(2000);
    assertThat(configuration.getString("exhausted")).isEqualTo("fail");
    assertThat(Recorded.only(events, "SiteVerdict").getString("site")).isEqualTo("p.Q.r()V:1");
    assertThat(Recorded.of(events, "SlabGrowth")).isNotEmpty();
    RecordedEvent growth = Recorded.of(events, "RegionGrowth").getLast();
    assertThat(growth.getLong("size")).isEqualTo(3 << 20);
    assertThat(Recorded.stackHas(growth, ShortProgram.class)).isTrue();
  }
}
