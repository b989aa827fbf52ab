package io.offheap.profiles;

import io.offheap.profiles.facts.EventView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Timespan;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/** An event as the JDK's parser has read it. One view serves all events of a recording. */
final class RecordedView implements EventView {
  /** Many events have the same stack; it is kept once. */
  private final Map<List<String>, List<String>> stacks = new HashMap<>();

  private @Nullable RecordedEvent event;

  /** Moves the view to another event. */
  RecordedView at(RecordedEvent newEvent) {
    event = newEvent;
    return this;
  }

  private RecordedEvent event() {
    if (event == null) throw new IllegalStateException("the view is at no event");
    return event;
  }

  @Override
  public String type() {
    return event().getEventType().getName();
  }

  @Override
  public long startNanos() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, event().getStartTime());
  }

  @Override
  public long durationNanos() {
    return event().getDuration().toNanos();
  }

  @Override
  public long threadId() {
    RecordedThread thread = event().getThread();
    return thread == null ? 0 : Math.max(thread.getJavaThreadId(), 0);
  }

  @Override
  public long number(String field) {
    Object value = value(field);
    if (!(value instanceof Number number)) return 0;
    // Time spans have a unit of their own in the file.
    return isTimespan(field) ? event().getDuration(field).toNanos() : number.longValue();
  }

  private boolean isTimespan(String field) {
    return event().getEventType().getField(field).getAnnotation(Timespan.class) != null;
  }

  @Override
  public double share(String field) {
    return value(field) instanceof Number number ? number.doubleValue() : 0;
  }

  @Override
  public String text(String field) {
    Object value = value(field);
    if (value instanceof RecordedClass type) return typeName(type.getName());
    return value instanceof String text ? text : "";
  }

  private @Nullable Object value(String field) {
    return event().hasField(field) ? event().getValue(field) : null;
  }

  @Override
  public List<String> frames() {
    RecordedStackTrace stack = event().getStackTrace();
    if (stack == null) return List.of();
    List<String> frames = new ArrayList<>(stack.getFrames().size());
    for (RecordedFrame frame : stack.getFrames()) {
      frames.add(
          frame.getMethod().getType().getName()
              + "."
              + frame.getMethod().getName()
              + ":"
              + frame.getLineNumber());
    }
    List<String> key = List.copyOf(frames);
    List<String> known = stacks.putIfAbsent(key, key);
    return known == null ? key : known;
  }

  /** {@code long[]} for {@code [J}; other names as they are. */
  private static String typeName(String name) {
    int dimensions = 0;
    while (name.startsWith("[", dimensions)) dimensions++;
    if (dimensions == 0) return name;
    String element = name.substring(dimensions);
    String readable =
        switch (element.charAt(0)) {
          case 'Z' -> "boolean";
          case 'B' -> "byte";
          case 'C' -> "char";
          case 'S' -> "short";
          case 'I' -> "int";
          case 'J' -> "long";
          case 'F' -> "float";
          case 'D' -> "double";
          default -> element.substring(1, element.length() - 1).replace('/', '.');
        };
    return readable + "[]".repeat(dimensions);
  }
}
