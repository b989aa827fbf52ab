package io.offheap.profiles.facts;

/**
 * A time at which an allocating thread waited for more memory.
 *
 * @param slab whether a size class took a slab; otherwise memory came from the operating system
 * @param size bytes
 * @param site where in the code, or empty
 */
public record Growth(
    long timeNanos, long durationNanos, boolean slab, long size, String reason, String site) {
  static Growth of(EventView event) {
    return new Growth(
        event.startNanos(),
        event.durationNanos(),
        event.type().equals(EventNames.SLAB_GROWTH),
        event.number("size"),
        event.text("reason"),
        Sites.of(event));
  }
}
