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
    return heap.stream().mapToLong(HeapRow::peak).max().orElse(0);
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

  /** Slabs that size classes took; the events of them are throttled, these counters are not. */
  public long slabGrowthCount() {
    long counted = heap.stream().mapToLong(HeapRow::slabGrowths).sum();
    return Math.max(counted, growths.stream().filter(Growth::slab).count());
  }

  /** How often memory came from the operating system. */
  public long regionGrowthCount() {
    return growths.stream().filter(growth -> !growth.slab()).count();
  }

  /**
   * How long threads waited for memory: what was counted for slabs and what each growth of the
   * region took; by the events of slabs, where nothing was counted.
   */
  public long waitNanos() {
    long told = waits().stream().mapToLong(Growth::durationNanos).sum();
    long slabs = heap.stream().mapToLong(HeapRow::slabGrowthNanos).sum();
    long regions =
        growths.stream().filter(growth -> !growth.slab()).mapToLong(Growth::durationNanos).sum();
    return Math.max(told, slabs + regions);
  }

  /** The longest wait for memory, be there an event of it or not; 0 if there was none. */
  public long longestWaitNanos() {
    long told = growths.stream().mapToLong(Growth::durationNanos).max().orElse(0);
    long counted = heap.stream().mapToLong(HeapRow::longestSlabGrowthNanos).max().orElse(0);
    return Math.max(told, counted);
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
