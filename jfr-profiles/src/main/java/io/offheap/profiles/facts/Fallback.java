package io.offheap.profiles.facts;

/**
 * A request too large for the size classes, of a sample of them.
 *
 * @param requested bytes asked for
 * @param blockSize bytes that it took
 * @param site where in the code, or empty
 */
public record Fallback(long timeNanos, long requested, long blockSize, String site) {
  static Fallback of(EventView event) {
    return new Fallback(
        event.startNanos(), event.number("requested"), event.number("blockSize"), Sites.of(event));
  }
}
