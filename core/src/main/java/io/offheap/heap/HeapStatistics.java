package io.offheap.heap;

import java.util.List;

/**
 * A consistent picture of a {@link Heap} at one moment. Bytes and counts; totals are since the heap
 * was opened.
 *
 * <p>Invariants:
 *
 * {@snippet :
 * usedBytes + cachedBytes + freeBytes + wasteBytes == committedBytes;
 * allocatedBytes - freedBytes == usedBytes;
 * }
 *
 * @param limitBytes the most that may be committed
 * @param reservedBytes address space held
 * @param committedBytes the bytes of all chunks
 * @param peakCommittedBytes the most that this has been
 * @param usedBytes the bytes of live blocks, rounding included
 * @param peakUsedBytes the most that this was whenever it was looked at: with each statistics, and
 *     while memory decays
 * @param cachedBytes the bytes of free blocks that are kept ready: in magazines, and dedicated
 *     chunks
 * @param freeBytes the bytes of free blocks in slabs, and those that the back end could hand out
 * @param wasteBytes committed bytes that are none of these: what is left over at the ends of slabs,
 *     and what is on its way in or out
 * @param internalWasteBytes an estimate of the bytes of live blocks that nobody asked for: the
 *     average rounding of all requests so far, by size, applied to the blocks that live
 * @param slabBytes the bytes of slabs
 * @param slabUsedBytes the bytes of live blocks in slabs
 * @param dedicatedBytes the bytes of chunks that are one block
 * @param chunkCount how many chunks there are
 * @param allocatedBytes the bytes of all blocks ever handed out
 * @param freedBytes the bytes of all blocks ever taken back
 * @param refusedBytes the bytes that callers asked for and gave up on
 * @param allocationCount blocks handed out
 * @param freeCount blocks taken back
 * @param refusalCount requests that callers gave up on
 * @param lostNotificationCount calls of the listener that threw
 * @param sizeClasses a row for each size class of the slabs; none for a back end without slabs
 * @param shards a row for each shard; none for a back end without slabs
 */
public record HeapStatistics(
    long limitBytes,
    long reservedBytes,
    long committedBytes,
    long peakCommittedBytes,
    long usedBytes,
    long peakUsedBytes,
    long cachedBytes,
    long freeBytes,
    long wasteBytes,
    long internalWasteBytes,
    long slabBytes,
    long slabUsedBytes,
    long dedicatedBytes,
    int chunkCount,
    long allocatedBytes,
    long freedBytes,
    long refusedBytes,
    long allocationCount,
    long freeCount,
    long refusalCount,
    long lostNotificationCount,
    List<SizeClass> sizeClasses,
    List<Shard> shards) {

  /**
   * One size class.
   *
   * @param blockByteSize the size of its blocks
   * @param slabBytes the bytes of its slabs
   * @param liveBlockCount its live blocks
   * @param cachedBlockCount its free blocks in magazines
   * @param freeBlockCount its free blocks in slabs
   * @param allocationCount blocks handed out since the heap was opened
   * @param slabCount its slabs
   * @param wasteBytes the estimated bytes of its live blocks that nobody asked for
   */
  public record SizeClass(
      long blockByteSize,
      long slabBytes,
      long liveBlockCount,
      long cachedBlockCount,
      long freeBlockCount,
      long allocationCount,
      long slabCount,
      long wasteBytes) {}

  /**
   * One shard.
   *
   * @param ownerThreadId the thread that has leased it; 0 if it is shared, or nobody's at present
   * @param cachedBytes the bytes of free blocks in its magazines
   * @param allocationCount blocks handed out there since the heap was opened
   */
  public record Shard(long ownerThreadId, long cachedBytes, long allocationCount) {}

  /** The share of slab memory that live blocks fill, 0 to 1; 1 without slabs. */
  public double slabOccupancy() {
    return slabBytes == 0 ? 1 : (double) slabUsedBytes / slabBytes;
  }

  /** The estimated share of used memory that nobody asked for, 0 to 1. */
  public double internalWaste() {
    return usedBytes == 0 ? 0 : (double) internalWasteBytes / usedBytes;
  }

  /** The share of committed memory that holds no live block, 0 to 1. */
  public double fragmentation() {
    return committedBytes == 0 ? 0 : (double) (committedBytes - usedBytes) / committedBytes;
  }
}
