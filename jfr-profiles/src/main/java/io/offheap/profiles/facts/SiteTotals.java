package io.offheap.profiles.facts;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the rows of each site. */
final class SiteTotals {
  private record Key(String site, String type) {}

  private final Map<Key, SiteRow> firsts = new LinkedHashMap<>();
  private final Map<Key, SiteTotal> totals = new LinkedHashMap<>();

  /** Takes the next row in the order of time. */
  void add(SiteRow row) {
    Key key = new Key(row.site(), row.type());
    SiteRow first = firsts.putIfAbsent(key, row);
    totals.merge(
        key,
        SiteTotal.of(row),
        (before, ignored) -> first == null ? before : before.plus(row, first));
  }

  /** Most live bytes first, then most allocated. */
  List<SiteTotal> ordered() {
    return totals.values().stream()
        .sorted(
            Comparator.comparingLong(SiteTotal::live)
                .thenComparingLong(SiteTotal::allocated)
                .reversed()
                .thenComparing(SiteTotal::site)
                .thenComparing(SiteTotal::type))
        .toList();
  }
}
