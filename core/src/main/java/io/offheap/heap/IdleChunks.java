package io.offheap.heap;

import io.offheap.memory.Region;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives back to the operating system what nobody uses: whole chunks, and, where the backend can,
 * pages of chunks that stay. Thread-safe; uses the lock of the {@link BlockSource}, never for more
 * than the tables of one chunk, or 2 MiB of pages.
 */
final class IdleChunks {
  /** How many pages are purged with the lock held: some 120 microseconds. */
  private static final int PURGE_PAGES = (int) ((2L << 20) / Region.PAGE_BYTE_SIZE);

  private final Region region;
  private final Notifier notifier;
  private final ReentrantLock lock;

  /** Guarded by the lock. */
  private final HeapTables tables;

  /** Guarded by the lock. */
  private boolean closed;

  IdleChunks(Region region, Notifier notifier, ReentrantLock lock, HeapTables tables) {
    this.region = region;
    this.notifier = notifier;
    this.lock = lock;
    this.tables = tables;
  }

  /** From now on nothing is given back; the lock is held. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** The bytes of chunks that hold nothing. */
  long byteSize() {
    lock.lock();
    try {
      return tables.idleBytes();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives chunks back until so many bytes have gone or none is left.
   *
   * @param mostBytes what may go
   * @return the bytes that have gone
   */
  long release(long byteSize, long mostBytes) {
    long released = 0;
    while (released < byteSize) {
      HeapChunk chunk;
      lock.lock();
      try {
        chunk = closed ? null : tables.takeIdle(mostBytes - released);
      } finally {
        lock.unlock();
      }
      if (chunk == null) break;
      decommit(chunk);
      released += chunk.byteSize;
    }
    return released;
  }

  /** Gives chunks back if that makes room to commit so many bytes. */
  boolean releaseFor(long byteSize) {
    long room = region.limitBytes() - region.committedBytes();
    if (byteSize > room + byteSize()) return false;
    return release(Math.max(1, byteSize - room), Long.MAX_VALUE) > 0;
  }

  /** Gives a chunk back that is in no tables any more. */
  void decommit(HeapChunk chunk) {
    region.decommit(chunk.address);
    notifier.regionPurged(chunk.address, chunk.byteSize);
  }

  /** The bytes of pages that {@link #purgePages} could give back; 0 where nothing can. */
  long purgeableBytes() {
    if (!region.canPurge()) return 0;
    long bytes = 0;
    for (int slot = 0; ; slot++) {
      lock.lock();
      try {
        if (closed || tables.isDamaged() || slot >= tables.freePages().chunkSlots()) return bytes;
        bytes += tables.freePages().byteSize(slot);
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Gives free pages of chunks that stay back until so many bytes have gone or none is left.
   *
   * @return the bytes that have gone
   */
  long purgePages(long byteSize) {
    if (!region.canPurge()) return 0;
    int page = 0;
    long gone = 0;
    for (int slot = 0; gone < byteSize; ) {
      lock.lock();
      try {
        if (closed || tables.isDamaged() || slot >= tables.freePages().chunkSlots()) break;
        long before = tables.freePages().purgedBytes();
        page = tables.freePages().purge(slot, page, PURGE_PAGES);
        gone += tables.freePages().purgedBytes() - before;
      } finally {
        lock.unlock();
      }
      if (page < 0) {
        slot++;
        page = 0;
      }
    }
    if (gone > 0) notifier.regionPurged(0, gone);
    return gone;
  }
}
