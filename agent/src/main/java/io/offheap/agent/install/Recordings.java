package io.offheap.agent.install;

import io.offheap.agent.report.VerdictReport;
import io.offheap.agent.verdict.Advice;
import io.offheap.agent.verdict.SiteVerdict;
import io.offheap.jfr.FlightEvents;
import io.offheap.jfr.SiteVerdicts;

/**
 * Shows the verdicts and the memory in Flight Recorder. A class rather than lambdas, whose linking
 * would slow each start.
 */
final class Recordings implements VerdictReport.Listener, Runnable {
  /** Keeps a verdict for all recordings. */
  @Override
  public void decided(SiteVerdict verdict) {
    SiteVerdicts.add(
        new io.offheap.jfr.SiteVerdict(
            verdict.site(),
            verdict.kind(),
            verdict.type(),
            verdict.verdict(),
            verdict.reason().name(),
            verdict.detail(),
            Advice.on(verdict.reason())));
  }

  /** Leaves word with the recorder; calls after the first wait for it and do nothing. */
  @Override
  public void run() {
    try {
      FlightEvents.install();
    } catch (RuntimeException | LinkageError e) {
      System.err.println("offheap: recordings will lack the off-heap events: " + e);
    }
  }

  /**
   * Leaves word on a thread of its own: called while a class is being loaded, and the recorder
   * loads many. Whoever allocates first does the same.
   */
  void runAside() {
    Thread thread = new Thread(this, "offheap-recorder");
    thread.setDaemon(true);
    thread.start();
  }
}
