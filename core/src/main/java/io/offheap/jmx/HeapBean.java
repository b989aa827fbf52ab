package io.offheap.jmx;

import io.offheap.array.ArrayMemory;
import io.offheap.array.Sites;
import io.offheap.heap.HeapStatistics;
import java.lang.management.MemoryUsage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Shows a snapshot; zeros while the heap is not open. */
final class HeapBean implements HeapMXBean {
  private final Snapshot snapshot;

  HeapBean(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  private long number(ToLongFunction<HeapStatistics> field) {
    HeapStatistics now = snapshot.read();
    return now == null ? 0 : field.applyAsLong(now);
  }

  private double share(ToDoubleFunction<HeapStatistics> field) {
    HeapStatistics now = snapshot.read();
    return now == null ? 0 : field.applyAsDouble(now);
  }

  @Override
  public String getName() {
    return "off-heap";
  }

  @Override
  public long getCount() {
    return number(now -> now.allocationCount() - now.freeCount());
  }

  @Override
  public long getMemoryUsed() {
    return number(HeapStatistics::usedBytes);
  }

  @Override
  public long getTotalCapacity() {
    return number(HeapStatistics::committedBytes);
  }

  @Override
  public MemoryUsage getUsage() {
    HeapStatistics now = snapshot.read();
    return now == null ? usage(0, 0) : usage(now.usedBytes(), now.committedBytes());
  }

  @Override
  public MemoryUsage getPeakUsage() {
    HeapStatistics now = snapshot.read();
    return now == null ? usage(0, 0) : usage(now.peakUsedBytes(), now.peakCommittedBytes());
  }

  private MemoryUsage usage(long used, long committed) {
    return new MemoryUsage(0, used, Math.max(used, committed), getLimit());
  }

  @Override
  public long getLimit() {
    HeapStatistics now = snapshot.read();
    return now == null ? ArrayMemory.options().limitBytes() : now.limitBytes();
  }

  @Override
  public long getReserved() {
    return number(HeapStatistics::reservedBytes);
  }

  @Override
  public long getAllocatedBytes() {
    return number(HeapStatistics::allocatedBytes);
  }

  @Override
  public long getFreedBytes() {
    return number(HeapStatistics::freedBytes);
  }

  @Override
  public long getRefusedBytes() {
    return number(HeapStatistics::refusedBytes);
  }

  @Override
  public long getAllocationCount() {
    return number(HeapStatistics::allocationCount);
  }

  @Override
  public long getFreeCount() {
    return number(HeapStatistics::freeCount);
  }

  @Override
  public long getRefusalCount() {
    return number(HeapStatistics::refusalCount);
  }

  @Override
  public int getChunkCount() {
    return (int) number(HeapStatistics::chunkCount);
  }

  @Override
  public double getSlabOccupancy() {
    return share(HeapStatistics::slabOccupancy);
  }

  @Override
  public double getInternalWaste() {
    return share(HeapStatistics::internalWaste);
  }

  @Override
  public double getFragmentation() {
    return share(HeapStatistics::fragmentation);
  }

  @Override
  public SiteUsage[] sites() {
    return Sites.statistics().stream()
        .map(SiteUsage::of)
        .sorted(Comparator.comparingLong(SiteUsage::liveBytes).reversed())
        .toArray(SiteUsage[]::new);
  }

  @Override
  public String siteTable() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%18s %18s %12s %18s  %-10s %s%n",
            "live bytes",
            "peak bytes",
            "live arrays",
            "allocated bytes",
            "type",
            "site"));
    Arrays.stream(sites())
        .forEach(site ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "%,18d %,18d %,12d %,18d  %-10s %s%n",
                    site.liveBytes(),
                    site.peakLiveBytes(),
                    site.liveCount(),
                    site.allocatedBytes(),
                    site.type(),
                    site.site())));
    return table.toString();
  }
}
