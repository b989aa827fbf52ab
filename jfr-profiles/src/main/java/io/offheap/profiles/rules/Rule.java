package io.offheap.profiles.rules;

import io.offheap.profiles.facts.RecordingFacts;
import java.util.List;

/** Judges one matter. Stateless and thread-safe. */
public abstract class Rule {
  private final String id;
  private final String name;
  private final List<Threshold> thresholds;
  private final List<Measure> measures;

  /** Keeps what is the same for all recordings. */
  Rule(String id, String name, List<Threshold> thresholds, List<Measure> measures) {
    this.id = id;
    this.name = name;
    this.thresholds = List.copyOf(thresholds);
    this.measures = List.copyOf(measures);
  }

  /** A name that no other rule has and that never changes. */
  public final String id() {
    return id;
  }

  /** A few words. */
  public final String name() {
    return name;
  }

  public final List<Threshold> thresholds() {
    return thresholds;
  }

  /** All that its findings may hold. */
  public final List<Measure> measures() {
    return measures;
  }

  /** Judges the recording. */
  public abstract Finding evaluate(RecordingFacts facts, Values thresholds);

  @Override
  public final String toString() {
    return id;
  }
}
