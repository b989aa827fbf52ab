package io.offheap.profiles.report;

import io.offheap.profiles.facts.Configuration;
import io.offheap.profiles.facts.HeapRow;
import io.offheap.profiles.facts.RecordingFacts;
import io.offheap.profiles.facts.Sample;
import io.offheap.profiles.facts.SiteTotal;
import io.offheap.profiles.facts.SizeClassRow;
import io.offheap.profiles.rules.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The numbers beside and below the charts. */
final class Tables {
  private static final int MAX_SITES = 50;

  private Tables() {}

  /** What the memory charts show, for those who do not see them. */
  static String memory(RecordingFacts facts) {
    if (facts.heap().isEmpty()) return "";
    HeapRow first = facts.heap().get(0);
    HeapRow last = facts.heap().get(facts.heap().size() - 1);
    return definitions(
        item("Used, start", "memory.used.first", Unit.BYTES, first.used()),
        item("Used, peak", "memory.used.peak", Unit.BYTES, facts.peakUsed()),
        item("Used, end", "memory.used.last", Unit.BYTES, last.used()),
        item("Committed, peak", "memory.committed.peak", Unit.BYTES, facts.peakCommitted()),
        item("Committed, end", "memory.committed.last", Unit.BYTES, last.committed()),
        item("Limit", "memory.limit", Unit.BYTES, last.limit()),
        item("Allocated", "memory.allocated", Unit.BYTES, facts.allocatedBytes()),
        item(
            "Freed",
            "memory.freed",
            Unit.BYTES,
            facts.heap().stream().mapToLong(HeapRow::freed).sum()),
        item("Allocations", "memory.allocations", Unit.COUNT, facts.allocations()),
        item("Refused", "memory.refused", Unit.BYTES, facts.refusedBytes()));
  }

  /** What the charts of growth and fallback show. */
  static String growth(RecordingFacts facts) {
    return definitions(
        item("Region growths", "growth.regions", Unit.COUNT, facts.regionGrowthCount()),
        item("Slab growths", "growth.slabs", Unit.COUNT, facts.slabGrowthCount()),
        item("Longest wait", "growth.longest", Unit.SECONDS, facts.longestWaitNanos() / 1e9),
        item("Waited in all", "growth.total", Unit.SECONDS, facts.waitNanos() / 1e9),
        item("Fallbacks", "growth.fallbacks", Unit.COUNT, facts.fallbackCount()),
        item("Refused requests", "growth.refusals", Unit.COUNT, facts.refusals()));
  }

  /** The sites by live and allocated bytes; from samples, where there are no exact counts. */
  static String sites(RecordingFacts facts) {
    List<SiteTotal> sites = facts.siteTotals();
    if (sites.isEmpty()) return sampledSites(facts);
    long mostLive = sites.stream().mapToLong(SiteTotal::live).max().orElse(0);
    long mostAllocated = sites.stream().mapToLong(SiteTotal::allocated).max().orElse(0);
    StringBuilder rows = new StringBuilder();
    for (SiteTotal site : sites.subList(0, Math.min(sites.size(), MAX_SITES))) {
      String key = "site." + site.site() + "." + site.type() + ".";
      rows.append("<tr><th scope=\"row\">").append(Html.code(site.site())).append("</th>");
      rows.append("<td>").append(Html.code(site.type())).append("</td>");
      barred(rows, key + "live", site.live(), mostLive);
      cell(rows, key + "peakLive", Unit.BYTES, site.peakLive());
      barred(rows, key + "allocated", site.allocated(), mostAllocated);
      cell(rows, key + "allocations", Unit.COUNT, site.allocations());
      cell(rows, key + "liveArrays", Unit.COUNT, site.liveArrays());
      cell(rows, key + "onJavaHeap", Unit.BYTES, site.onJavaHeap());
      rows.append("</tr>\n");
    }
    return sortable(
        rows,
        more(sites.size()),
        "Site",
        "Type",
        "#Live",
        "#Peak live",
        "#Allocated",
        "#Arrays",
        "#Live arrays",
        "#On Java heap");
  }

