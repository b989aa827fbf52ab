package io.offheap.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The slabs of one size class, and the blocks of them that are in no magazine. Blocks come and go
 * by the batch, so that the lock is taken once for many.
 *
 * <p>A slab has a home, the shard that its blocks go to, since the states of blocks that two
 * threads take and free at once share cache lines, and each would take the line from the other with
 * every operation. Blocks that were freed elsewhere come back to their slab and so to its home. An
 * empty slab is anybody's. Others' slabs serve a shard if they have more than an eighth of all
 * blocks to give, or if there is no memory for a slab more; they change their home with that.
 *
 * <p>Of the slabs of one home the fullest serve first: what lives gathers in few slabs, and the
 * others become empty. Each home has four lists, by the quarter of their blocks that is free, and
 * all empty slabs are in one more; a slab without free blocks is in none.
 *
 * <p>An empty slab may soon be needed again, and to make one takes microseconds. So some are kept:
 * one, or an eighth of the bytes of the others if that is more. Those that were not needed for a
 * while go by {@link #takeIdle}.
 *
 * <p>Invariants, under the lock: {@code outBlocks == Σ (blockCount - freeCount)} over all slabs; a
 * slab is in list {@code q < 4} of its home iff {@code 0 < freeCount < blockCount} and {@code q *
 * blockCount <= 4 * freeCount < (q + 1) * blockCount}, and in list 4 iff {@code freeCount ==
 * blockCount}; {@code emptyCount} and {@code emptyBytes} are those of list 4, and {@code idleCount
 * <= emptyCount}.
 *
 * <p>Thread-safe; calls nothing while it holds the lock.
 */
final class SlabPool {
  private static final int QUARTERS = 4;

  /** The list of empty slabs, of no home. */
  private static final int EMPTY = QUARTERS;

  /** The home of slabs that serve all shards alike. */
  static final int NO_HOME = 0;

  /** Beyond this share of all blocks, what is free in others' slabs is taken before memory is. */
  private static final int FOREIGN_SHARE = 8;

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
  /** By home and quarter; grows with the number of homes. */
  private @Nullable Slab[] lists = new Slab[QUARTERS];

  private @Nullable Slab firstEmpty;
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
   * @param wantedHome whose slabs serve, or {@link #NO_HOME}
   * @param anyHome whether others' do before the caller goes without
   * @return how many, at most {@code count}; 0 if there are none
   */
  int take(long[] target, int from, int count, int wantedHome, boolean anyHome) {
    lock.lock();
    try {
      if (damaged) return 0;
      int home = hasLists(wantedHome) ? wantedHome : NO_HOME;
      damaged = true;
      int taken = 0;
      while (taken < count) {
        Slab slab = fullest(home);
        if (slab == null) slab = firstEmpty;
        if (slab == null && taken == 0 && (anyHome || isMuchFree())) slab = emptiest();
        if (slab == null) break;
        if (slab.home != home) unlink(slab);
        slab.home = home;
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

  /** Whether there are lists for a home; makes them if the Java heap has room. */
  private boolean hasLists(int home) {
    if (home * QUARTERS < lists.length) return true;
    try {
      lists = Arrays.copyOf(lists, 2 * home * QUARTERS);
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  private @Nullable Slab fullest(int home) {
    for (int i = home * QUARTERS; i < (home + 1) * QUARTERS; i++) {
      if (lists[i] != null) return lists[i];
    }
    return null;
  }

  private boolean isMuchFree() {
    return blockCount - outBlocks > blockCount / FOREIGN_SHARE;
  }

  /** Of all homes' slabs that have free blocks one that has many, for its new home is to last. */
  private @Nullable Slab emptiest() {
    for (int quarter = QUARTERS - 1; quarter >= 0; quarter--) {
      for (int i = quarter; i < lists.length; i += QUARTERS) if (lists[i] != null) return lists[i];
    }
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
    Slab slab = Objects.requireNonNull(firstEmpty);
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
    Slab head = head(slab);
    slab.next = head;
    if (head != null) head.previous = slab;
    setHead(slab, slab);
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
    if (before == null) setHead(slab, after);
    else before.next = after;
    if (after != null) after.previous = before;
    slab.previous = null;
    slab.next = null;
    slab.list = -1;
  }

  /** The first slab of the list that a slab is in. */
  private @Nullable Slab head(Slab slab) {
    return slab.list == EMPTY ? firstEmpty : lists[slab.home * QUARTERS + slab.list];
  }

  private void setHead(Slab slab, @Nullable Slab head) {
    if (slab.list == EMPTY) firstEmpty = head;
    else lists[slab.home * QUARTERS + slab.list] = head;
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
      for (int i = 0; i < lists.length; i++) {
        for (Slab slab = lists[i]; slab != null; slab = slab.next) {
          check(slab, slab.list == i % QUARTERS && slab.home == i / QUARTERS && !slab.isEmpty());
          free += slab.freeCount;
        }
      }
      long empty = 0;
      for (Slab slab = firstEmpty; slab != null; slab = slab.next) {
        check(slab, slab.list == EMPTY && slab.isEmpty());
        free += slab.freeCount;
        empty++;
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

  private void check(Slab slab, boolean inItsPlace) {
    slab.check();
    if (!inItsPlace || slab.blockBytes != blockBytes || pages.at(slab.start) != slab) {
      throw new IllegalStateException("misplaced: " + slab);
    }
  }
}
