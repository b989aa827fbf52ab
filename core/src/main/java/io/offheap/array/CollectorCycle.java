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
  /** Hears that a cycle will be wanted soon. */
  void prepare() {}

  /** Hears that none will be wanted for a while. */
  void relax() {}

  /**
   * Runs a cycle.
   *
   * @return whether the cycle has found out what is dead; false if none has run in time
   */
  abstract boolean run();

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
    boolean run() {
      System.gc();
      return true;
    }
  }

  /**
   * G1 stops the program for {@code System.gc()}, but starts concurrent cycles by itself when the
   * flag {@code G1PeriodicGCInterval} is not 0, and that can be changed while it runs.
   *
   * <p>G1 reads it when its timer ends: every second while the flag is 0, as often as the flag says
   * otherwise. It then starts a cycle if there has been no collection for as long and, unless the
   * flag {@code G1PeriodicGCSystemLoadThreshold} is 0, the machine's load is below that. So a cycle
   * is prepared by a short interval and a load that no machine is below of (one that has been idle
   * for a minute is, and can afford a cycle too early), and started by lifting the latter. When no
   * more is wanted soon, both flags are as they were.
   *
   * <p>G1 counts a cycle when the pause that finds dead references (Remark) is over.
   */
  private static final class PeriodicG1 extends CollectorCycle {
    static final String COLLECTOR = "G1 Concurrent GC";
    private static final String INTERVAL = "G1PeriodicGCInterval";
    private static final String LOAD = "G1PeriodicGCSystemLoadThreshold";
    private static final String TICK_MILLIS = "5";
    private static final String LEAST_LOAD = "0.001";
    private static final String ANY_LOAD = "0";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Whoever has set the flags, which are one for all; guarded by the class. */
    private static @Nullable PeriodicG1 owner;

    private final GarbageCollectorMXBean collector;
    private final HotSpotDiagnosticMXBean flags;

    // What the flags were before.
    private String interval = ANY_LOAD;
    private String load = ANY_LOAD;

    /** What the flag is while this is the owner. */
    private String loadNow = ANY_LOAD;

    private PeriodicG1(GarbageCollectorMXBean collector, HotSpotDiagnosticMXBean flags) {
      this.collector = collector;
      this.flags = flags;
    }

    static @Nullable CollectorCycle find(GarbageCollectorMXBean collector) {
      HotSpotDiagnosticMXBean flags =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return flags != null
              && flags.getVMOption(INTERVAL).isWriteable()
              && flags.getVMOption(LOAD).isWriteable()
          ? new PeriodicG1(collector, flags)
          : null;
    }

    @Override
    void prepare() {
      synchronized (PeriodicG1.class) {
        if (owner == null) {
          interval = flags.getVMOption(INTERVAL).getValue();
          load = flags.getVMOption(LOAD).getValue();
          loadNow = load;
          owner = this;
          setLoad(LEAST_LOAD);
          flags.setVMOption(INTERVAL, TICK_MILLIS);
        }
      }
    }

    @Override
    void relax() {
      synchronized (PeriodicG1.class) {
        if (owner == this) {
          flags.setVMOption(INTERVAL, interval);
          setLoad(load);
          owner = null;
        }
      }
    }

    /** If somebody else has the flags, waits for a cycle of theirs, or until they let go. */
    @Override
    boolean run() {
      long count = collector.getCollectionCount();
      long startNanos = System.nanoTime();
      try {
        while (collector.getCollectionCount() == count) {
          if (System.nanoTime() - startNanos > PATIENCE_NANOS) {
            return false;
          }
          prepare();
          setLoadIfOwner(ANY_LOAD);
          LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
      } finally {
        setLoadIfOwner(LEAST_LOAD);
      }
    }

    private void setLoadIfOwner(String value) {
      synchronized (PeriodicG1.class) {
        if (owner == this) {
          setLoad(value);
        }
      }
    }

    private void setLoad(String value) {
      if (!value.equals(loadNow)) {
        flags.setVMOption(LOAD, value);
        loadNow = value;
      }
    }
  }
}
