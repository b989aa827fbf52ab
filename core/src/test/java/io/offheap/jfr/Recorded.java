package io.offheap.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.array.ArrayOptions;
import io.offheap.heap.Heap;
import io.offheap.heap.HeapListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Records what some code does, with our events as they are by default. */
final class Recorded {
  private Recorded() {}

  /**
   * The events of ours while {@code action} ran, with this heap the one that is watched. The heap's
   * own daemon may cause some, too.
   */
  static List<RecordedEvent> during(Heap heap, Runnable action) {
    watch(heap);
    try (Recording recording = new Recording()) {
      recording.start();
      action.run();
      recording.stop();
      assertThat(heap.statistics().lostNotificationCount()).isZero();
      return ours(recording);
    }
  }

  static void watch(Heap heap) {
    FlightEvents.watch(new OfHeap(heap));
  }

  private record OfHeap(Heap heap) implements FlightEvents.Source {
    @Override
    public void setListener(@Nullable HeapListener listener) {
      heap.setListener(listener);
    }

    @Override
    public ArrayOptions options() {
      return new ArrayOptions(heap.options().limitBytes(), heap.options().allocator(), 4096, false);
    }
  }

  static List<RecordedEvent> ours(Recording recording) {
    return ours(all(recording));
  }

  /** The events of the JDK too. */
  static List<RecordedEvent> all(Recording recording) {
    try {
      Path file = Files.createTempFile("recorded", ".jfr");
      try {
        recording.dump(file);
        return RecordingFile.readAllEvents(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<RecordedEvent> ours(Path file) throws IOException {
    return ours(RecordingFile.readAllEvents(file));
  }

  private static List<RecordedEvent> ours(List<RecordedEvent> events) {
    return events.stream()
        .filter(event -> event.getEventType().getName().startsWith("offheap."))
        .sorted(
            Comparator.comparing(RecordedEvent::getEndTime)) // files are in order by thread only
        .toList();
  }

  static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("offheap." + name))
        .toList();
  }

  /** Those that this thread caused. */
  static List<RecordedEvent> here(List<RecordedEvent> events) {
    long id = Thread.currentThread().threadId();
    return events.stream()
        .filter(event -> event.getThread() != null && event.getThread().getJavaThreadId() == id)
        .toList();
  }

  static RecordedEvent only(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found = of(events, name);
    assertThat(found).as(name).hasSize(1);
    return found.getFirst();
  }

  /** The class whose method the stack trace begins in. */
  static String top(RecordedEvent event) {
    return event.getStackTrace().getFrames().getFirst().getMethod().getType().getName();
  }

  static boolean stackHas(RecordedEvent event, Class<?> type) {
    return event.getStackTrace() != null
        && event.getStackTrace().getFrames().stream()
            .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(type.getName()));
  }
}
