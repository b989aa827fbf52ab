package io.offheap.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A region's books: which chunks there are, where, and how many bytes they hold. Committing, giving
 * back and resizing are two entries each, and between them the operating system works without the
 * lock; meanwhile the bytes count and the addresses are taken.
 *
 * <pre>
 *   commit     reserve --> the system commits ------> publish, or cancel
 *   decommit   takeOut --> the system takes back ---> release, or linger
 *   resize     takeOut, reserveMore --> the system -> putBack
 * </pre>
 *
 * <p>Invariant: {@code committedBytes == Σ byteSize of the chunks, those on their way in or out
 * included, and <= limitBytes}.
 *
 * <p>Thread-safe. {@link #at} takes no lock.
 */
final class ChunkLedger {
  private final MemoryBackend backend;
  private final long limitBytes;
  private final ReentrantLock lock = new ReentrantLock();

  /** Written under the lock. */
  private final StrideTable strides;

  /** Decommitted, but held by some operation when that was tried; guarded by the lock. */
  private final List<Chunk> lingering = new ArrayList<>();

  // Written under the lock, read by anyone.
  private final AtomicLong committedBytes = new AtomicLong();
  private final AtomicLong peakCommittedBytes = new AtomicLong();
  private final AtomicInteger chunkCount = new AtomicInteger();

  // All guarded by the lock.
  private boolean closed;
  private boolean backendClosed;
  private int runningPurges;
  private final Condition noPurge = lock.newCondition();

  ChunkLedger(MemoryBackend backend, long limitBytes, int strideLog2) {
    this.backend = backend;
    this.limitBytes = limitBytes;
    strides = new StrideTable(strideLog2);
  }

  /** The chunk whose strides hold an address, or null; without the lock. */
  @Nullable Chunk at(long address) {
    return strides.at(address);
  }

  /** The number of a chunk's first stride. */
  int first(Chunk chunk) {
    return strides.first(chunk);
  }

  /** Whether chunks of two sizes take equally many strides. */
  boolean sameStrides(long byteSize, long otherByteSize) {
    return strides.count(byteSize) == strides.count(otherByteSize);
  }

  // ---- committing

  /**
   * Counts the bytes of a chunk that is to be committed and takes addresses for it.
   *
   * @return its address, or one of the negative answers of {@link Region#tryCommit}
   */
  long reserve(long byteSize) {
    long count = strides.count(byteSize);
    if (count > Integer.MAX_VALUE / 2) return Region.REFUSED_BY_SYSTEM;
    lock.lock();
    try {
      checkOpen();
      if (!hasRoom(byteSize)) return Region.LIMIT_REACHED;
      int first = strides.take((int) count);
      committedBytes.addAndGet(byteSize);
      return strides.addressOf(first);
    } finally {
      lock.unlock();
    }
  }

  /** It has not been committed. */
  void cancel(long address, long byteSize) {
    lock.lock();
    try {
      forget(address, byteSize);
    } finally {
      lock.unlock();
    }
  }

  /**
   * It is there.
   *
   * @throws IllegalStateException if the region has been closed meanwhile; the chunk goes back
   */
  void publish(Chunk chunk) {
    lock.lock();
    try {
      if (closed) {
        lingering.add(chunk);
        releaseLingering();
        throw closed();
      }
      strides.set(chunk, chunk);
      chunkCount.incrementAndGet();
      peakCommittedBytes.set(Math.max(peakCommittedBytes.get(), committedBytes.get()));
    } finally {
      lock.unlock();
    }
  }

  // ---- giving back

  /**
   * Takes a chunk out: nobody finds it any more. It still counts.
   *
   * @throws IllegalArgumentException if none starts there
   */
  Chunk takeOut(long address) {
    lock.lock();
    try {
      checkOpen();
      Chunk chunk = strides.at(address);
      if (chunk == null || chunk.address() != address) {
        throw new IllegalArgumentException("no chunk starts at 0x" + Long.toHexString(address));
      }
      strides.set(chunk, null);
      chunkCount.decrementAndGet();
      releaseLingering();
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  /** The memory of a chunk that was taken out has gone back; or not yet, and is to be later. */
  void leave(Chunk chunk, boolean released) {
    lock.lock();
    try {
      if (released) forget(chunk.address(), chunk.byteSize());
      else lingering.add(chunk);
    } finally {
      lock.unlock();
    }
  }

  // ---- resizing

  /** Counts further bytes of a chunk that was taken out; false if the limit forbids it. */
  boolean reserveMore(long byteSize) {
    lock.lock();
    try {
      if (!hasRoom(byteSize)) return false;
      committedBytes.addAndGet(byteSize);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a chunk that was taken out back, of another size or not. It has as many strides as before.
   *
   * @param countedBytes what is counted for it
   * @throws IllegalStateException if the region has been closed meanwhile; the chunk goes back
   */
  void putBack(Chunk chunk, long countedBytes) {
    lock.lock();
    try {
      committedBytes.addAndGet(chunk.byteSize() - countedBytes);
      publish(chunk);
    } finally {
      lock.unlock();
    }
  }

  // ---- purging

  /** The chunk that holds an address, which is not given back until {@link #purged}; or null. */
  @Nullable Chunk purging(long address) {
    lock.lock();
    try {
      Chunk chunk = strides.at(address);
      if (chunk != null) runningPurges++;
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  void purged() {
    lock.lock();
    try {
      if (--runningPurges == 0) noPurge.signalAll();
      releaseLingering();
    } finally {
      lock.unlock();
    }
  }

  // ---- numbers and the end

  long committedBytes() {
    return committedBytes.get();
  }

  long peakCommittedBytes() {
    return peakCommittedBytes.get();
  }

  int chunkCount() {
    return chunkCount.get();
  }

  /** Gives all chunks back; see {@link Region#close}. */
  void close() {
    lock.lock();
    try {
      closed = true;
      for (Chunk chunk : strides.all()) {
        strides.set(chunk, null);
        chunkCount.decrementAndGet();
        lingering.add(chunk);
      }
      while (runningPurges > 0) noPurge.awaitUninterruptibly();
      releaseLingering();
      closeBackend();
      if (!lingering.isEmpty()) {
        throw new IllegalStateException(lingering.size() + " chunks are in use");
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- with the lock held

  private boolean hasRoom(long byteSize) {
    if (byteSize > limitBytes - committedBytes.get()) releaseLingering();
    return byteSize <= limitBytes - committedBytes.get();
  }

  private void releaseLingering() {
    for (var i = lingering.iterator(); i.hasNext(); ) {
      Chunk chunk = i.next();
      if (chunk.releaser().tryRelease()) {
        i.remove();
        forget(chunk.address(), chunk.byteSize());
      }
    }
  }

  private void forget(long address, long byteSize) {
    strides.give(strides.numberOf(address), (int) strides.count(byteSize));
    committedBytes.addAndGet(-byteSize);
    if (closed) closeBackend();
  }

  /** When no chunk is left, not even on its way in or out. */
  private void closeBackend() {
    if (committedBytes.get() > 0 || backendClosed) return;
    backendClosed = true;
    backend.close();
  }

  private void checkOpen() {
    if (closed) throw closed();
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the region is closed");
  }
}
