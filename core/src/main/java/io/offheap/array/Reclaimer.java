package io.offheap.array;

import io.offheap.heap.Heap;
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
 *   handle <~~ phantom ~~ Block <--> Block ...    in one of several lists, which keep the Blocks alive
 *                           |
 *          (handle dies, the collector runs) --> queue --> remove from list, Heap.free(address)
 *
 * Exactly once: a reference enters its queue once, and whoever takes it out frees. A handle costs 88 bytes of Java
 * heap (HotSpot, compressed class pointers and references): handle 32, Block 56; and 40 for a slice where there is no
 * direct access.
 *
 * The collector does not know how much memory hangs on a dead handle, and a program that makes few objects but large
 * arrays may not see a collection for minutes. When a request is refused, dead blocks may be the reason:
 *
 *   1. free what the collector has found already, and ask again;
 *   2. run the collector, free what it finds until the request is met or nothing more comes;
 *   3. give up, and the caller takes the memory from the Java heap.
 *
 * Step 2 stops the program, on most collectors, for a time that depends on the live Java heap. So one thread does it
 * and the others wait for it and use what it freed, and CollectionPolicy may forbid it; requests are refused at once then.
 *
 * That is the last resort. Before memory is short the Pacer has a concurrent cycle look for dead handles, where the
 * collector has such.
 */
public final class Reclaimer {
  private static final int LIST_COUNT = 16;
  private static final int LIST_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(LIST_COUNT);

  /** How long to wait for a collection's next find before concluding that there is none. */
  private static final long PATIENCE_MILLIS = 20;

  /** How long to wait for its first. */
  private static final long MAX_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Of references that stand for no memory. */
  private static final SiteCounter NO_SITE = new SiteCounter("", "");

  private final Heap heap;
  private final ReferenceQueue<PrimitiveArray> queue = new ReferenceQueue<>();
  private final BlockList[] lists = new BlockList[LIST_COUNT];
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong reclaimedCount = new AtomicLong();
  private final Pacer pacer;

  private final ReentrantLock collecting = new ReentrantLock();

  /** Count of collections; written by the holder of {@link #collecting}. */
  private volatile long collectionCount;

  // Guarded by the lock collecting.
  private final CollectionPolicy policy;

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
    for (int i = 0; i < lists.length; i++) {
      lists[i] = new BlockList();
    }
  }

  /** How many blocks wait for the death of their handles. */
  public long trackedCount() {
    long count = 0;
    for (BlockList list : lists) {
      count += list.count();
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
  Block newBlock(PrimitiveArray handle, SiteCounter site, long byteSize) {
    return new Block(handle, queue, site, byteSize);
  }

  /** From now on the memory at {@code address} is freed when the block's handle is dead. */
  void track(Block block, long address) {
    block.address = address;
    listOf(address).add(block);
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
      address =
          findsComing
              ? awaitFinds(byteSize, byteAlignment)
              : collectionCount == seen ? Heap.NULL : drain(byteSize, byteAlignment);
      long startNanos = System.nanoTime();
      long freedBytes = heap.statistics().freedBytes();
      if (address != Heap.NULL || !policy.isDue(startNanos, freedBytes)) {
        return address;
      }
      marker = newBlock(ByteArray.allocateOnHeap(0), NO_SITE, 0);
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
   * @throws IllegalStateException if a list of blocks is broken
   */
  void checkInvariants() {
    for (BlockList list : lists) {
      list.checkInvariants();
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

  private void reclaim(Block block) {
    if (block.address == Heap.NULL) {
      marker = null;
      return;
    }
    listOf(block.address).remove(block);
    heap.free(block.address);
    block.site.freed(block.byteSize);
    reclaimedCount.incrementAndGet();
  }

  private BlockList listOf(long address) {
    // Fibonacci hashing: blocks of one size lie at regular distances.
    return lists[(int) ((address * 0x9e3779b97f4a7c15L) >>> LIST_SHIFT)];
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

  /** A handle's memory, and the means to hear of the handle's death. */
  static final class Block extends PhantomReference<PrimitiveArray> {
    /** In the heap; set once, before the block enters a list. {@link Heap#NULL} for the marker. */
    long address;

    // Neighbours in the list that holds this block; guarded by the list's monitor.
    @Nullable Block previous;
    @Nullable Block next;

    /** Where the block is counted, with this many bytes. */
    final SiteCounter site;

    final long byteSize;

    private Block(
        PrimitiveArray handle,
        ReferenceQueue<PrimitiveArray> queue,
        SiteCounter site,
        long byteSize) {
      super(handle, queue);
      this.site = site;
      this.byteSize = byteSize;
    }
  }
}
