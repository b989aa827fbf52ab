package io.offheap.agent.report;

import io.offheap.agent.site.Designations;
import io.offheap.agent.verdict.SiteVerdict;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes each verdict once and passes it on. Lines of JSON are written at once and unbuffered, so
 * that the file is whole even if the program is killed; a summary for people is written when the
 * program ends. Thread-safe.
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
  private final VerdictSummary.Format format;
  private final Listener listener;
  private final List<SiteVerdict> forSummary = new ArrayList<>();
  private @Nullable String writeFailure;

  /** Lines of the sites file that name nothing, as far as their classes were loaded. */
  private final List<String> problems = new ArrayList<>();

  private VerdictReport(
      @Nullable OutputStream out, VerdictSummary.Format format, Listener listener) {
    this.out = out;
    this.format = format;
    this.listener = listener;
  }

  /**
   * A report to {@code file}, which is made empty.
   *
   * @param file the file, or null for none; its name says in which form, see {@link
   *     VerdictSummary.Format#ofFile}
   * @param listener where else verdicts go
   * @throws IOException if the file cannot be written
   */
  public static VerdictReport open(@Nullable Path file, Listener listener) throws IOException {
    OutputStream out = file == null ? null : new FileOutputStream(file.toFile());
    VerdictSummary.Format format =
        file == null ? VerdictSummary.Format.JSON : VerdictSummary.Format.ofFile(file.toString());
    return new VerdictReport(out, format, listener);
  }

  /** Reports the verdicts on a class. */
  public synchronized void add(List<SiteVerdict> verdicts) {
    for (SiteVerdict verdict : verdicts) {
      listener.decided(verdict);
      if (verdict.detail().startsWith(Designations.NAMES_NOTHING)) {
        problems.add(verdict.site() + ": " + verdict.detail());
      }
    }
    if (format == VerdictSummary.Format.JSON) {
      write(verdicts);
    } else {
      forSummary.addAll(verdicts);
    }
  }

  private void write(List<SiteVerdict> verdicts) {
    if (out != null && writeFailure == null) {
      try {
        out.write(VerdictSummary.of(verdicts, format).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        writeFailure = String.valueOf(e.getMessage());
      }
    }
  }

  /**
   * At the end of the program, writes a summary if one is wanted, and says if lines are missing
   * from the file, or if the sites file names what is not there.
   *
   * @param sites whether there is a sites file; without it and a file of verdicts there is nothing
   *     to do
   */
  public void finishAtExit(boolean sites) {
    if (out != null || sites) {
      Runtime.getRuntime().addShutdownHook(new Thread(new Finish(), "offheap-report"));
    }
  }

  private final class Finish implements Runnable {
    @Override
    public void run() {
      synchronized (VerdictReport.this) {
        for (String problem : problems) {
          System.err.println("offheap: " + problem);
        }
        if (format != VerdictSummary.Format.JSON) {
          write(forSummary);
        }
        if (writeFailure != null) {
          System.err.println("offheap: verdicts are missing from the file: " + writeFailure);
        }
      }
    }
  }
}
