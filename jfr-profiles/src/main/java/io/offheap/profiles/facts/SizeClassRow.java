package io.offheap.profiles.facts;

/**
 * One size class at a time.
 *
 * @param slotSize bytes of one block of the class
 * @param slabs how many slabs it has
 * @param usedSlots live blocks
 * @param freeSlots blocks in its slabs that are free
 * @param wasted bytes of its live blocks that nobody asked for
 */
public record SizeClassRow(
    long timeNanos, long slotSize, long slabs, long usedSlots, long freeSlots, long wasted) {
  static SizeClassRow of(EventView event) {
    return new SizeClassRow(
        event.startNanos(),
        event.number("slotSize"),
        event.number("slabs"),
        event.number("usedSlots"),
        event.number("freeSlots"),
        event.number("wasted"));
  }

  /** Bytes in live blocks. */
  public long usedBytes() {
    return usedSlots * slotSize;
  }

  /** Share of its blocks that live. */
  public double occupancy() {
    long slots = usedSlots + freeSlots;
    return slots == 0 ? 1 : (double) usedSlots / slots;
  }
}
