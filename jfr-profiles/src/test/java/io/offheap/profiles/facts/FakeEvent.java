package io.offheap.profiles.facts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An event that nobody has recorded, at any time one likes. */
public final class FakeEvent implements EventView {
  private final String type;
  private final long startNanos;
  private final Map<String, Object> fields = new HashMap<>();
  private long durationNanos;
  private long threadId;
  private List<String> frames = List.of();

  private FakeEvent(String type, double seconds) {
    this.type = type;
    this.startNanos = 1_700_000_000_000_000_000L + Math.round(seconds * 1e9);
  }

  /** An event so many seconds after a fixed time. */
  public static FakeEvent at(double seconds, String type) {
    return new FakeEvent(type, seconds);
  }

  /** Gives a field a value. */
  public FakeEvent with(String field, Object value) {
    fields.put(field, value);
    return this;
  }

  /** Gives it a duration. */
  public FakeEvent lasting(double seconds) {
    durationNanos = Math.round(seconds * 1e9);
    return this;
  }

  /** Says which thread wrote it. */
  public FakeEvent by(long thread) {
    threadId = thread;
    return this;
  }

  /** Gives it a stack, top first. */
  public FakeEvent in(String... stack) {
    frames = List.of(stack);
    return this;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public long durationNanos() {
    return durationNanos;
  }

  @Override
  public long threadId() {
    return threadId;
  }

  @Override
  public long number(String field) {
    return fields.get(field) instanceof Number number ? number.longValue() : 0;
  }

  @Override
  public double share(String field) {
    return fields.get(field) instanceof Number number ? number.doubleValue() : 0;
  }

  @Override
  public String text(String field) {
    return fields.get(field) instanceof String text ? text : "";
  }

  @Override
  public List<String> frames() {
    return frames;
  }
}
