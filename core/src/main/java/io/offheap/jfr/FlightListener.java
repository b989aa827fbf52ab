package io.offheap.jfr;

import io.offheap.heap.HeapListener;
import org.jspecify.annotations.Nullable;

/** Turns what a heap tells into events, on the thread that caused it, whose stack they show. */
final class FlightListener implements HeapListener {
  private static final int MOST_SKIPPED = 63;

  /** How many fallbacks to pass over before the throttle is asked again; racy, as is the other. */
  private int fallbacksToSkip;

  /** How many were passed over last: more each time that the throttle says no. */
  private int fallbacksSkipped;

  /** An event whose time has begun, or null if nobody wants it. */
  @Override
  public @Nullable Object slabGrowing() {
    SlabGrowthEvent event = new SlabGrowthEvent();
    if (!event.isEnabled()) return null;
    event.begin();
    return event;
  }

  @Override
  public void slabGrown(
      @Nullable Object started,
      long address,
      long byteSize,
      long blockByteSize,
      int blockCount,
      boolean first) {
    if (!(started instanceof SlabGrowthEvent event)) return;
    event.end();
    if (!event.shouldCommit()) return;
    event.size = byteSize;
    event.blockSize = blockByteSize;
    event.blocks = blockCount;
    event.address = address;
    event.reason = first ? "first of its class" : "others are full";
    event.site = Callers.site();
    event.commit();
  }

  /** To be asked for each of millions, the throttle is too slow. */
  @Override
  public boolean wantsBuddyFallback() {
    int left = fallbacksToSkip;
    if (left == 0) return true;
    fallbacksToSkip = left - 1;
    return false;
  }

  @Override
  public void buddyFallback(long requestedByteSize, long blockByteSize, FallbackReason reason) {
    BuddyFallbackEvent event = new BuddyFallbackEvent();
    boolean wanted = event.shouldCommit();
    fallbacksSkipped = wanted ? 0 : Math.min(2 * fallbacksSkipped + 1, MOST_SKIPPED);
    fallbacksToSkip = fallbacksSkipped;
    if (!wanted) return;
    event.requested = requestedByteSize;
    event.blockSize = blockByteSize;
    event.order = Long.numberOfTrailingZeros(blockByteSize);
    event.reason =
        switch (reason) {
          case SIZE -> "larger than the size classes";
          case ALIGNMENT -> "alignment beyond the size classes";
        };
    event.site = Callers.site();
    event.commit();
  }

  /** An event whose time has begun, or null if nobody wants it. */
  @Override
  public @Nullable Object regionGrowing() {
    RegionGrowthEvent event = new RegionGrowthEvent();
    if (!event.isEnabled()) return null;
    event.begin();
    return event;
  }

  @Override
  public void regionGrown(
      @Nullable Object started,
      long address,
      long byteSize,
      long committedBytes,
      long limitBytes,
      GrowthReason reason) {
    if (!(started instanceof RegionGrowthEvent event)) return;
    event.end();
    if (!event.shouldCommit()) return;
    event.size = byteSize;
    event.committed = committedBytes;
    event.limit = limitBytes;
    event.address = address;
    event.reason =
        switch (reason) {
          case SHARED_CHUNK -> "chunks are full";
          case DEDICATED_CHUNK -> "large block";
        };
    event.site = Callers.site();
    event.commit();
  }

  @Override
  public void regionPurged(long address, long byteSize, long committedBytes) {
    RegionPurgeEvent event = new RegionPurgeEvent();
    if (!event.shouldCommit()) return;
    event.size = byteSize;
    event.committed = committedBytes;
    event.address = address;
    event.commit();
  }

  @Override
  public void allocationFailed(
      long requestedByteSize,
      long usedBytes,
      long committedBytes,
      long limitBytes,
      RefusalReason reason,
      RefusalOutcome outcome) {
    AllocationFailureEvent event = new AllocationFailureEvent();
    if (!event.shouldCommit()) return;
    event.requested = requestedByteSize;
    event.used = usedBytes;
    event.committed = committedBytes;
    event.limit = limitBytes;
    event.reason =
        switch (reason) {
          case LIMIT -> "limit reached";
          case SYSTEM -> "no memory from the operating system";
          case TABLES -> "no room for tables on the Java heap";
          case DAMAGED -> "heap stopped by an earlier error";
        };
    event.outcome =
        switch (outcome) {
          case JAVA_HEAP -> "Java heap";
          case ERROR -> "OutOfMemoryError";
        };
    event.site = Callers.site();
    event.commit();
  }
}
