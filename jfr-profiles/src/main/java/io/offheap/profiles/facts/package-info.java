/**
 * What a recording says, as plain records, whoever has read it.
 *
 * <p>{@link io.offheap.profiles.facts.FactsBuilder} turns events, seen through {@link
 * io.offheap.profiles.facts.EventView}, into {@link io.offheap.profiles.facts.RecordingFacts}. The
 * JDK's parser and Mission Control's each have a view of their own, so that the rules are written
 * once and both parsers can be held against each other. Needs nothing but {@code java.base}.
 *
 * <p>Times are nanoseconds since the epoch, sizes are bytes, shares are from 0 to 1. Lists are in
 * the order of time.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.profiles.facts;
