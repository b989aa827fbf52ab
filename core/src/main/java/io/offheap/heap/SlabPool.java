package io.offheap.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The slabs of one size class, and the blocks of them that are in no magazine. Blocks come and go
 * by the batch, so that the lock is taken once for many.
 *
 * <p>Of the slabs that have free blocks the fullest serve first: what lives gathers in few slabs,
 * and the others become empty. Slabs are kept in four lists by the quarter of their blocks that is
 * free, and in a fifth if all are; a slab without free blocks is in none.
 *
 * <p>An empty slab may soon be needed again, and to make one takes microseconds. So some are kept:
 * one, or an eighth of the bytes of the others if that is more. Those that were not needed for a
 * while go by {@link #takeIdle}.
 *
 * <p>Invariants, under the lock: {@code outBlocks == Σ (blockCount - freeCount)} over all slabs; a
 * slab is in list {@code q < 4} iff {@code 0 < freeCount < blockCount} and {@code q * blockCount <=
 * 4 * freeCount < (q + 1) * blockCount}, and in list 4 iff {@code freeCount == blockCount}; {@code
 * emptyCount} and {@code emptyBytes} are those of list 4, and {@code idleCount <= emptyCount}.
 *
 * <p>Thread-safe; calls nothing while it holds the lock.
 */
final class SlabPool {
  private static final int QUARTERS = 4;

  /** The list of empty slabs. */
  private static final int EMPTY = QUARTERS;

  /** The share of the bytes of slabs in use that empty ones may have. */
  private static final int EMPTY_SHARE = 8;

  private static final VarHandle OUT_BLOCKS;

  static {
    try {
      OUT_BLOCKS = MethodHandles.lookup().findVarHandle(SlabPool.class, "outBlocks", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final PageMap<Slab> pages;
  private final int blockBytes;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final @Nullable Slab[] lists = new Slab[QUARTERS + 1];
  private long slabCount;
  private long slabBytes;
  private long blockCount;
  private long outBlocks;
  private long emptyCount;
  private long emptyBytes;

  /** The fewest empty slabs that there have been since {@link #takeIdle}. */
  private long idleCount;

  private boolean damaged;

  SlabPool(PageMap<Slab> pages, int blockBytes) {
    this.pages = pages;
    this.blockBytes = blockBytes;
  }

  /** The blocks that have left the slabs; read without the lock, hence right at some moment. */
  long outBlocksOpaque() {
    return (long) OUT_BLOCKS.getOpaque(this);
  }

  /** The numbers of a pool at one moment. */
  record Numbers(long slabCount, long slabBytes, long blockCount, long outBlocks) {}

  /**
   * Moves addresses of free blocks to an array.
   *
   * @return how many, at most {@code count}; 0 if there are none
   */
  int take(long[] target, int from, int count) {
    lock.lock();
    try {
      if (damaged) return 0;
      damaged = true;
      int taken = 0;
      while (taken < count) {
        Slab slab = fullest();
        if (slab == null) break;
        taken += slab.take(target, from + taken, count - taken);
        file(slab);
      }
      outBlocks += taken;
      damaged = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Slab fullest() {
    for (Slab slab : lists) if (slab != null) return slab;
    return null;
  }

  /**
   * Takes blocks back.
   *
   * @return slabs, linked by {@code next}, that have become empty and are no longer of this pool;
   *     or null
   */
  @Nullable Slab give(long[] source, int from, int count) {
    lock.lock();
    try {
      if (damaged) return null;
      damaged = true;
      Slab gone = null;
      for (int i = from; i < from + count; i++) {
        Slab slab = pages.get(source[i]);
        slab.give(source[i]);
        outBlocks--;
        file(slab);
        while (emptyCount > 1 && emptyBytes > (slabBytes - emptyBytes) / EMPTY_SHARE) {
          gone = removeEmpty(gone);
        }
      }
      damaged = false;
      return gone;
    } finally {
      lock.unlock();
    }
  }

  /** Adds a new slab, all blocks free. Answers whether the pool had none. */
  boolean add(Slab slab) {
    lock.lock();
    try {
      boolean first = slabCount == 0;
      slabCount++;
      slabBytes += slab.byteSize;
      blockCount += slab.blockCount;
      file(slab);
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Takes all empty slabs out, linked by {@code next}; null if there are none. */
  @Nullable Slab takeEmpty() {
    lock.lock();
    try {
      return takeEmpty(emptyCount);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out as many slabs as have been empty since the last call, linked; null is none. */
  @Nullable Slab takeIdle() {
    lock.lock();
    try {
      return takeEmpty(idleCount);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Slab takeEmpty(long count) {
    if (damaged) return null;
    Slab gone = null;
    for (long i = 0; i < count; i++) gone = removeEmpty(gone);
    idleCount = emptyCount;
    return gone;
  }

  /** Takes an empty slab out, of which there is one, and puts it before others. */
  private Slab removeEmpty(@Nullable Slab others) {
    Slab slab = Objects.requireNonNull(lists[EMPTY]);
    remove(slab);
    slab.next = others;
    return slab;
  }

  boolean isDamaged() {
    lock.lock();
    try {
      return damaged;
    } finally {
      lock.unlock();
    }
  }

  Numbers numbers() {
    lock.lock();
    try {
      return new Numbers(slabCount, slabBytes, blockCount, outBlocks);
    } finally {
      lock.unlock();
    }
  }

  /** Puts a slab into the list that its free blocks ask for. */
  private void file(Slab slab) {
    int list = slab.freeCount == 0 ? -1 : slab.freeCount * QUARTERS / slab.blockCount;
    if (list == slab.list) return;
    unlink(slab);
    slab.list = list;
    if (list < 0) return;
    Slab head = lists[list];
    slab.next = head;
    if (head != null) head.previous = slab;
    lists[list] = slab;
    if (list == EMPTY) {
      emptyCount++;
      emptyBytes += slab.byteSize;
    }
  }

  private void unlink(Slab slab) {
    if (slab.list < 0) return;
    if (slab.list == EMPTY) {
      emptyBytes -= slab.byteSize;
      idleCount = Math.min(idleCount, --emptyCount);
    }
    Slab before = slab.previous;
    Slab after = slab.next;
    if (before == null) lists[slab.list] = after;
    else before.next = after;
    if (after != null) after.previous = before;
    slab.previous = null;
    slab.next = null;
    slab.list = -1;
  }

  private void remove(Slab slab) {
    unlink(slab);
    slabCount--;
    slabBytes -= slab.byteSize;
    blockCount -= slab.blockCount;
  }

  /**
   * Checks the lists and every slab in them.
   *
   * @throws IllegalStateException if they disagree
   */
  void check() {
    lock.lock();
    try {
      if (damaged)
        throw new IllegalStateException("an error has struck in the pool of " + blockBytes);
      long free = 0;
      long empty = 0;
      for (int i = 0; i <= EMPTY; i++) {
        for (Slab slab = lists[i]; slab != null; slab = slab.next) {
          slab.check();
          free += slab.freeCount;
          if (slab.isEmpty()) empty++;
          if (slab.list != i
              || slab.isEmpty() != (i == EMPTY)
              || slab.blockBytes != blockBytes
              || pages.at(slab.start) != slab) {
            throw new IllegalStateException("misplaced: " + slab);
          }
        }
      }
      if (empty != emptyCount || idleCount > empty) {
        throw new IllegalStateException("empty slabs of " + blockBytes + ": " + empty);
      }
      if (free != blockCount - outBlocks) {
        throw new IllegalStateException(
            "free blocks of "
                + blockBytes
                + " bytes: "
                + free
                + " against "
                + (blockCount - outBlocks));
      }
    } finally {
      lock.unlock();
    }
  }
}
