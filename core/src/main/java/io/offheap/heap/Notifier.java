package io.offheap.heap;

import io.offheap.heap.HeapListener.FallbackReason;
import io.offheap.heap.HeapListener.GrowthReason;
import io.offheap.heap.HeapListener.RefusalOutcome;
import io.offheap.heap.HeapListener.RefusalReason;
import io.offheap.memory.Region;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls the heap's listener, if there is one, and keeps what it throws from those who allocate: the
 * program must not fail because it is watched. No method is to be called with a lock held.
 *
 * <p>The same lines in each method, rather than one method that takes a lambda: that would be
 * garbage on each call, frames in each recorded stack, and milliseconds at the start.
 */
final class Notifier {
  private final Region region;
  private final AtomicLong lostCount = new AtomicLong();

  /** Plain: that a thread hears late of a new listener costs a notification, no more. */
  private @Nullable HeapListener listener;

  /** A slab that has grown under the lock, of which no one has been told yet. */
  record SlabGrowth(
      long address, long byteSize, long blockByteSize, int blockCount, boolean first) {}

  Notifier(Region region) {
    this.region = region;
  }

  void set(@Nullable HeapListener listener) {
    this.listener = listener;
  }

  boolean isListening() {
    return listener != null;
  }

  /** The calls that threw. */
  long lostCount() {
    return lostCount.get();
  }

  @Nullable Object slabGrowing() {
    HeapListener l = listener;
    if (l == null) return null;
    try {
      return l.slabGrowing();
    } catch (Throwable e) {
      lostCount.incrementAndGet();
      return null;
    }
  }

  void slabGrown(@Nullable Object started, SlabGrowth growth) {
    HeapListener l = listener;
    if (l == null) return;
    try {
      l.slabGrown(
          started,
          growth.address,
          growth.byteSize,
          growth.blockByteSize,
          growth.blockCount,
          growth.first);
    } catch (Throwable e) {
      lostCount.incrementAndGet();
    }
  }

  boolean wantsBuddyFallback() {
    HeapListener l = listener;
    if (l == null) return false;
    try {
      return l.wantsBuddyFallback();
    } catch (Throwable e) {
      lostCount.incrementAndGet();
      return false;
    }
  }

  void buddyFallback(long requestedByteSize, long blockByteSize, FallbackReason reason) {
    HeapListener l = listener;
    if (l == null) return;
    try {
      l.buddyFallback(requestedByteSize, blockByteSize, reason);
    } catch (Throwable e) {
      lostCount.incrementAndGet();
    }
  }

  @Nullable Object regionGrowing() {
    HeapListener l = listener;
    if (l == null) return null;
    try {
      return l.regionGrowing();
    } catch (Throwable e) {
      lostCount.incrementAndGet();
      return null;
    }
  }

  void regionGrown(@Nullable Object started, long address, long byteSize, GrowthReason reason) {
    HeapListener l = listener;
    if (l == null) return;
    try {
      l.regionGrown(
          started, address, byteSize, region.committedBytes(), region.limitBytes(), reason);
    } catch (Throwable e) {
      lostCount.incrementAndGet();
    }
  }

  void regionPurged(long address, long byteSize) {
    HeapListener l = listener;
    if (l == null) return;
    try {
      l.regionPurged(address, byteSize, region.committedBytes());
    } catch (Throwable e) {
      lostCount.incrementAndGet();
    }
  }

  void allocationFailed(
      long requestedByteSize, long usedBytes, RefusalReason reason, RefusalOutcome outcome) {
    HeapListener l = listener;
    if (l == null) return;
    try {
      l.allocationFailed(
          requestedByteSize,
          usedBytes,
          region.committedBytes(),
          region.limitBytes(),
          reason,
          outcome);
    } catch (Throwable e) {
      lostCount.incrementAndGet();
    }
  }
}
