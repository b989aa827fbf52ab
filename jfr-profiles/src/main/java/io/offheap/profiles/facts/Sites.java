package io.offheap.profiles.facts;

import java.util.List;

/** Finds the place in the code that an event is about. */
final class Sites {
  private Sites() {}

  /** The event's own site, else the first frame that is not of the library, else empty. */
  static String of(EventView event) {
    String site = event.text("site");
    if (!site.isEmpty()) return site;
    List<String> frames = event.frames();
    return frames.stream().filter(frame -> !isLibrary(frame)).findFirst().orElse("");
  }

  private static boolean isLibrary(String frame) {
    return frame.startsWith("io.offheap.array.")
        || frame.startsWith("io.offheap.heap.")
        || frame.startsWith("io.offheap.jfr.")
        || frame.startsWith("java.");
  }
}
