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
 */
public record Verdict(
    String site, String kind, String type, boolean moved, String reason, String detail) {
  static Verdict of(EventView event) {
    return new Verdict(
        event.text("site"),
        event.text("kind"),
        event.text("type"),
        event.text("verdict").equals("MOVED"),
        event.text("reason"),
        event.text("detail"));
  }

  /** The site as a stack frame shows it, without the descriptor: {@code com.acme.A.run:42}. */
  public String frame() {
    int open = site.indexOf('(');
    int colon = site.lastIndexOf(':');
    return open < 0 || colon < open ? site : site.substring(0, open) + site.substring(colon);
  }
}
