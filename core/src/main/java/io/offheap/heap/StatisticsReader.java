package io.offheap.heap;

import io.offheap.heap.SlabPool.Numbers;
import io.offheap.memory.Region;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a heap's numbers together so that they add up.
 *
 * <p>What has left the slabs is known exactly, under locks. How much of that is in magazines is
 * read from the shards, which go on meanwhile; the rest is live. So the sum always holds, and each
 * number is right if nothing else happens during the call, otherwise off by what does.
 */
final class StatisticsReader {
  private final Region region;
  private final BlockSource source;
  private final Notifier notifier;
  private final @Nullable SlabLayer slabs;
  private final @Nullable ShardTable shards;

  /** The highest that was ever read; guarded by the source's lock. */
  private long peakUsedBytes;

  StatisticsReader(
      Region region,
      BlockSource source,
      Notifier notifier,
      @Nullable SlabLayer slabs,
      @Nullable ShardTable shards) {
    this.region = region;
    this.source = source;
    this.notifier = notifier;
    this.slabs = slabs;
    this.shards = shards;
  }

  HeapStatistics read() {
    List<Shard> all = shards == null ? List.of() : shards.all();
    return source.locked(tables -> read(tables, all));
  }

  /**
   * The bytes of live blocks; no lock, no garbage. Each number that it is made of is right at some
   * moment of the call.
   */
  long usedBytes() {
    return source.usedBytes() + (slabs == null || shards == null ? 0 : usedBytes(slabs, shards));
  }

  private static long usedBytes(SlabLayer slabs, ShardTable shards) {
    long bytes = 0;
    for (int c = 0; c < slabs.shapes().count(); c++) {
      bytes += slabs.pool(c).outBlocksOpaque() * slabs.shapes().blockBytes(c);
    }
    for (Shard shard : shards.all()) bytes -= shard.cachedBytes();
    return Math.max(bytes, 0);
  }

  /** The bytes of all blocks ever handed out, as {@link #usedBytes} reads. */
  long allocatedBytes() {
    long bytes = source.allocatedBytes();
    if (shards != null) for (Shard shard : shards.all()) bytes += shard.allocatedBytes();
    return bytes;
  }

  private HeapStatistics read(HeapTables tables, List<Shard> all) {
    HeapCounters large = tables.counters();
    Small small = new Small();
    if (slabs != null) for (int c = 0; c < slabs.shapes().count(); c++) small.add(slabs, c, all);
    long committedBytes = region.committedBytes();
    long usedBytes = large.usedBytes + small.usedBytes;
    long cachedBytes = tables.cachedBytes() + small.cachedBytes;
    long freeBytes = tables.freeBytes() + small.freeBytes;
    long allocatedBytes = large.allocatedBytes + small.allocatedBytes;
    long allocationCount = large.allocationCount + small.allocationCount;
    peakUsedBytes = Math.max(peakUsedBytes, Math.max(usedBytes, large.peakUsedBytes));
    return new HeapStatistics(
        region.limitBytes(),
        region.reservedBytes(),
        committedBytes,
        region.peakCommittedBytes(),
        usedBytes,
        peakUsedBytes,
        cachedBytes,
        freeBytes,
        committedBytes - usedBytes - cachedBytes - freeBytes,
        large.internalWasteBytes() + Math.round(small.wasteBytes),
        small.slabBytes,
        small.usedBytes,
        large.dedicatedBytes,
        region.chunkCount(),
        allocatedBytes,
        allocatedBytes - usedBytes,
        large.refusedBytes,
        allocationCount,
        large.freeCount + small.allocationCount - small.liveBlocks,
        large.refusalCount,
        notifier.lostCount(),
        List.copyOf(small.classes),
        all.stream().map(StatisticsReader::row).toList());
  }

  private static HeapStatistics.Shard row(Shard shard) {
    return new HeapStatistics.Shard(shard.ownerId(), shard.cachedBytes(), shard.allocations());
  }

  /** Sums over the size classes. */
  private static final class Small {
    final List<HeapStatistics.SizeClass> classes = new ArrayList<>();
    long usedBytes;
    long cachedBytes;
    long freeBytes;
    long slabBytes;
    long allocatedBytes;
    long allocationCount;
    long liveBlocks;
    double wasteBytes;

    void add(SlabLayer slabs, int classIndex, List<Shard> shards) {
      long blockBytes = slabs.shapes().blockBytes(classIndex);
      Numbers pool = slabs.pool(classIndex).numbers();
      long cached = 0;
      long allocations = 0;
      long requestedBytes = 0;
      for (Shard shard : shards) {
        cached += shard.cachedBlocks(classIndex);
        allocations += shard.allocations(classIndex);
        requestedBytes += shard.requestedBytes(classIndex);
      }
      cached = Math.clamp(cached, 0, pool.outBlocks());
      long live = pool.outBlocks() - cached;
      long free = pool.blockCount() - pool.outBlocks();
      double waste = 0;
      if (allocations > 0) {
        double requestedShare = (double) requestedBytes / (allocations * blockBytes);
        waste = live * blockBytes * Math.max(0, 1 - requestedShare);
      }
      classes.add(
          new HeapStatistics.SizeClass(
              blockBytes,
              pool.slabBytes(),
              live,
              cached,
              free,
              allocations,
              pool.slabCount(),
              Math.round(waste)));
      usedBytes += live * blockBytes;
      cachedBytes += cached * blockBytes;
      freeBytes += free * blockBytes;
      slabBytes += pool.slabBytes();
      allocatedBytes += allocations * blockBytes;
      allocationCount += allocations;
      liveBlocks += live;
      wasteBytes += waste;
    }
  }
}
