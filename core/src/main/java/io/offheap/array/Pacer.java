package io.offheap.array;

import io.offheap.heap.Heap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the collector look for dead handles in time, as {@link PacingPolicy} says, on a daemon thread
 * of its own. With a collector that can only look while the program stands still it does nothing.
 */
final class Pacer implements Runnable {
  /** How often the memory is looked at while arrays come. */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How often while none come. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** G1 may need a second to hear that a cycle will be wanted, so it is told ahead. */
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

  private final Heap heap;
  private final PacingPolicy policy;
  private volatile long cycleCount;
  private volatile boolean stopped;

  /** The number of the look that is under way; negated, of the last one, if none is. */
  private volatile long look;

  Pacer(Heap heap) {
    this.heap = heap;
    policy = new PacingPolicy(heap.options().limitBytes());
  }

  /** How many cycles have been run to find dead handles. */
  long cycleCount() {
    return cycleCount;
  }

  /** Which look is under way, counted from 1; 0 or less if none is. */
  long look() {
    return look;
  }

  /** Asks for no more cycles; one under way goes on. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      await(heap.options().limitBytes() / PacingPolicy.LEAST_SHARE);
      CollectorCycle cycle = CollectorCycle.find();
      if (cycle != null) {
        pace(cycle);
      }
    } catch (LinkageError | IllegalStateException _) {
      // No java.management in this Java, or the heap was closed. Collections when memory is short
      // remain.
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes cycleCount
  private void pace(CollectorCycle cycle) {
    while (true) {
      try {
        awaitDue(cycle);
        if (stopped) {
          return;
        }
        look = 1 - look;
        if (cycle.run()) {
          policy.looked(System.nanoTime());
          cycleCount++;
        }
      } catch (OutOfMemoryError _) {
        // Of the Java heap, which is being collected then.
        LockSupport.parkNanos(IDLE_NANOS);
      } finally {
        look = -Math.abs(look);
      }
    }
  }

  /** Waits for so many bytes to be in use, or to be stopped. */
  private void await(long usedBytes) {
    while (heap.usedBytes() < usedBytes && !stopped) {
      LockSupport.parkNanos(IDLE_NANOS);
    }
  }

  /** Waits until a cycle is due, which it hears of when that is soon, or to be stopped. */
  private void awaitDue(CollectorCycle cycle) {
    try {
      while (!stopped) {
        policy.sample(System.nanoTime(), heap.usedBytes(), heap.allocatedBytes());
        long nanos = policy.nanosUntilDue();
        if (nanos == 0) {
          return;
        }
        if (nanos <= AHEAD_NANOS) {
          cycle.prepare();
        } else {
          cycle.relax();
        }
        LockSupport.parkNanos(
            nanos == PacingPolicy.NEVER ? IDLE_NANOS : Math.min(nanos, BUSY_NANOS));
      }
    } finally {
      if (stopped) cycle.relax();
    }
  }
}
