package io.offheap.profiles.report;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.Sample;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The samples as folded stacks, which flame-graph tools read: {@code root;caller;callee bytes}. */
public final class CollapsedStacks {
  private CollapsedStacks() {}

  /** One line for each stack, in the order of the alphabet. */
  public static List<String> of(RecordingFacts facts) {
    Map<String, Long> weights = new TreeMap<>();
    for (Sample sample : facts.samples()) {
      weights.merge(String.join(";", path(sample)), sample.weight(), Long::sum);
    }
    return weights.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toList();
  }

  /** Methods from the root to the allocation, and what was allocated. */
  static List<String> path(Sample sample) {
    List<String> path =
        sample.frames().stream().map(CollapsedStacks::method).collect(Collectors.toList());
    if (path.isEmpty()) path.add(sample.site());
    Collections.reverse(path);
    path.add(sample.type());
    return path;
  }

  /** A frame without its line. */
  private static String method(String frame) {
    int colon = frame.lastIndexOf(':');
    return (colon < 0 ? frame : frame.substring(0, colon)).replace(';', ',').replace(' ', '_');
  }
}
