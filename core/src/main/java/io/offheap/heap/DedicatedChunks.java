package io.offheap.heap;

import io.offheap.heap.HeapListener.GrowthReason;
import io.offheap.heap.HeapListener.RefusalReason;
import io.offheap.memory.Region;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks that are a chunk each: kept ones that fit, then kept ones that the region makes longer or
 * shorter, then new ones. Thread-safe; the lock of the {@link BlockSource} is held for the tables
 * only, not while the system works.
 */
final class DedicatedChunks {
  private static final long NULL = BlockSource.NULL;

  private final BlockSource source;
  private final Region region;
  private final Notifier notifier;
  private final ReentrantLock lock;

  /** Guarded by the lock. */
  private final HeapTables tables;

  DedicatedChunks(
      BlockSource source, Region region, Notifier notifier, ReentrantLock lock, HeapTables tables) {
    this.source = source;
    this.region = region;
    this.notifier = notifier;
    this.lock = lock;
    this.tables = tables;
  }

  /** A block, or NULL. */
  long tryAllocate(long byteSize) {
    HeapChunk other;
    lock.lock();
    try {
      source.checkOpen();
      if (tables.isDamaged()) return source.refuse(RefusalReason.DAMAGED);
      long kept = tables.takeCached(byteSize);
      if (kept != NULL) return kept;
      other = region.canResize() ? tables.takeToResize(byteSize) : null;
    } finally {
      lock.unlock();
    }
    long usable = (byteSize + Region.PAGE_BYTE_SIZE - 1) & -Region.PAGE_BYTE_SIZE;
    if (other != null && resized(other, usable)) {
      long dirtyBytes = Math.min(other.byteSize, usable);
      return added(other.address, usable, byteSize, dirtyBytes) ? other.address : NULL;
    }
    Object started = notifier.regionGrowing();
    long address = source.commit(byteSize);
    if (address == NULL || !added(address, usable, byteSize, 0)) return NULL;
    notifier.regionGrown(started, address, usable, GrowthReason.DEDICATED_CHUNK);
    return address;
  }

  private boolean added(long address, long usable, long byteSize, long dirtyBytes) {
    boolean added;
    lock.lock();
    try {
      added = tables.addDedicated(address, usable, byteSize, dirtyBytes);
    } finally {
      lock.unlock();
    }
    if (added) return true;
    region.decommit(address);
    source.noteReturn();
    source.refuse(RefusalReason.TABLES);
    return false;
  }

  /** Makes a chunk that is in no tables one of another size; if that fails, gives it back. */
  private boolean resized(HeapChunk chunk, long byteSize) {
    Object started = notifier.regionGrowing();
    long now = region.tryResize(chunk.address, byteSize);
    if (now != byteSize) {
      source.idle().decommit(chunk);
      return false;
    }
    long more = byteSize - chunk.byteSize;
    long end = chunk.address + Math.min(byteSize, chunk.byteSize);
    if (more > 0) {
      notifier.regionGrown(started, end, more, GrowthReason.DEDICATED_CHUNK);
    } else if (more < 0) {
      source.noteReturn();
      notifier.regionPurged(end, -more);
    }
    return true;
  }
}
