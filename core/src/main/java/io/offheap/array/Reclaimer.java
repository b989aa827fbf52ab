package io.offheap.array;

import io.offheap.heap.Heap;
import io.offheap.memory.Zeroing;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Frees the blocks whose handles have become unreachable.
 *
 * <p>A daemon thread, started with the first block, does so as the collector finds them. A thread
 * whose allocation is refused helps, and if that is not enough runs the collector, unless that has
 * lately been of no use.
 *
 * <p>Thread-safe.
 */
/*
 * Design note.
 *
 *   handle <~~ phantom ~~ Block <-- BlockTable    one of several; it keeps the Block alive, and knows its address and size
 *                           |
 *          (handle dies, the collector runs) --> queue --> remove from table, Heap.free(address)
 *
 * Exactly once: a reference enters its queue once, and whoever takes it out frees. A handle costs 84 bytes of Java
 * heap (HotSpot, compressed class pointers and references): handle 32, Block 32, 20 in the table; and 40 for a slice where
 * there is no direct access.
 *
 * The collector does not know how much memory hangs on a dead handle, and a program that makes few objects but large
 * arrays may not see a collection for minutes. When a request is refused, dead blocks may be the reason:
 *
 *   1. free what the collector has found already, and ask again;
 *   2. if the collector is looking for more beside the program, wait for that;
 *   3. run it, free what it finds until the request is met or nothing more comes;
 *   4. give up, and the caller takes the memory from the Java heap.
 *
 * Step 3 stops the program, on most collectors, for a time that depends on the live Java heap. So one thread does it
 * and the others wait for it and use what it freed, and CollectionPolicy may forbid it; requests are refused at once then.
 *
 * That is the last resort. Before memory is short the Pacer has a concurrent cycle look for dead handles, where the
 * collector has such.
 */
public final class Reclaimer {
  private static final int TABLE_COUNT = 16;
  private static final int TABLE_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(TABLE_COUNT);

  /** How long to wait for a collection's next find before concluding that there is none. */
  private static final long PATIENCE_MILLIS = 20;

  /** How long to wait for its first. */
  private static final long MAX_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** How long to wait, instead of running a collection, for one that is under way. */
  private static final long MAX_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Heap heap;
  private final ReferenceQueue<PrimitiveArray> queue = new ReferenceQueue<>();
  private final BlockTable[] tables = new BlockTable[TABLE_COUNT];
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong reclaimedCount = new AtomicLong();
  private final Pacer pacer;

  private final ReentrantLock collecting = new ReentrantLock();

  /** Count of collections; written by the holder of {@link #collecting}. */
  private volatile long collectionCount;

  // Guarded by the lock collecting.
  private final CollectionPolicy policy;

  /** The pacer's last look that was waited for in vain: it need not be waited for again. */
  private long lookAwaited;

  /**
   * Whether the virtual machine may still be putting the last collection's finds into the queue.
   */
  private boolean findsComing;

  /**
   * A block without memory whose handle was dead before the last collection; null once it has come
   * out of the queue. Until then silence means that the virtual machine has not got round to it.
   */
  private volatile @Nullable Block marker;

