package io.offheap.profiles;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Records a {@link Workload} in a JVM of its own, as a user would. */
final class WorkloadRun {
  private static final Path SETTINGS = Path.of("offheap.jfc").toAbsolutePath();

  private WorkloadRun() {}

  /** The recording of a run of so many seconds. */
  static Path record(Workload.Kind kind, Path folder, int seconds) throws Exception {
    Path recording = folder.resolve(kind + ".jfr");
    run(
        folder,
        kind.name(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseG1GC",
            "-XX:StartFlightRecording:settings=default,settings="
                + SETTINGS
                + ",offheap-period=100ms,filename="
                + recording,
            "-cp",
            folderOf(Class.forName("io.offheap.jfr.FlightEvents")) + ":" + folderOf(Workload.class),
            Workload.class.getName(),
            kind.name(),
            String.valueOf(seconds)));
    return recording;
  }

  private static void run(Path folder, String name, List<String> command) throws Exception {
    Path output = folder.resolve(name + ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(240, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("still running: " + command);
    }
    if (process.exitValue() != 0) throw new AssertionError(text(output));
  }

  private static String text(Path output) throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static Path folderOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
