package io.offheap.heap;

import io.offheap.memory.Region;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives back to the operating system what nobody uses: whole chunks, and, where the backend can,
 * pages of chunks that stay. Thread-safe; uses the lock of the {@link BlockSource}, never for more
 * than the tables of one chunk, or half a MiB of pages, and lets others have it in between: the
 * lock is not fair, so whoever takes it again at once keeps out those that have yet to wake up.
 */
final class IdleChunks {
  /** How many pages are purged with the lock held: some 30 microseconds. */
  private static final int PURGE_PAGES = (int) ((512L << 10) / Region.PAGE_BYTE_SIZE);

  /** Long enough for a thread that waits for the lock to wake up and take it. */
  private static final long GIVE_WAY_NANOS = 50_000;

  private final AtomicLong decommitCount = new AtomicLong();
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
      giveWay();
    }
    return released;
  }

  /** Gives chunks back if that makes room to commit so many bytes. */
  boolean releaseFor(long byteSize) {
    long room = region.limitBytes() - region.committedBytes();
    if (byteSize > room + byteSize()) return false;
    return release(Math.max(1, byteSize - room), Long.MAX_VALUE) > 0;
  }

  /** How often room has come by {@link #decommit}. */
  long decommitCount() {
    return decommitCount.get();
  }

  /** Gives a chunk back that is in no tables any more. */
  void decommit(HeapChunk chunk) {
    region.decommit(chunk.address);
    decommitCount.incrementAndGet();
    notifier.regionPurged(chunk.address, chunk.byteSize);
  }

  /** Lets those have the lock that wait for it; without it. */
  void giveWay() {
    if (lock.hasQueuedThreads()) LockSupport.parkNanos(this, GIVE_WAY_NANOS);
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
      giveWay();
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
      giveWay();
      if (page < 0) {
        slot++;
        page = 0;
      }
    }
    if (gone > 0) notifier.regionPurged(0, gone);
    return gone;
  }
}
