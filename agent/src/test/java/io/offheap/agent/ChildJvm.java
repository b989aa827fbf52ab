package io.offheap.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a JVM of its own and keeps what it prints. */
public final class ChildJvm {
  private static final int TIMEOUT_SECONDS = 120;

  private ChildJvm() {}

  /** What a run left. */
  public record Result(int status, String out, String err) {}

  /** The agent's jar, as the build made it. */
  public static Path agentJar() {
    String path = System.getProperty("offheap.agent.jar");
    if (path == null) {
      throw new AssertionError("offheap.agent.jar is not set; run by mvn verify");
    }
    return Path.of(path);
  }

  /** {@code -javaagent} with options; empty for none. */
  public static String agent(String options) {
    return "-javaagent:" + agentJar() + (options.isEmpty() ? "" : "=" + options);
  }

  /** Runs the JDK of this test. */
  public static Result java(String... arguments) {
    return run(Path.of(System.getProperty("java.home")), arguments);
  }

  /** Runs the JDK in {@code home}. */
  public static Result run(Path home, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("child", ".out");
      Path err = Files.createTempFile("child", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + command);
      }
      Result result = new Result(process.exitValue(), read(out), read(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
