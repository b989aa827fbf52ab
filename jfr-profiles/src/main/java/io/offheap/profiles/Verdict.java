package io.offheap.profiles;

import jdk.jfr.consumer.RecordedEvent;

/**
 * What became of one marked allocation.
 *
 * @param site class, method and line
 * @param type what is allocated there, for instance {@code long[]}
 * @param moved whether it is off the Java heap
 * @param reason why not: an upper-case word
 * @param detail the same in words, with a line
 */
record Verdict(String site, String type, boolean moved, String reason, String detail) {
  static Verdict of(RecordedEvent event) {
    return new Verdict(
        Field.text(event, "site"),
        Field.text(event, "type"),
        Field.text(event, "verdict").equals("MOVED"),
        Field.text(event, "reason"),
        Field.text(event, "detail"));
  }
}