  Reclaimer(Heap heap) {
    this.heap = heap;
    policy = new CollectionPolicy(heap.options().limitBytes());
    pacer = new Pacer(heap);
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new BlockTable();
    }
  }

  /** How many blocks wait for the death of their handles. */
  public long trackedCount() {
    long count = 0;
    for (BlockTable table : tables) {
      count += table.count();
    }
    return count;
  }

  /** How many blocks have been freed so far. */
  public long reclaimedCount() {
    return reclaimedCount.get();
  }

  /** How often the collector was run because memory was short. */
  public long collectionCount() {
    return collectionCount;
  }

  /** How often the collector was asked to look for dead handles before memory was short. */
  public long pacedCycleCount() {
    return pacer.cycleCount();
  }

  /** For tests: has the collector look for dead handles no more before memory is short. */
  void stopPacing() {
    pacer.stop();
  }

  /** A reference to {@code handle}, to be given to {@link #track} or forgotten. */
  Block newBlock(PrimitiveArray handle) {
    return new Block(handle, queue);
  }

  /**
   * From now on the memory at {@code address} is freed when the block's handle is dead.
   *
   * @param byteSize of the array, and
   * @param site where it is counted as freed then
   * @throws OutOfMemoryError if the Java heap has no room for it; then nothing has changed
   */
  void track(Block block, long address, long byteSize, SiteCounter site) {
    // Fibonacci hashing: blocks of one size lie at regular distances.
    int table = (int) ((address * 0x9e3779b97f4a7c15L) >>> TABLE_SHIFT);
    block.slot = tables[table].add(block, address, byteSize, site.number) * TABLE_COUNT + table;
  }

  /** Makes sure that somebody waits for the death of handles. */
  void started() {
    if (!started.get() && started.compareAndSet(false, true)) {
      start();
    }
  }

  /**
   * Frees blocks of dead handles, and runs the collector to find such, until there is memory for a
   * request that the heap has refused. May take as long as a full collection.
   *
   * @return the address, or {@link Heap#NULL} if there is no hope at present
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // of collectionCount, under the lock
  long allocateAfterReclaiming(long byteSize, long byteAlignment) {
    long seen = collectionCount;
    long address = drain(byteSize, byteAlignment);
    if (address != Heap.NULL || byteSize > heap.options().limitBytes() || trackedCount() == 0) {
      return address;
    }
    collecting.lock();
    try {
      if (!findsComing && pacer.look() > lookAwaited) {
        address = awaitLook(byteSize, byteAlignment);
        if (address != Heap.NULL) {
          return address;
        }
      }
      address =
          findsComing
              ? awaitFinds(byteSize, byteAlignment)
              : collectionCount == seen ? Heap.NULL : drain(byteSize, byteAlignment);
      long startNanos = System.nanoTime();
      long freedBytes = heap.statistics().freedBytes();
      if (address != Heap.NULL || !policy.isDue(startNanos, freedBytes)) {
        return address;
      }
      marker = newBlock(ByteArray.allocateOnHeap(0));
      System.gc();
      policy.hasRun(startNanos, System.nanoTime(), freedBytes);
      collectionCount++;
      findsComing = true;
      return awaitFinds(byteSize, byteAlignment);
    } finally {
      collecting.unlock();
    }
  }

  /**
   * @throws IllegalStateException if a table of blocks is broken
   */
  void checkInvariants() {
    for (BlockTable table : tables) {
      table.checkInvariants();
    }
  }

  /**
   * Frees what the collector has found, until a request is met or there is nothing more. Asks the
   * heap after 1, 2, 4, 8 … blocks, as they may be much smaller than the request.
   */
  private long drain(long byteSize, long byteAlignment) {
    int count = 0;
    for (Reference<?> found = queue.poll(); found != null; found = queue.poll()) {
      reclaim((Block) found);
      count++;
      if (Integer.bitCount(count) == 1) {
        long address = heap.tryAllocateZeroed(byteSize, byteAlignment);
        if (address != Heap.NULL) {
          return address;
        }
      }
    }
    return heap.tryAllocateZeroed(byteSize, byteAlignment);
  }

  /**
   * As {@link #drain}, and waits for what the virtual machine has yet to put into the queue. The
   * lock collecting is held.
   */
  private long awaitFinds(long byteSize, long byteAlignment) {
    boolean interrupted = false;
    long deadlineNanos = System.nanoTime() + MAX_DELAY_NANOS;
    try {
      while (true) {
        long countBefore = reclaimedCount.get();
        long address = drain(byteSize, byteAlignment);
        if (address != Heap.NULL) {
          return address;
        }
        try {
          Reference<?> found = queue.remove(PATIENCE_MILLIS);
          if (found != null) {
            reclaim((Block) found);
          } else if (reclaimedCount.get() == countBefore
              && (marker == null || System.nanoTime() - deadlineNanos > 0)) {
            findsComing = false;
            return Heap.NULL;
          }
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * While the collector looks for dead handles anyway, without stopping the program, waits for what
   * that finds. The lock collecting is held.
   */
  private long awaitLook(long byteSize, long byteAlignment) {
    boolean interrupted = false;
    long startNanos = System.nanoTime();
    try {
      while (pacer.look() > lookAwaited) {
        long address = drain(byteSize, byteAlignment);
        if (address != Heap.NULL) {
          return address;
        }
        if (System.nanoTime() - startNanos > MAX_LOOK_NANOS) {
          lookAwaited = Math.abs(pacer.look());
          return Heap.NULL;
        }
        try {
          Reference<?> found = queue.remove(PATIENCE_MILLIS);
          if (found != null) {
            reclaim((Block) found);
          }
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      return awaitFinds(byteSize, byteAlignment);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void reclaim(Block block) {
    int slot = block.slot;
    if (slot == Block.OF_NO_MEMORY) {
      marker = null;
      return;
    }
    long[] removed = new long[2];
    tables[slot & TABLE_COUNT - 1].remove(slot / TABLE_COUNT, removed);
    heap.free(BlockTable.addressOf(removed));
    Sites.counter(BlockTable.siteNumberOf(removed)).freed(BlockTable.byteSizeOf(removed));
    reclaimedCount.incrementAndGet();
  }

  private void start() {
    try {
      start("offheap-reclaimer", new Daemon());
    } catch (OutOfMemoryError e) {
      // No thread at present. Allocating threads free blocks when they must; the next one tries
      // again.
      started.set(false);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(task);
    thread.setContextClassLoader(null);
    thread.start();
  }

  /** A class rather than a method reference, whose linking would cost the program's start. */
  private final class Daemon implements Runnable {
    @Override
    public void run() {
      try {
        start("offheap-pacer", pacer);
      } catch (OutOfMemoryError _) {
        // No thread for it. Collections when memory is short remain.
      }
      try {
        Zeroing.link(); // here, where nobody waits for it
      } catch (RuntimeException | Error _) {
        // There are slower ways.
      }
      while (true) {
        try {
          reclaim((Block) queue.remove());
        } catch (InterruptedException _) {
          // Nobody has a reason to: go on.
        } catch (Throwable _) {
          // The Java heap is exhausted, most likely. One block stays taken; the next may be freed.
        }
      }
    }
  }

  /** The means to hear of a handle's death. */
  static final class Block extends PhantomReference<PrimitiveArray> {
    static final int OF_NO_MEMORY = -1;

    /**
     * The place in the tables: that in one of them, times their number, plus which. Set once,
     * before the handle is anybody's. {@link #OF_NO_MEMORY} for the marker.
     */
    int slot = OF_NO_MEMORY;

    private Block(PrimitiveArray handle, ReferenceQueue<PrimitiveArray> queue) {
      super(handle, queue);
    }
  }
}
