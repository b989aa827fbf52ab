package io.offheap.allocator;

/** Passes every call on; for wrappers in tests that change one. */
class ForwardingByteAllocator implements ByteAllocator {
  private final ByteAllocator inner;

  ForwardingByteAllocator(ByteAllocator inner) {
    this.inner = inner;
  }

  @Override
  public void init(long start, long byteSize) {
    inner.init(start, byteSize);
  }

  @Override
  public void addMemory(long start, long byteSize) {
    inner.addMemory(start, byteSize);
  }

  @Override
  public long tryAllocate(long byteSize, long byteAlignment) {
    return inner.tryAllocate(byteSize, byteAlignment);
  }

  @Override
  public void free(long address, Layout layout) {
    inner.free(address, layout);
  }

  @Override
  public long free(long address) {
    return inner.free(address);
  }

  @Override
  public long usableSize(long address) {
    return inner.usableSize(address);
  }

  @Override
  public boolean tryResize(long address, Layout layout) {
    return inner.tryResize(address, layout);
  }

  @Override
  public boolean tryRemoveMemory(long start, long byteSize) {
    return inner.tryRemoveMemory(start, byteSize);
  }

  @Override
  public long totalBytes() {
    return inner.totalBytes();
  }

  @Override
  public long usedBytes() {
    return inner.usedBytes();
  }

  @Override
  public long peakUsedBytes() {
    return inner.peakUsedBytes();
  }

  @Override
  public long failureCount() {
    return inner.failureCount();
  }

  @Override
  public long largestAllocatable() {
    return inner.largestAllocatable();
  }

  @Override
  public void forEachBlock(BlockVisitor visitor) {
    inner.forEachBlock(visitor);
  }

  @Override
  public void checkInvariants(CheckLevel level) {
    inner.checkInvariants(level);
  }
}
