package io.offheap.profiles.facts;

import io.offheap.profiles.Parsed;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Facts of a recording, in a form in which those of two parsers can be compared. */
public final class FactsOfFile {
  private FactsOfFile() {}

  /** As the command line reads them. */
  public static RecordingFacts read(Path file) throws Exception {
    return Parsed.facts(file);
  }

  /**
   * All facts as text, one line each. The parsers turn ticks to nanoseconds with different
   * rounding, so times are in microseconds, rounded.
   */
  public static List<String> comparable(RecordingFacts facts) {
    return Stream.of(
            facts.heap().stream(),
            facts.sizeClasses().stream(),
            facts.sites().stream(),
            facts.samples().stream(),
            facts.growths().stream(),
            facts.fallbacks().stream(),
            facts.failures().stream(),
            facts.verdicts().stream(),
            facts.configuration().stream(),
            Stream.of(facts.java()))
        .flatMap(rows -> rows)
        .map(row -> row.toString().replaceAll("Nanos=(\\d+)", "Nanos"))
        .sorted()
        .toList();
  }
}
