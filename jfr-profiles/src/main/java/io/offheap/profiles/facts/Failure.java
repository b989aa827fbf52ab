package io.offheap.profiles.facts;

/**
 * A request that found no memory.
 *
 * @param requested bytes asked for
 * @param used bytes in use then
 * @param committed bytes committed then
 * @param limit the most that may be committed
 * @param reason what stood in the way
 * @param outcome where the data went instead
 * @param site where in the code, or empty
 */
public record Failure(
    long timeNanos,
    long requested,
    long used,
    long committed,
    long limit,
    String reason,
    String outcome,
    String site) {
  static Failure of(EventView event) {
    return new Failure(
        event.startNanos(),
        event.number("requested"),
        event.number("used"),
        event.number("committed"),
        event.number("limit"),
        event.text("reason"),
        event.text("outcome"),
        Sites.of(event));
  }
}
