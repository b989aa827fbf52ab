package io.offheap.profiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import jdk.jfr.consumer.RecordingFile;

/** Sums that tests take from recordings without the code that they test. */
final class Recorded {
  private Recorded() {}

  /** The weight of all allocation samples. */
  static long weight(Path file) {
    try {
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals("offheap.AllocationSample"))
          .mapToLong(event -> event.getLong("weight"))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
