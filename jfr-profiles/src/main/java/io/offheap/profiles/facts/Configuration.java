package io.offheap.profiles.facts;

/**
 * The options in force.
 *
 * @param limit the most that may be committed, in bytes
 * @param chunkSize what is committed at a time, in bytes
 * @param min smaller arrays stay on the Java heap, in bytes
 */
public record Configuration(
    long limit, long chunkSize, long min, String allocator, String exhausted, String backend) {
  static Configuration of(EventView event) {
    return new Configuration(
        event.number("limit"),
        event.number("chunkSize"),
        event.number("min"),
        event.text("allocator"),
        event.text("exhausted"),
        event.text("backend"));
  }
}
