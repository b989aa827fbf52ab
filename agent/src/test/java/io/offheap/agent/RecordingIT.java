package io.offheap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.agent.verdict.Advice;
import io.offheap.agent.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of a program with the agent shows. */
class RecordingIT {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path source = folder.resolve("Rows.java");
    Files.writeString(
        source,
"""
        import io.offheap.OffHeap;
import java.util.List;
        public class Rows {
          private long @OffHeap [] row;
          void make(int n) {
            row = new long[n];
            row[n - 1] = n;
          }
          public static void main(String[] args) {
            Rows[] rows = new Rows[40];
            long sum = 0;
            for (int i = 0; i < rows.length; i++) {
              rows[i] = new Rows();
              rows[i].make(40_000 + i);
            }
            for (Rows r : rows) sum += r.row[r.row.length - 1];
            int @OffHeap [] kept = {1, 2};
            System.out.println(sum + " " + List.of(kept).size());
          }
        }
""");
    Programs.compile(folder, List.of(source), "-g");
  }

  private static Path record(String name, String options) {
    Path recording = folder.resolve(name + ".jfr");
    ChildJvm.Result result =
        ChildJvm.java(
            "-XX:StartFlightRecording:settings=default,filename=" + recording,
            "-Xlog:jfr+startup=off",
            ChildJvm.agent(options),
            "-cp",
            folder.toString(),
            "Rows");
    assertThat(result.out()).isEqualTo("1600780 1\n");
    assertThat(result.err()).isEmpty();
    return recording;
  }

  private static List<RecordedEvent> events(Path recording, String type) throws IOException {
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals("offheap." + type))
        .toList();
  }

  @Test
  void verdicts_areInTheRecording() throws IOException {
    List<RecordedEvent> verdicts = events(record("verdicts", "min=0"), "SiteVerdict");

    assertThat(
            verdicts.stream()
                .map(e -> e.getString("site") + " " + e.getString("verdict"))
                .distinct())
        .containsExactlyInAnyOrder(
            "Rows.make(I)V:6 MOVED", "Rows.main([Ljava/lang/String;)V:17 KEPT");
    assertThat(verdicts)
        .filteredOn(e -> e.getString("verdict").equals("KEPT"))
        .allSatisfy(e -> {
          assertThat(e.getString("reason")).isEqualTo("ESCAPES_TO_CALL");
          assertThat(e.getString("detail")).isEqualTo("passed to java.util.List.of at line 18");
          assertThat(e.getString("type")).isEqualTo("int[]");
          assertThat(e.getString("advice")).isEqualTo(Advice.on(Reason.ESCAPES_TO_CALL));
        });
  }

  @Test
  void growth_isInTheRecordingWithTheLineThatCausedIt() throws IOException {
    Path recording = record("growth", "min=0");

    List<RecordedEvent> growth = events(recording, "RegionGrowth");
    assertThat(growth).isNotEmpty();
    assertThat(growth)
        .anySatisfy(
            e -> assertThat(e.getStackTrace().getFrames().toString()).contains("Rows", "make"));
    assertThat(events(recording, "BuddyFallback")).isNotEmpty();
    RecordedEvent last =
        events(recording, "HeapStatistics").stream()
            .max(Comparator.comparing(RecordedEvent::getStartTime))
            .orElseThrow();
    assertThat(last.getLong("used")).isGreaterThan(40 * 40_000 * 8L);
    assertThat(last.getLong("committed")).isGreaterThanOrEqualTo(last.getLong("used"));
    assertThat(last.getLong("refused")).isZero();
  }

  @Test
  void stacks_beginInTheProgram() throws IOException {
    Path recording = record("stacks", "min=0");

    for (String type : List.of("RegionGrowth", "AllocationSample")) {
      assertThat(events(recording, type))
          .as(type)
          .isNotEmpty()
          .allSatisfy(e -> {
            assertThat(e.getStackTrace().getFrames().getFirst().getMethod().getType().getName())
                .isEqualTo("Rows");
            assertThat(e.getString("site")).isEqualTo("Rows.make(I)V:6");
          });
    }
  }

  @Test
  void sites_showWhatTheyHold() throws IOException {
    Path recording = record("sites", "min=0");

    List<RecordedEvent> rows = events(recording, "SiteStatistics");
    assertThat(rows).extracting(e -> e.getString("site")).containsOnly("Rows.make(I)V:6");
    long bytes = 8L * (40 * 40_000 + 39 * 40 / 2);
    RecordedEvent last = rows.getLast();
    assertThat(last.getLong("live")).isEqualTo(bytes);
    assertThat(last.getInt("liveArrays")).isEqualTo(40);
    assertThat(last.getClass("objectClass").getName()).isEqualTo("[J");
    assertThat(rows.stream().mapToLong(e -> e.getLong("allocated")).sum()).isEqualTo(bytes);
    long weight =
        events(recording, "AllocationSample").stream().mapToLong(e -> e.getLong("weight")).sum();
    assertThat(weight).isBetween(bytes - (1 << 20), bytes);
  }

  @Test
  void imageWithoutFlightRecorderAndJmx_runsAsEver() {
    ChildJvm.Result result =
        ChildJvm.java(
            "--limit-modules",
            "java.base,java.instrument",
            ChildJvm.agent("min=0"),
            "-cp",
            folder.toString(),
            "Rows");
    assertThat(result.out()).isEqualTo("1600780 1\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void beans_comeOnceTheProgramUsesJmx() throws IOException {
    Path source = folder.resolve("Console.java");
    Files.writeString(
        source,
        """
        import io.offheap.OffHeap;
        import java.lang.management.ManagementFactory;
        import java.util.concurrent.CountDownLatch;
        import java.util.concurrent.TimeUnit;
        import javax.management.MBeanServer;
        import javax.management.MBeanServerDelegate;
        import javax.management.ObjectName;
        public class Console {
          public static void main(String[] args) throws Exception {
            long @OffHeap [] row = new long[1000];
            row[1] = 5;
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName heap = new ObjectName("io.offheap:type=Heap");
            CountDownLatch there = new CountDownLatch(1);
            server.addNotificationListener(
                MBeanServerDelegate.DELEGATE_NAME,
                (n, h) -> { if (server.isRegistered(heap)) there.countDown(); }, null, null);
            if (!server.isRegistered(heap)) there.await(60, TimeUnit.SECONDS);
            System.out.println(server.getAttribute(heap, "Count") + " " + row[1]);
          }
        }
        """);
    Programs.compile(folder, List.of(source), "-g");
    ChildJvm.Result result =
        ChildJvm.java(ChildJvm.agent("min=0"), "-cp", folder.toString(), "Console");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("1 5\n");
  }

  @Test
  void memoryThatIsTooSmall_showsWhatWasRefused() throws IOException {
    Path recording = record("small", "min=0,limit=1m");

    long refusals = 0;
    long refused = 0;
    for (RecordedEvent row : events(recording, "HeapStatistics")) {
      refusals += row.getInt("refusals");
      refused += row.getLong("refused");
      assertThat(row.getLong("committed")).isLessThanOrEqualTo(1 << 20);
      assertThat(row.getLong("limit")).isEqualTo(1 << 20);
    }
    assertThat(refusals).isGreaterThan(30);
    assertThat(refused).isGreaterThan(30 * 30_000 * 8L);
    assertThat(events(recording, "AllocationFailure"))
        .isNotEmpty()
        .allSatisfy(e -> {
          assertThat(e.getLong("requested")).isGreaterThanOrEqualTo(240_000);
          assertThat(e.getLong("limit")).isEqualTo(1 << 20);
        });
  }

  @Test
  void jdkTools_showTheEventsWithLabelsAndUnits() throws Exception {
    Path recording = record("tools", "min=0");

    assertThat(jfr("summary", recording.toString())).contains("offheap.RegionGrowth");
    String printed = jfr("print", "--categories", "Off-Heap", recording.toString());
    assertThat(printed)
        .contains("offheap.SiteVerdict {", "offheap.HeapStatistics {", " MB", "stackTrace = [");
    String metadata = jfr("metadata", "--categories", "Off-Heap", recording.toString());
    assertThat(metadata)
        .contains(
            "@Label(\"Committed\")", "@DataAmount", "@Category(\"Off-Heap\")", "@Description(");
  }

  private static String jfr(String... arguments) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jfr");
    List<String> command = new java.util.ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("jfr.out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(out);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
