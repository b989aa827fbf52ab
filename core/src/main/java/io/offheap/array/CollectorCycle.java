package io.offheap.array;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A way to make the collector look through the old generation while the program runs on. Which one
 * there is depends on the collector.
 *
 * <p>Uses {@code java.management}, which may be absent, and loads many classes: not for threads
 * that have something else to do.
 */
abstract sealed class CollectorCycle {
  /**
   * Runs a cycle.
   *
   * @param delayMillis how long it may still wait
   * @return whether the cycle has found out what is dead; false if none has run in time
   */
  abstract boolean run(long delayMillis);

  /** The way for this virtual machine; null if there is none. */
  static @Nullable CollectorCycle find() {
    try {
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        String name = collector.getName();
        if (name.equals(PeriodicG1.COLLECTOR)) {
          return PeriodicG1.find(collector);
        } else if (name.startsWith("ZGC") || name.startsWith("Shenandoah")) {
          return new Explicit();
        }
      }
      return null;
    } catch (LinkageError | RuntimeException noManagement) {
      return null;
    }
  }

  /** Collectors for which {@code System.gc()} does not stop the program. */
  private static final class Explicit extends CollectorCycle {
    @Override
    boolean run(long delayMillis) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
      System.gc();
      return true;
    }
  }

  /**
   * G1 stops the program for {@code System.gc()}, but starts concurrent cycles by itself when the
   * flag {@code G1PeriodicGCInterval} is not 0, and that can be changed while it runs. The flag is
   * set for the time of the wait only.
   *
   * <p>G1 reads it when its timer ends, every second while the flag is 0, and starts a cycle if
   * there has been no collection for as long as the flag says. It counts a cycle when the pause
   * that finds dead references (Remark) is over.
   */
  private static final class PeriodicG1 extends CollectorCycle {
    static final String COLLECTOR = "G1 Concurrent GC";
    private static final String FLAG = "G1PeriodicGCInterval";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final GarbageCollectorMXBean collector;
    private final HotSpotDiagnosticMXBean flags;

    private PeriodicG1(GarbageCollectorMXBean collector, HotSpotDiagnosticMXBean flags) {
      this.collector = collector;
      this.flags = flags;
    }

    static @Nullable CollectorCycle find(GarbageCollectorMXBean collector) {
      HotSpotDiagnosticMXBean flags =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return flags != null && flags.getVMOption(FLAG).isWriteable()
          ? new PeriodicG1(collector, flags)
          : null;
    }

    @Override
    boolean run(long delayMillis) {
      synchronized (PeriodicG1.class) { // the flag is one for all
        return runAlone(delayMillis);
      }
    }

    private boolean runAlone(long delayMillis) {
      String before = flags.getVMOption(FLAG).getValue();
      long count = collector.getCollectionCount();
      long startNanos = System.nanoTime();
      flags.setVMOption(FLAG, Long.toString(Math.max(1, delayMillis)));
      try {
        while (collector.getCollectionCount() == count) {
          if (System.nanoTime() - startNanos > PATIENCE_NANOS) {
            return false;
          }
          LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
      } finally {
        flags.setVMOption(FLAG, before);
      }
    }
  }
}
