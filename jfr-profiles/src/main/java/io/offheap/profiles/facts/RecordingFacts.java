package io.offheap.profiles.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the rules and the report know of a recording. Immutable.
 *
 * @param startNanos when the first event of interest began
 * @param endNanos when the last event of interest ended
 * @param sizeClasses rows of all size classes at all times
 * @param sites rows of all sites at all times
 * @param verdicts one for each site and type, ordered by site
 */
public record RecordingFacts(
    long startNanos,
    long endNanos,
    List<HeapRow> heap,
    List<SizeClassRow> sizeClasses,
    List<SiteRow> sites,
    List<Sample> samples,
    List<Growth> growths,
    List<Fallback> fallbacks,
    List<Failure> failures,
    List<Verdict> verdicts,
    Optional<Configuration> configuration,
    JavaFacts java) {

  /** Whether there is nothing of OffHeap in the recording. */
  public boolean isForeign() {
    return heap.isEmpty()
        && configuration.isEmpty()
        && verdicts.isEmpty()
        && sites.isEmpty()
        && samples.isEmpty()
        && growths.isEmpty()
        && failures.isEmpty();
  }

  /** From the first to the last event of interest. */
  public long spanNanos() {
    return endNanos - startNanos;
  }

  public Optional<HeapRow> lastHeap() {
    return heap.isEmpty() ? Optional.empty() : Optional.of(heap.get(heap.size() - 1));
  }

  /** Bytes handed out while recording. */
  public long allocatedBytes() {
    return heap.stream().mapToLong(HeapRow::allocated).sum();
  }

  /** Blocks handed out while recording. */
  public long allocations() {
    return heap.stream().mapToLong(HeapRow::allocations).sum();
  }

  /** Bytes asked for in vain. */
  public long refusedBytes() {
    return heap.stream().mapToLong(HeapRow::refused).sum();
  }

  /** Requests refused; the events of failures are throttled, these counters are not. */
  public long refusals() {
    long counted = heap.stream().mapToLong(HeapRow::refusals).sum();
    return Math.max(counted, failures.size());
  }

  /** Most bytes in use at a time, since the program began. */
  public long peakUsed() {
    return heap.stream().mapToLong(row -> Math.max(row.used(), row.peakUsed())).max().orElse(0);
  }

  /** Most bytes committed at a time, since the program began. */
  public long peakCommitted() {
    return heap.stream()
        .mapToLong(row -> Math.max(row.committed(), row.peakCommitted()))
        .max()
        .orElse(0);
  }

  /** The sites, most live bytes first. */
  public List<SiteTotal> siteTotals() {
    SiteTotals totals = new SiteTotals();
    sites.forEach(totals::add);
    return totals.ordered();
  }

  /** Blocks handed out while recording that were larger than every size class. */
  public long fallbackCount() {
    long counted = heap.stream().mapToLong(HeapRow::fallbacks).sum();
    return Math.max(counted, fallbacks.size());
  }

  /** The growths that threads waited for, each moment once. */
  public List<Growth> waits() {
    return Growth.outer(growths);
  }

  /** The last row of each size class, smallest first. */
  public List<SizeClassRow> lastSizeClasses() {
    Map<Long, SizeClassRow> last = new LinkedHashMap<>();
    sizeClasses.forEach(row -> last.put(row.slotSize(), row));
    List<SizeClassRow> rows = new ArrayList<>(last.values());
    rows.sort(Comparator.comparingLong(SizeClassRow::slotSize));
    return rows;
  }

  /** The verdicts of sites that stayed on the Java heap. */
  public List<Verdict> kept() {
    return verdicts.stream().filter(verdict -> !verdict.moved()).toList();
  }

  /** How many sites moved. */
  public long moved() {
    return verdicts.stream().filter(Verdict::moved).count();
  }
}
