package io.offheap.profiles.facts;

import java.util.List;

/** One event, whichever parser has read it. What an event lacks is 0 or empty. */
public interface EventView {
  /** The name of its type, {@code offheap.HeapStatistics}. */
  String type();

  /** When it began, in nanoseconds since the epoch. */
  long startNanos();

  /** How long it took; 0 for an instant. */
  long durationNanos();

  /** The number that Java gave the thread that wrote it; 0 if it has none. */
  long threadId();

  /** A number; bytes, counts and time spans in nanoseconds alike. */
  long number(String field);

  /** A share from 0 to 1. */
  double share(String field);

  /** A text, or the name of a class. */
  String text(String field);

  /** The stack, top frame first, each {@code com.acme.A.run:42}; empty without a stack. */
  List<String> frames();
}
