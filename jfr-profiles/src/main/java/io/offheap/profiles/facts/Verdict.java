package io.offheap.profiles.facts;

/**
 * What became of one marked allocation.
 *
 * @param site class, method with descriptor, and line: {@code com.acme.A.run(I)V:42}
 * @param kind what is allocated: {@code array}, {@code buffer}
 * @param type of what is allocated there, for instance {@code long[]}
 * @param moved whether it is off the Java heap
 * @param reason why not: an upper-case word
 * @param detail the same in words, with a line
 * @param advice what to change so that it moves; never empty for one that did not
 */
public record Verdict(
    String site,
    String kind,
    String type,
    boolean moved,
    String reason,
    String detail,
    String advice) {
  /** For verdicts whose maker has given none. */
  private static final String NO_ADVICE = "See the verdict's detail.";

  static Verdict of(EventView event) {
    boolean moved = event.text("verdict").equals("MOVED");
    String advice = event.text("advice");
    return new Verdict(
        event.text("site"),
        event.text("kind"),
        event.text("type"),
        moved,
        event.text("reason"),
        event.text("detail"),
        advice.isEmpty() && !moved ? NO_ADVICE : advice);
  }

  /** The site as a stack frame shows it, without the descriptor: {@code com.acme.A.run:42}. */
  public String frame() {
    int open = site.indexOf('(');
    int colon = site.lastIndexOf(':');
    return open < 0 || colon < open ? site : site.substring(0, open) + site.substring(colon);
  }
}
