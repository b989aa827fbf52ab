package io.offheap.jfr;

import io.offheap.array.AllocationListener;
import io.offheap.array.PrimitiveArray;
import io.offheap.array.Sites;
import io.offheap.heap.Heap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Makes one in many allocations an event, chosen by bytes, whose weight is what has been allocated
 * since the one before: weights, and the bytes that no sample has taken yet, add up to all that was
 * allocated while the event was enabled.
 *
 * <p>Thread-safe.
 */
/*
 * Design note.
 *
 * Bytes are counted in stripes chosen by the thread's number, so that a thread's samples stand for its own allocations, unless
 * there are more threads than stripes. (With a count in each thread, what a thread has not yet reported would be
 * lost when it ends, which for virtual threads may be most of it.)
 *
 *   stripe:  bytes since the sample | bytes at which the next is due | unused ...
 *
 * When enough bytes have come together the event is asked whether it may be; its throttle or its filter may say no, then the
 * bytes stay and the next candidate is as far away again. The distance is random, between half and one and a half times the
 * interval, lest a program that allocates in turns always meet the same array.
 */
final class FlightSampler implements AllocationListener {
  /** The average of bytes between two candidates in a stripe. */
  static final long INTERVAL_BYTES = 512 << 10;

  /** A power of two. */
  private static final int STRIPE_COUNT = 32;

  /** Two cache lines. */
  private static final int STRIPE_LONGS = 16;

  private static final int DUE = 1;

  /** To ask whether anybody records; never committed. */
  private final AllocationSampleEvent enabling = new AllocationSampleEvent();

  private final AtomicLongArray stripes = new AtomicLongArray(STRIPE_COUNT * STRIPE_LONGS);

  /** Of the heap that is watched; null until the first sample. */
  private volatile @Nullable Parts parts;

  /** What to ask for a block's size and place. */
  private record Parts(Heap heap, long largestClassByteSize) {}

  /** Forgets bytes that no sample has taken: those of a recording that is over. */
  void reset() {
    for (int i = 0; i < stripes.length(); i += STRIPE_LONGS) {
      stripes.set(i, 0);
      stripes.set(i + DUE, 0);
    }
    parts = null;
  }

  /** The bytes that no sample has taken. */
  long remainderBytes() {
    long sum = 0;
    for (int i = 0; i < stripes.length(); i += STRIPE_LONGS) sum += stripes.get(i);
    return sum;
  }

  @Override
  public void allocated(PrimitiveArray array, int siteId, long byteSize, long address) {
    if (!enabling.isEnabled()) return;
    int stripe = ((int) Thread.currentThread().threadId() & STRIPE_COUNT - 1) * STRIPE_LONGS;
    long bytes = stripes.addAndGet(stripe, byteSize);
    if (bytes >= stripes.getOpaque(stripe + DUE)) {
      sample(array, siteId, byteSize, address, stripe, bytes);
    }
  }

  private void sample(
      PrimitiveArray array, int siteId, long byteSize, long address, int stripe, long bytes) {
    long distance = INTERVAL_BYTES / 2 + ThreadLocalRandom.current().nextLong(INTERVAL_BYTES);
    AllocationSampleEvent event = new AllocationSampleEvent();
    event.allocationSize = byteSize;
    if (!event.shouldCommit()) {
      stripes.setOpaque(stripe + DUE, bytes + distance);
      return;
    }
    stripes.setOpaque(stripe + DUE, distance);
    event.weight = stripes.getAndSet(stripe, 0);
    event.objectClass = array.arrayClass();
    event.site = siteId == Sites.UNMARKED ? Callers.site() : Sites.name(siteId);
    event.address = address;
    place(event, address);
    event.commit();
  }

  private void place(AllocationSampleEvent event, long address) {
    Parts known = parts();
    event.slotSize = known.heap.usableSize(address);
    event.arena = event.slotSize <= known.largestClassByteSize ? "slabs" : "large blocks";
  }

  private Parts parts() {
    Parts known = parts;
    if (known == null) {
      Heap heap = io.offheap.array.ArrayMemory.heap();
      known = new Parts(heap, heap.largestClassByteSize());
      parts = known;
    }
    return known;
  }
}
