package io.offheap.profiles.rules;

/**
 * Something that a rule finds out.
 *
 * @param id names it in texts, {@code {id}}
 * @param name a few words for a table
 */
public record Measure(String id, String name, Unit unit) {}
