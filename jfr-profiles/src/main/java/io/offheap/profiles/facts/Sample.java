package io.offheap.profiles.facts;

import java.util.List;

/**
 * One sampled allocation.
 *
 * @param site where in the code
 * @param type what was allocated
 * @param weight the bytes it stands for
 * @param allocationSize the bytes of this one
 * @param frames its stack, top first
 */
public record Sample(
    long timeNanos,
    String site,
    String type,
    long weight,
    long allocationSize,
    List<String> frames) {
  static Sample of(EventView event) {
    return new Sample(
        event.startNanos(),
        Sites.of(event),
        event.text("objectClass"),
        event.number("weight"),
        event.number("allocationSize"),
        event.frames());
  }
}
