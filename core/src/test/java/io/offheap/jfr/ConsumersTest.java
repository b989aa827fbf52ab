package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.array.ByteArray;
import io.offheap.array.Sites;
import io.offheap.array.TestMemory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import jdk.management.jfr.RemoteRecordingStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events as the JDK's tools and streams show them. */
class ConsumersTest {
  private static final String SITE = "p.Q.shown()V:1";

  @TempDir Path folder;

  private final List<ByteArray> live = new ArrayList<>();

  @BeforeEach
  void replaceMemory() {
    TestMemory.use(ArrayOptions.defaults().withLimitBytes(64 << 20).withMinBytes(0));
    Recorded.watch(ArrayMemory.heap());
  }

  @AfterAll
  static void restore() {
    TestMemory.use(ArrayOptions.defaults());
  }

  private void allocate() {
    live.add(ByteArray.allocate(1 << 20, Sites.register(SITE, "byte[]")));
  }

  @Test
  void jfrView_showsATableOfSites() throws Exception {
    Path file = folder.resolve("view.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      allocate();
      recording.stop();
      recording.dump(file);
    }
    assertThat(tool("jfr", "view", "--width", "200", "offheap.SiteStatistics", file.toString()))
        .containsSubsequence("Site Statistics", "Site", "Live", SITE, "byte[]", "1.0 MB");
    assertThat(tool("jfr", "view", "--width", "200", "offheap.AllocationSample", file.toString()))
        .contains("Off-Heap Allocation Sample", SITE, "1.0 MB");
    assertThat(live).hasSize(1);
  }

  @Test
  void jcmdView_showsThemWhileTheProgramRuns() throws Exception {
    try (Recording recording = new Recording()) {
      recording.enable("offheap.SiteStatistics").with("period", "beginChunk");
      allocate();
      recording.start();
      allocate();
      String pid = Long.toString(ProcessHandle.current().pid());
      long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      String view = "";
      while (!view.contains(SITE) && System.nanoTime() - deadlineNanos < 0) {
        // What is recorded reaches the view about once a second.
        view = tool("jcmd", pid, "JFR.view", "width=200", "offheap.SiteStatistics");
      }
      assertThat(view).contains("Site Statistics", SITE, "1.0 MB");
    }
    assertThat(live).hasSize(2);
  }

  private static String tool(String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    words.set(0, ChildJvm.tool(command[0]));
    ChildJvm.Result result = ChildJvm.run(words);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  @Test
  void stream_seesSamplesAndSites() throws Exception {
    CompletableFuture<RecordedEvent> sample = new CompletableFuture<>();
    CompletableFuture<RecordedEvent> site = new CompletableFuture<>();
    try (RecordingStream stream = new RecordingStream()) {
      stream.enable("offheap.AllocationSample").with("throttle", "off");
      stream.enable("offheap.SiteStatistics").withPeriod(Duration.ofMillis(50));
      stream.onEvent("offheap.AllocationSample", sample::complete);
      stream.onEvent(
          "offheap.SiteStatistics",
          event -> {
            if (event.getString("site").equals(SITE)) site.complete(event);
          });
      stream.startAsync();
      allocate();
      assertThat(sample.get(30, TimeUnit.SECONDS).getString("site")).isEqualTo(SITE);
      assertThat(site.get(30, TimeUnit.SECONDS).getLong("live")).isPositive();
    }
  }

  @Test
  @SuppressWarnings("BanJNDI") // the address is our own server's
  void remoteStream_seesTheSame() throws Exception {
    JMXConnectorServer server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi://"),
            Map.of(),
            ManagementFactory.getPlatformMBeanServer());
    server.start();
    CompletableFuture<RecordedEvent> statistics = new CompletableFuture<>();
    CompletableFuture<RecordedEvent> site = new CompletableFuture<>();
    try (JMXConnector connector = JMXConnectorFactory.connect(server.getAddress());
        RemoteRecordingStream stream =
            new RemoteRecordingStream(connector.getMBeanServerConnection(), folder)) {
      stream.setSettings(
          Map.of(
              "offheap.HeapStatistics#enabled", "true",
              "offheap.HeapStatistics#period", "100 ms",
              "offheap.SiteStatistics#enabled", "true",
              "offheap.SiteStatistics#period", "100 ms"));
      stream.onEvent(
          "offheap.HeapStatistics",
          event -> {
            if (event.getLong("used") > 0) statistics.complete(event);
          });
      stream.onEvent(
          "offheap.SiteStatistics",
          event -> {
            if (event.getString("site").equals(SITE)) site.complete(event);
          });
      allocate();
      stream.startAsync();
      assertThat(statistics.get(60, TimeUnit.SECONDS).getLong("limit")).isEqualTo(64 << 20);
      assertThat(site.get(60, TimeUnit.SECONDS).getLong("live")).isPositive();
    } finally {
      server.stop();
    }
  }
}
