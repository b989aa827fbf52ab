package io.offheap.agent.report;

import io.offheap.agent.verdict.SiteVerdict;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes each verdict once and passes it on. Written at once and unbuffered, so that the file is
 * whole even if the program is killed. Thread-safe.
 *
 * <p>Runs while classes are being loaded, so it uses nothing that might load the application's
 * classes: no logging, no standard streams.
 */
public final class VerdictReport {
  /** Where else verdicts go. */
  @FunctionalInterface
  public interface Listener {
    /** A site was decided. */
    void decided(SiteVerdict verdict);
  }

  private final @Nullable OutputStream out;
  private final Listener listener;
  private @Nullable String writeFailure;

  private VerdictReport(@Nullable OutputStream out, Listener listener) {
    this.out = out;
    this.listener = listener;
  }

  /**
   * A report to {@code file}, which is made empty.
   *
   * @param file the file for the lines, or null for none
   * @param listener where else verdicts go
   * @throws IOException if the file cannot be written
   */
  public static VerdictReport open(@Nullable Path file, Listener listener) throws IOException {
    OutputStream out = file == null ? null : new FileOutputStream(file.toFile());
    return new VerdictReport(out, listener);
  }

  /** Reports the verdicts on a class. */
  public synchronized void add(List<SiteVerdict> verdicts) {
    StringBuilder lines = new StringBuilder();
    for (SiteVerdict verdict : verdicts) {
      lines.append(verdict.toJson()).append('\n');
      listener.decided(verdict);
    }
    if (out != null && writeFailure == null) {
      try {
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        writeFailure = String.valueOf(e.getMessage());
      }
    }
  }

  /**
   * Says at the end of the program if lines are missing from the file. Nothing to say without one.
   */
  public void warnAtExit() {
    if (out != null) {
      Runtime.getRuntime().addShutdownHook(new Thread(new Warning(), "offheap-report"));
    }
  }

  private final class Warning implements Runnable {
    @Override
    public void run() {
      synchronized (VerdictReport.this) {
        if (writeFailure != null) {
          System.err.println("offheap: verdicts are missing from the file: " + writeFailure);
        }
      }
    }
  }
}
