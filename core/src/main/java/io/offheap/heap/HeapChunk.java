package io.offheap.heap;

import io.offheap.memory.Region;
import io.offheap.memory.Zeroing;
import java.lang.foreign.MemorySegment;

/**
 * What a heap knows of one chunk: how many blocks of it live, and which of its pages may hold
 * anything but zeros.
 *
 * <p>Committed memory is zero, and stays so until a block there has been handed out and come back.
 * So a page is <em>dirty</em> once a block that overlaps it has been freed; its live neighbours
 * write only to themselves. A block on clean pages need not be cleared to be zero.
 *
 * <p>Guarded by the heap's lock, but for {@link #clear}, which the owner of a block calls without
 * it: of the marks it reads, those of pages that are wholly the block's cannot change, and those of
 * the pages at its ends can only turn dirty for a neighbour's sake, which at worst clears in vain.
 */
final class HeapChunk {
  final long address;
  final long byteSize;

  /** Whether the chunk is one block. */
  final boolean dedicated;

  /** The live blocks in it, a slab being one. */
  int liveBlocks;

  private final MemorySegment segment;

  /** Per page, how many live blocks, or slabs, overlap it; empty for a dedicated chunk. */
  private final short[] holders;

  /** Per page, 1 if dirty; one byte each, so that neighbours' marks do not meet in a word. */
  private final byte[] dirty;

  /** How many bytes at the start of a dedicated chunk, which has no pages, may be dirty. */
  private long dirtyBytes;

  HeapChunk(long address, MemorySegment segment, boolean dedicated) {
    this.address = address;
    this.segment = segment;
    this.byteSize = segment.byteSize();
    this.dedicated = dedicated;
    this.dirty = new byte[dedicated ? 0 : pageOf(byteSize - 1) + 1];
    this.holders = new short[dirty.length];
  }

  /** A block, or slab, is handed out. */
  void hold(long blockAddress, long blockByteSize) {
    addHolders(blockAddress, blockByteSize, 1);
  }

  /** It has come back. */
  void unhold(long blockAddress, long blockByteSize) {
    addHolders(blockAddress, blockByteSize, -1);
  }

  private void addHolders(long blockAddress, long blockByteSize, int count) {
    long offset = blockAddress - address;
    int last = pageOf(offset + blockByteSize - 1);
    for (int page = pageOf(offset); page <= last; page++) holders[page] += (short) count;
  }

  /** The bytes of pages that hold memory which nobody uses. */
  long purgeableBytes() {
    long pages = 0;
    for (int page = 0; page < holders.length; page++) {
      if (holders[page] == 0 && dirty[page] != 0) pages++;
    }
    return pages * Region.PAGE_BYTE_SIZE;
  }

  /**
   * The first run of pages from a page on that hold memory which nobody uses.
   *
   * @param mostPages where the run ends at the latest
   * @return the number of its first page, and above 32 bits of its end; -1 if there is none
   */
  long purgeableRun(int from, int mostPages) {
    int page = from;
    while (page < holders.length && (holders[page] != 0 || dirty[page] == 0)) page++;
    if (page >= holders.length) return -1;
    int end = page + 1;
    int limit = Math.min(holders.length, page + mostPages);
    while (end < limit && holders[end] == 0 && dirty[end] != 0) end++;
    return (long) end << 32 | page;
  }

  /** A range of whole pages has been purged: it is zero. */
  void markClean(long offset, long cleanByteSize) {
    int end = pageOf(offset + cleanByteSize);
    for (int page = pageOf(offset); page < end; page++) dirty[page] = 0;
  }

  /** A block has come back. */
  void markDirty(long blockAddress, long blockByteSize) {
    if (dedicated) {
      dirtyBytes = Math.max(dirtyBytes, blockByteSize);
      return;
    }
    long offset = blockAddress - address;
    int last = pageOf(offset + blockByteSize - 1);
    for (int page = pageOf(offset); page <= last; page++) dirty[page] = 1;
  }

  /** Whether a range is known to be zero. */
  boolean isClean(long blockAddress, long blockByteSize) {
    long offset = blockAddress - address;
    int last = pageOf(offset + blockByteSize - 1);
    for (int page = pageOf(offset); page <= last; page++) if (dirty[page] != 0) return false;
    return true;
  }

  /** The memory of a range. */
  MemorySegment slice(long blockAddress, long blockByteSize) {
    return segment.asSlice(blockAddress - address, blockByteSize);
  }

  /**
   * Makes the first bytes of a live block zero, touching no page that is known to be. By the
   * block's owner, who need not hold the lock.
   */
  void clear(long blockAddress, long blockByteSize) {
    if (blockByteSize == 0) return;
    if (dedicated) {
      Zeroing.clear(segment.asSlice(0, Math.min(blockByteSize, dirtyBytes)));
      return;
    }
    long from = blockAddress - address;
    long end = from + blockByteSize;
    int last = pageOf(end - 1);
    for (int page = pageOf(from); page <= last; page++) {
      if (dirty[page] == 0) continue;
      int first = page;
      while (page < last && dirty[page + 1] != 0) page++;
      long start = Math.max(from, first * Region.PAGE_BYTE_SIZE);
      long stop = Math.min(end, (page + 1) * Region.PAGE_BYTE_SIZE);
      Zeroing.clear(segment.asSlice(start, stop - start));
    }
  }

  private static int pageOf(long offset) {
    return (int) (offset / Region.PAGE_BYTE_SIZE);
  }
}
