/**
 * The twelve rules: what a recording's facts mean, and what to do about it.
 *
 * <p>Each {@link io.offheap.profiles.rules.Rule} is a pure function of {@link
 * io.offheap.profiles.facts.RecordingFacts} and its {@link io.offheap.profiles.rules.Threshold}s.
 * Its texts name their numbers in braces, so that Mission Control, the web page and the terminal
 * can each write them in their own way. Needs nothing but {@code java.base}.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.profiles.rules;
