package io.offheap.heap;

import io.offheap.heap.HeapListener.FallbackReason;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of no size class, for any thread: what the listener hears of them, and what is tried
 * before a request is refused. Thread-safe.
 */
final class LargeBlocks {
  private static final long NULL = BlockSource.NULL;

  private final BlockSource source;

  /** Null if the back end serves all sizes. */
  private final @Nullable SmallBlocks small;

  private final Notifier notifier;
  private final long limitBytes;

  LargeBlocks(BlockSource source, @Nullable SmallBlocks small, Notifier notifier, long limitBytes) {
    this.source = source;
    this.small = small;
    this.notifier = notifier;
    this.limitBytes = limitBytes;
  }

  /** A block, or NULL. */
  long tryAllocate(long byteSize, long byteAlignment) {
    long address = source.tryAllocate(byteSize, byteAlignment);
    if (address == NULL) address = tryExhausted(byteSize, byteAlignment);
    if (address != NULL
        && small != null
        && !source.isDedicated(byteSize)
        && notifier.wantsBuddyFallback()) {
      boolean large = small.classFor(byteSize, 1) < 0;
      notifier.buddyFallback(
          byteSize,
          source.usableSize(address),
          large ? FallbackReason.SIZE : FallbackReason.ALIGNMENT);
    }
    return address;
  }

  /** A block whose first bytes are 0, or NULL. */
  long tryAllocateZeroed(long byteSize, long byteAlignment) {
    long address = tryAllocate(byteSize, byteAlignment);
    if (address != NULL) source.clear(address, byteSize);
    return address;
  }

  /** First what costs nothing goes, then what other threads keep. */
  private long tryExhausted(long byteSize, long byteAlignment) {
    long needed = Math.max(byteSize, byteAlignment);
    if (needed > limitBytes) return NULL;
    long address = NULL;
    if (source.idle().releaseFor(needed)) address = source.tryAllocate(byteSize, byteAlignment);
    if (address != NULL || small == null || small.drainPatiently() == 0) return address;
    source.idle().releaseFor(needed);
    return source.tryAllocate(byteSize, byteAlignment);
  }
}
