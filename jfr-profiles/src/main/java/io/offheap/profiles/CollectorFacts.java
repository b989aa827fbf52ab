package io.offheap.profiles;

import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.consumer.RecordedEvent;

/** What the JVM's own events say of its garbage collector in one recording. */
final class CollectorFacts {
  private long peakHeapBytes;
  private long collections;
  private Duration totalPause = Duration.ZERO;
  private Duration longestPause = Duration.ZERO;

  /** Reads the recording. */
  static CollectorFacts of(Path file) throws BadInputException {
    CollectorFacts facts = new CollectorFacts();
    Recordings.read(file, facts::add);
    return facts;
  }

  /** Takes note of one event; others than the collector's are ignored. */
  void add(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.GCHeapSummary" ->
          peakHeapBytes = Math.max(peakHeapBytes, Field.number(event, "heapUsed"));
      case "jdk.GarbageCollection" -> {
        collections++;
        totalPause = totalPause.plus(event.getDuration("sumOfPauses"));
        Duration longest = event.getDuration("longestPause");
        if (longest.compareTo(longestPause) > 0) longestPause = longest;
      }
      default -> {}
    }
  }

  /** Most bytes of the Java heap that were in use when a collection began or ended. */
  long peakHeapBytes() {
    return peakHeapBytes;
  }

  long collections() {
    return collections;
  }

  /** How long the collector stopped the program in all. */
  Duration totalPause() {
    return totalPause;
  }

  Duration longestPause() {
    return longestPause;
  }
}
