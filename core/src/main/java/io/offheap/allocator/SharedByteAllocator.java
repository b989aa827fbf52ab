package io.offheap.allocator;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets any number of threads use one allocator: every call holds one lock.
 *
 * <p>A block taken through one reference may be freed through any other. Requests for 0 bytes do
 * not reach the allocator behind: all of them get the address {@link #EMPTY}, which has 0 usable
 * bytes and may be freed as often as one likes.
 */
public final class SharedByteAllocator implements ByteAllocator {
  /** The address of all blocks of 0 bytes: aligned to every alignment, never in the memory. */
  public static final long EMPTY = 1L << 62;

  private final ByteAllocator inner;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Shares an allocator that nobody else uses any more.
   *
   * @param inner with or without memory, all of it below {@link #EMPTY}
   */
  public SharedByteAllocator(ByteAllocator inner) {
    this.inner = inner;
  }

  @Override
  public void init(long start, long byteSize) {
    checkRange(start, byteSize);
    lock.lock();
    try {
      inner.init(start, byteSize);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void addMemory(long start, long byteSize) {
    checkRange(start, byteSize);
    lock.lock();
    try {
      inner.addMemory(start, byteSize);
    } finally {
      lock.unlock();
    }
  }

  private static void checkRange(long start, long byteSize) {
    if (start > EMPTY || byteSize > EMPTY - start) {
      throw AllocException.invalidRange(start, byteSize, "reaches past " + EMPTY);
    }
  }

  @Override
  public long allocate(Layout layout) {
    if (layout.byteSize() == 0) return EMPTY;
    lock.lock();
    try {
      return inner.allocate(layout);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long tryAllocate(long byteSize, long byteAlignment) {
    Alignment.checkRequest(byteSize, byteAlignment);
    if (byteSize == 0) return EMPTY;
    lock.lock();
    try {
      return inner.tryAllocate(byteSize, byteAlignment);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link ByteAllocator#free(long, Layout)}; 0 bytes are only ever at {@link #EMPTY}. */
  @Override
  public void free(long address, Layout layout) {
    if (address == EMPTY && layout.byteSize() == 0) return;
    lock.lock();
    try {
      if (address == EMPTY || layout.byteSize() == 0) {
        long usable = address == EMPTY ? 0 : inner.usableSize(address);
        throw AllocException.wrongLayout(address, layout, usable);
      }
      inner.free(address, layout);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long free(long address) {
    if (address == EMPTY) return 0;
    lock.lock();
    try {
      return inner.free(address);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long usableSize(long address) {
    if (address == EMPTY) return 0;
    return locked(() -> inner.usableSize(address));
  }

  @Override
  public boolean tryResize(long address, Layout layout) {
    if (address == EMPTY) return layout.byteSize() == 0;
    lock.lock();
    try {
      if (layout.byteSize() > 0) return inner.tryResize(address, layout);
      inner.usableSize(address);
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean tryRemoveMemory(long start, long byteSize) {
    lock.lock();
    try {
      return inner.tryRemoveMemory(start, byteSize);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long totalBytes() {
    return locked(inner::totalBytes);
  }

  @Override
  public long usedBytes() {
    return locked(inner::usedBytes);
  }

  @Override
  public long availableBytes() {
    return locked(inner::availableBytes);
  }

  @Override
  public long peakUsedBytes() {
    return locked(inner::peakUsedBytes);
  }

  @Override
  public long failureCount() {
    return locked(inner::failureCount);
  }

  @Override
  public long largestAllocatable() {
    return locked(inner::largestAllocatable);
  }

  /** As {@link ByteAllocator#forEachBlock}; holds the lock all the while. */
  @Override
  public void forEachBlock(BlockVisitor visitor) {
    lock.lock();
    try {
      inner.forEachBlock(visitor);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void checkInvariants(CheckLevel level) {
    lock.lock();
    try {
      inner.checkInvariants(level);
    } finally {
      lock.unlock();
    }
  }

  private long locked(LongSupplier question) {
    lock.lock();
    try {
      return question.getAsLong();
    } finally {
      lock.unlock();
    }
  }
}
