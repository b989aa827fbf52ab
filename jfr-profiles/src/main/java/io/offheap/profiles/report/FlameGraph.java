package io.offheap.profiles.report;

import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.Sample;
import java.util.Map;
import java.util.TreeMap;

/** Stacks merged from their roots on, weighed by bytes. */
final class FlameGraph {
  /** Narrower ones cannot be seen. */
  private static final double LEAST_SHARE = 0.0005;

  private final String name;
  private final Map<String, FlameGraph> children = new TreeMap<>();
  private long weight;

  private FlameGraph(String name) {
    this.name = name;
  }

  static FlameGraph of(RecordingFacts facts) {
    FlameGraph root = new FlameGraph("all");
    for (Sample sample : facts.samples()) {
      FlameGraph node = root;
      node.weight += sample.weight();
      for (String frame : CollapsedStacks.path(sample)) {
        node = node.children.computeIfAbsent(frame, FlameGraph::new);
        node.weight += sample.weight();
      }
    }
    return root;
  }

  long weight() {
    return weight;
  }

  /** {@code [name, weight, [children]]}, without those that are too narrow to be seen. */
  void write(Json json) {
    write(json, weight * LEAST_SHARE);
  }

  private void write(Json json, double leastWeight) {
    json.array().value(name).value(weight).array();
    for (FlameGraph child : children.values()) {
      if (child.weight >= leastWeight) child.write(json, leastWeight);
    }
    json.endArray().endArray();
  }
}
