package io.offheap.profiles.facts;

/**
 * All rows of one site together.
 *
 * @param live bytes not yet freed, at the last row
 * @param grown {@code live} less that of the first row; all of it if there is one row only
 * @param peakLive the most that live has been
 * @param allocated bytes while recording
 * @param allocations arrays while recording
 * @param liveArrays arrays not yet freed, at the last row
 * @param onJavaHeap bytes while recording that stayed on the Java heap
 * @param fallbacks how many of {@code allocations} were larger than every size class
 */
public record SiteTotal(
    String site,
    String type,
    long live,
    long grown,
    long peakLive,
    long allocated,
    long allocations,
    long liveArrays,
    long onJavaHeap,
    double fallbacks) {

  static SiteTotal of(SiteRow row) {
    return new SiteTotal(
        row.site(),
        row.type(),
        row.live(),
        row.live(),
        row.peakLive(),
        row.allocated(),
        row.allocations(),
        row.liveArrays(),
        row.onJavaHeap(),
        row.fallbackShare() * row.allocations());
  }

  /** With the row after the last one so far; {@code first} is the first of all. */
  SiteTotal plus(SiteRow row, SiteRow first) {
    return new SiteTotal(
        site,
        type,
        row.live(),
        row.live() - first.live(),
        Math.max(peakLive, row.peakLive()),
        allocated + row.allocated(),
        allocations + row.allocations(),
        row.liveArrays(),
        onJavaHeap + row.onJavaHeap(),
        fallbacks + row.fallbackShare() * row.allocations());
  }
}
