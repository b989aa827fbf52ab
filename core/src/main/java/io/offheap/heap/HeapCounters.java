package io.offheap.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is counted of large blocks, chunks and refusals. Guarded by the lock of the {@link
 * BlockSource}.
 *
 * <p>Sizes fall into classes by their number of binary digits, so that the rounding of what lives
 * can be estimated without a record for each block.
 */
final class HeapCounters {
  private static final int CLASSES = 65;

  private static final VarHandle USED_BYTES = handle("usedBytes");
  private static final VarHandle ALLOCATED_BYTES = handle("allocatedBytes");

  /** {@code == allocatedBytes - freedBytes}. */
  long usedBytes;

  long peakUsedBytes;
  long allocatedBytes;
  long freedBytes;
  long refusedBytes;
  long allocationCount;
  long freeCount;
  long refusalCount;

  /** The allocations that came from shared chunks. */
  long fallbackCount;

  /** The bytes of dedicated chunks. */
  long dedicatedBytes;

  /** The bytes of shared chunks. */
  long sharedBytes;

  // By class of the block's size.
  private final long[] requestedBytes = new long[CLASSES];
  private final long[] grantedBytes = new long[CLASSES];
  private final long[] liveBytes = new long[CLASSES];

  void allocated(long requested, long granted) {
    int index = classOf(granted);
    requestedBytes[index] += requested;
    grantedBytes[index] += granted;
    liveBytes[index] += granted;
    allocationCount++;
    allocatedBytes += granted;
    usedBytes += granted;
    if (usedBytes > peakUsedBytes) peakUsedBytes = usedBytes;
  }

  void freed(long granted) {
    liveBytes[classOf(granted)] -= granted;
    freeCount++;
    freedBytes += granted;
    usedBytes -= granted;
  }

  void refused(long requested) {
    refusalCount++;
    refusedBytes += requested;
  }

  /** The bytes in use, read without the lock. */
  long usedBytesOpaque() {
    return (long) USED_BYTES.getOpaque(this);
  }

  /** The bytes ever handed out, read without the lock. */
  long allocatedBytesOpaque() {
    return (long) ALLOCATED_BYTES.getOpaque(this);
  }

  /** See {@link HeapStatistics#internalWasteBytes}. */
  long internalWasteBytes() {
    double waste = 0;
    for (int i = 0; i < CLASSES; i++) {
      if (liveBytes[i] > 0) {
        waste += liveBytes[i] * (1 - (double) requestedBytes[i] / grantedBytes[i]);
      }
    }
    return Math.round(waste);
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(HeapCounters.class, field, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static int classOf(long byteSize) {
    return Long.SIZE - Long.numberOfLeadingZeros(byteSize - 1);
  }
}
