package io.offheap.profiles.facts;

/**
 * State of the off-heap memory at a time, and what has happened since the row before.
 *
 * @param used bytes in live blocks
 * @param committed bytes held from the operating system
 * @param limit the most that may be committed
 * @param allocated bytes handed out since the row before
 * @param freed bytes taken back since the row before
 * @param refused bytes asked for in vain since the row before
 * @param allocations blocks handed out since the row before
 * @param frees blocks taken back since the row before
 * @param refusals requests refused since the row before
 * @param fallbacks blocks handed out since the row before that were larger than every size class
 * @param slabGrowths slabs that size classes took since the row before
 * @param slabGrowthNanos how long threads waited for them, without growth of the region
 * @param longestSlabGrowthNanos the longest such wait, with growth of the region
 * @param internalWaste share of used that nobody asked for
 */
public record HeapRow(
    long timeNanos,
    long used,
    long committed,
    long limit,
    long peakUsed,
    long peakCommitted,
    long allocated,
    long freed,
    long refused,
    long allocations,
    long frees,
    long refusals,
    long fallbacks,
    long slabGrowths,
    long slabGrowthNanos,
    long longestSlabGrowthNanos,
    double internalWaste) {
  static HeapRow of(EventView event) {
    return new HeapRow(
        event.startNanos(),
        event.number("used"),
        event.number("committed"),
        event.number("limit"),
        event.number("peakUsed"),
        event.number("peakCommitted"),
        event.number("allocated"),
        event.number("freed"),
        event.number("refused"),
        event.number("allocations"),
        event.number("frees"),
        event.number("refusals"),
        event.number("fallbacks"),
        event.number("slabGrowths"),
        event.number("slabGrowthTime"),
        event.number("longestSlabGrowth"),
        event.share("internalWaste"));
  }

  /** The most that has been in use until now, as far as it is known. */
  public long peak() {
    return Math.max(used, peakUsed);
  }

  /** Share of the limit that has been in use. */
  public double pressure() {
    return limit == 0 ? 0 : (double) peak() / limit;
  }

  /** Bytes in use that nobody asked for. */
  public double wastedBytes() {
    return internalWaste * used;
  }

  /** Share of committed memory that holds no live block. */
  public double fragmentation() {
    return committed == 0 ? 0 : (double) (committed - used) / committed;
  }
}
