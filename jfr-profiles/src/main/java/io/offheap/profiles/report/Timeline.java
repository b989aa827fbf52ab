package io.offheap.profiles.report;

import io.offheap.profiles.facts.Growth;
import io.offheap.profiles.facts.HeapRow;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the charts draw. Long recordings are thinned: of neighbouring rows, gauges keep the greatest
 * value and counters their sum, so that no peak and no byte is lost.
 */
final class Timeline {
  /** More points than these are not seen on a screen. */
  private static final int MAX_POINTS = 1200;

  private static final int MAX_MARKS = 500;

  private final RecordingFacts facts;
  private final List<List<HeapRow>> points = new ArrayList<>();

  Timeline(RecordingFacts facts) {
    this.facts = facts;
    List<HeapRow> rows = facts.heap();
    int perPoint = (rows.size() + MAX_POINTS - 1) / MAX_POINTS;
    for (int i = 0; i < rows.size(); i += perPoint) {
      points.add(rows.subList(i, Math.min(i + perPoint, rows.size())));
    }
  }

  void write(Json json) {
    json.object();
    json.name("time").array();
    for (List<HeapRow> point : points) json.value(seconds(point.get(point.size() - 1).timeNanos()));
    json.endArray();
    greatest(json, "used", HeapRow::used);
    greatest(json, "committed", HeapRow::committed);
    greatest(json, "limit", HeapRow::limit);
    sum(json, "allocated", HeapRow::allocated);
    sum(json, "freed", HeapRow::freed);
    sum(json, "refused", HeapRow::refused);
    sum(json, "allocations", HeapRow::allocations);
    sum(json, "fallbacks", HeapRow::fallbacks);
    sum(json, "refusals", HeapRow::refusals);
    growths(json);
    json.endObject();
  }

  private void greatest(Json json, String name, ToLongFunction<HeapRow> value) {
    json.name(name).array();
    for (List<HeapRow> point : points) json.value(point.stream().mapToLong(value).max().orElse(0));
    json.endArray();
  }

  private void sum(Json json, String name, ToLongFunction<HeapRow> value) {
    json.name(name).array();
    for (List<HeapRow> point : points) json.value(point.stream().mapToLong(value).sum());
    json.endArray();
  }

  /** The longest ones. */
  private void growths(Json json) {
    json.name("growths").array();
    facts.growths().stream()
        .sorted(Comparator.comparingLong(Growth::durationNanos).reversed())
        .limit(MAX_MARKS)
        .sorted(Comparator.comparingLong(Growth::timeNanos))
        .forEach(growth ->
            json.array()
                .value(seconds(growth.timeNanos()))
                .value(growth.durationNanos() / 1e6)
                .value(growth.size())
                .value(growth.slab() ? "slab" : "region")
                .value(growth.site())
                .endArray());
    json.endArray();
  }

  /** Since the start of the recording. */
  private double seconds(long timeNanos) {
    return (timeNanos - facts.startNanos()) / 1e9;
  }
}