  private static String sampledSites(RecordingFacts facts) {
    if (facts.samples().isEmpty()) {
      return "<p class=\"empty\">The recording has neither site statistics nor allocation samples.</p>";
    }
    Map<String, Long> weights =
        facts.samples().stream()
            .collect(Collectors.groupingBy(Sample::site, Collectors.summingLong(Sample::weight)));
    long most = weights.values().stream().mapToLong(Long::longValue).max().orElse(0);
    StringBuilder rows = new StringBuilder();
    weights.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MAX_SITES)
        .forEach(entry -> {
          rows.append("<tr><th scope=\"row\">").append(Html.code(entry.getKey()));
          rows.append("</th>");
          barred(rows, "sampled." + entry.getKey(), entry.getValue(), most);
          rows.append("</tr>\n");
        });
    return sortable(rows, more(weights.size()), "Site", "#Allocated, sampled");
  }

  private static String more(int sites) {
    return sites <= MAX_SITES
        ? ""
        : "<p class=\"empty\">And %s more.</p>"
            .formatted(Html.number("sites.more", Unit.COUNT, (long) sites - MAX_SITES));
  }

  /** What the flame graph adds up to. */
  static String flameNote(RecordingFacts facts) {
    if (facts.samples().isEmpty()) return "The recording has no allocation samples.";
    return "%s samples that stand for %s. The width of a frame is the bytes allocated in it and below it."
        .formatted(
            Html.number("flame.samples", Unit.COUNT, (long) facts.samples().size()),
            Html.number("flame.weight", Unit.BYTES, FlameGraph.of(facts).weight()));
  }

  /** How full the size classes are. */
  static String sizeClasses(RecordingFacts facts) {
    List<SizeClassRow> rows = facts.lastSizeClasses();
    if (rows.isEmpty()) {
      return "<p class=\"empty\">The recording has no statistics of size classes.</p>";
    }
    StringBuilder text = new StringBuilder();
    for (SizeClassRow row : rows) {
      String key = "class." + row.slotSize() + ".";
      text.append("<tr><th scope=\"row\" class=\"num\">")
          .append(Html.number(key + "slotSize", Unit.BYTES, row.slotSize()))
          .append("</th><td class=\"num wide\">")
          .append(Html.bar(row.occupancy()))
          .append(Html.number(key + "occupancy", Unit.SHARE, row.occupancy()))
          .append("</td>");
      cell(text, key + "usedSlots", Unit.COUNT, row.usedSlots());
      cell(text, key + "freeSlots", Unit.COUNT, row.freeSlots());
      cell(text, key + "slabs", Unit.COUNT, row.slabs());
      cell(text, key + "used", Unit.BYTES, row.usedBytes());
      cell(text, key + "wasted", Unit.BYTES, row.wasted());
      text.append("</tr>\n");
    }
    return sortable(
        text,
        "",
        "#Block size",
        "#Occupancy",
        "#Used",
        "#Free",
        "#Slabs",
        "#Used bytes",
        "#Rounding");
  }

  /** The agent's options. */
  static String configuration(RecordingFacts facts) {
    if (facts.configuration().isEmpty()) {
      return "<p class=\"empty\">The recording does not say.</p>";
    }
    Configuration options = facts.configuration().get();
    return definitions(
        item("limit", "configuration.limit", Unit.BYTES, options.limit()),
        item("min", "configuration.min", Unit.BYTES, options.min()),
        item("Chunk size", "configuration.chunkSize", Unit.BYTES, options.chunkSize()),
        item("allocator", "", Unit.TEXT, options.allocator()),
        item("exhausted", "", Unit.TEXT, options.exhausted()),
        item("Backend", "", Unit.TEXT, options.backend()));
  }

  private static String item(String term, String key, Unit unit, Object value) {
    return "<div><dt>%s</dt><dd>%s</dd></div>\n"
        .formatted(Html.escape(term), Html.number(key, unit, value));
  }

  private static String definitions(String... items) {
    return "<dl class=\"numbers\">\n" + String.join("", items) + "</dl>\n";
  }

  private static void cell(StringBuilder row, String key, Unit unit, long value) {
    row.append("<td class=\"num\">").append(Html.number(key, unit, value)).append("</td>");
  }

  private static void barred(StringBuilder row, String key, long value, long most) {
    row.append("<td class=\"num wide\">")
        .append(Html.bar(most == 0 ? 0 : (double) value / most))
        .append(Html.number(key, Unit.BYTES, value))
        .append("</td>");
  }

  /** A table whose head the script turns into buttons; {@code #} marks columns of numbers. */
  private static String sortable(StringBuilder rows, String after, String... columns) {
    StringBuilder table =
        new StringBuilder("<div class=\"scroll\"><table class=\"sortable\"><thead><tr>");
    for (String column : columns) {
      boolean number = column.startsWith("#");
      table
          .append(number ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">")
          .append(Html.escape(number ? column.substring(1) : column))
          .append("</th>");
    }
    table.append("</tr></thead>\n<tbody>\n").append(rows);
    return table.append("</tbody></table></div>").append(after).toString();
  }
}
