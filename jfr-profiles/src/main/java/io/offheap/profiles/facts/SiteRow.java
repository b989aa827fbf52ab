package io.offheap.profiles.facts;

/**
 * What one allocation site has done since its row before.
 *
 * @param site where in the code
 * @param type what is allocated there, {@code long[]}
 * @param live bytes of its off-heap arrays that are not yet freed
 * @param peakLive the most that live has been since the program began
 * @param allocated bytes since the row before
 * @param allocations arrays since the row before
 * @param liveArrays arrays not yet freed
 * @param onJavaHeap bytes since the row before that stayed on the Java heap
 * @param fallbackShare share of {@code allocations} that were larger than every size class
 */
public record SiteRow(
    long timeNanos,
    String site,
    String type,
    long live,
    long peakLive,
    long allocated,
    long allocations,
    long liveArrays,
    long onJavaHeap,
    double fallbackShare) {
  static SiteRow of(EventView event) {
    return new SiteRow(
        event.startNanos(),
        event.text("site"),
        event.text("objectClass"),
        event.number("live"),
        event.number("peakLive"),
        event.number("allocated"),
        event.number("allocations"),
        event.number("liveArrays"),
        event.number("onJavaHeap"),
        event.share("fallbackShare"));
  }
}
