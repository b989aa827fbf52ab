package io.offheap.profiles.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time at which an allocating thread waited for more memory.
 *
 * @param threadId of the thread
 * @param slab whether a size class took a slab; otherwise memory came from the operating system
 * @param size bytes
 * @param site where in the code, or empty
 */
public record Growth(
    long timeNanos,
    long durationNanos,
    long threadId,
    boolean slab,
    long size,
    String reason,
    String site) {
  /** How far the times of one event may be apart in the two events that hold them. */
  private static final long ROUNDING_NANOS = 1000;

  static Growth of(EventView event) {
    return new Growth(
        event.startNanos(),
        event.durationNanos(),
        event.threadId(),
        event.type().equals(EventNames.SLAB_GROWTH),
        event.number("size"),
        event.text("reason"),
        Sites.of(event));
  }

  /** When it was over. */
  long endNanos() {
    return timeNanos + durationNanos;
  }

  /**
   * Those that are no part of another one, in the order of time: memory that came from the
   * operating system for a slab is a growth inside that of the slab, and its time is to count once.
   */
  static List<Growth> outer(List<Growth> growths) {
    List<Growth> byThread = new ArrayList<>(growths);
    byThread.sort(
        Comparator.comparingLong(Growth::threadId)
            .thenComparingLong(Growth::timeNanos)
            .thenComparing(Comparator.comparingLong(Growth::durationNanos).reversed()));
    List<Growth> outer = new ArrayList<>();
    Growth last = null;
    for (Growth growth : byThread) {
      if (last != null && growth.isInside(last)) continue;
      outer.add(growth);
      last = growth;
    }
    outer.sort(Comparator.comparingLong(Growth::timeNanos));
    return List.copyOf(outer);
  }

  private boolean isInside(Growth other) {
    return !slab
        && other.slab
        && threadId == other.threadId
        && endNanos() <= other.endNanos() + ROUNDING_NANOS;
  }
}
