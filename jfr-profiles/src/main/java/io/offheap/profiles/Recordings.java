package io.offheap.profiles;

import io.offheap.profiles.facts.FactsBuilder;
import io.offheap.profiles.facts.RecordingFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Reads recordings from files, and says what is wrong with those that are none. */
final class Recordings {
  private Recordings() {}

  /**
   * Hands all events of the recording to the consumer, in the order of the file.
   *
   * @throws BadInputException if there is no such file, or it is not a complete recording, or an
   *     event is so damaged that the consumer fails on it
   */
  static void read(Path file, Consumer<RecordedEvent> consumer) throws BadInputException {
    if (!Files.isRegularFile(file)) throw new BadInputException("no such file: " + file);
    try (RecordingFile recording = open(file)) {
      RecordedEvent event = next(recording, file);
      while (event != null) {
        accept(consumer, event, file);
        event = next(recording, file);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * All that is to be known of a recording.
   *
   * @throws BadInputException as {@link #read} does
   */
  static RecordingFacts facts(Path file) throws BadInputException {
    FactsBuilder builder = new FactsBuilder();
    RecordedView view = new RecordedView();
    read(file, event -> builder.add(view.at(event)));
    return builder.build();
  }

  /**
   * The same of a recording that has something of ours.
   *
   * @throws BadInputException also if it has not
   */
  static RecordingFacts ours(Path file) throws BadInputException {
    RecordingFacts facts = facts(file);
    if (facts.isForeign()) {
      throw new BadInputException(
          "the recording has no Off-Heap events; was the program run with"
              + " -javaagent:offheap-agent.jar? "
              + file);
    }
    return facts;
  }

  private static RecordingFile open(Path file) throws BadInputException {
    try {
      if (Files.size(file) == 0) throw new BadInputException("the file is empty: " + file);
      return new RecordingFile(file);
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  /** Names that a damaged file lacks are null where the JDK's parser never expects it. */
  private static void accept(Consumer<RecordedEvent> consumer, RecordedEvent event, Path file)
      throws BadInputException {
    try {
      consumer.accept(event);
    } catch (RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static @Nullable RecordedEvent next(RecordingFile recording, Path file)
      throws BadInputException {
    try {
      return recording.hasMoreEvents() ? recording.readEvent() : null;
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  /** The parser of the JDK fails in many ways on damaged files, also with unchecked exceptions. */
  private static BadInputException unreadable(Path file, Exception cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new BadInputException(
        "not a complete Flight Recorder file: "
            + file
            + " ("
            + reason.lines().findFirst().orElse("")
            + ")");
  }
}
