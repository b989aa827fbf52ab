package io.offheap.profiles.rules;

/**
 * A number that decides how a rule judges, and that users may change.
 *
 * @param id {@code offheap.pressure.info}, what settings call it
 * @param name a few words
 * @param description what happens beyond it
 * @param defaultValue in bytes, as a share, in seconds, or a count
 */
public record Threshold(
    String id, String name, String description, Unit unit, double defaultValue) {}
