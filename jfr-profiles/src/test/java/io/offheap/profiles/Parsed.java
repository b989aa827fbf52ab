package io.offheap.profiles;

import io.offheap.profiles.facts.RecordingFacts;
import java.nio.file.Path;

/** Lets tests of other packages read recordings as the command line does. */
public final class Parsed {
  private Parsed() {}

  /** The facts of a recording. */
  public static RecordingFacts facts(Path file) throws Exception {
    return Recordings.facts(file);
  }
}
