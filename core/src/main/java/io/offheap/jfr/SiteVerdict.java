package io.offheap.jfr;

/**
 * What was decided about one marked allocation.
 *
 * @param site class, method with descriptor, and line, {@code com.acme.A.run(I)V:42}
 * @param kind {@code array}, {@code record-array}, {@code buffer}, {@code arena} or {@code class}
 * @param type as declared, {@code long[]}
 * @param verdict {@code MOVED} or {@code KEPT}
 * @param reason in a word why it was kept, empty otherwise
 * @param detail the reason in full, or empty
 * @param advice what a person can change so that the site moves, or empty
 */
public record SiteVerdict(
    String site,
    String kind,
    String type,
    String verdict,
    String reason,
    String detail,
    String advice) {}
