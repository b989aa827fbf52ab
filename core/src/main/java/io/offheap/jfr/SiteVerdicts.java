package io.offheap.jfr;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts of the process so far, kept so that every recording has them, whenever it starts.
 * Thread-safe; knows nothing of Flight Recorder, so it can be used where that is absent.
 */
public final class SiteVerdicts {
  /**
   * Each once, however often its class is loaded, so that programs that reload classes lose
   * nothing.
   */
  private static final Set<SiteVerdict> ALL = new LinkedHashSet<>();

  /** Gets each verdict that is added; null before there is a recording. */
  private static @Nullable Consumer<SiteVerdict> sink;

  private SiteVerdicts() {}

  /** Keeps a verdict if it is new, and writes it to the recordings that run. */
  public static void add(SiteVerdict verdict) {
    synchronized (ALL) {
      if (ALL.add(verdict) && sink != null) sink.accept(verdict);
    }
  }

  /** The verdicts so far, in the order they came. */
  public static List<SiteVerdict> all() {
    synchronized (ALL) {
      return List.copyOf(ALL);
    }
  }

  /** Calls {@code action} for the verdicts so far; none is added meanwhile. */
  static void forEach(Consumer<SiteVerdict> action) {
    synchronized (ALL) {
      ALL.forEach(action);
    }
  }

  /** Gives the verdicts so far to {@code newSink}, and each one that comes. */
  static void setSink(Consumer<SiteVerdict> newSink) {
    synchronized (ALL) {
      ALL.forEach(newSink);
      sink = newSink;
    }
  }
}
