package com.acme.bump;

import io.offheap.allocator.Alignment;
import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.allocator.ByteAllocator;
import io.offheap.allocator.Layout;
import java.util.TreeMap;

/**
 * What a user of the library might bring along: blocks one after the other, and room again only
 * when the last live block is freed. One range of memory.
 *
 * <p>It implements the public interface and uses nothing that is not public.
 */
public final class BumpByteAllocator implements ByteAllocator {
  private final TreeMap<Long, Long> live = new TreeMap<>();
  private boolean initialized;
  private long start;
  private long end;
  private long next;
  private long used;
  private long peak;
  private long failures;

  @Override
  public void init(long start, long byteSize) {
    if (initialized || start < 0 || byteSize < 0 || start + byteSize < 0) {
      throw new AllocException(AllocError.INVALID_PARAM, "init");
    }
    initialized = true;
    this.start = start;
    next = start;
    end = start + byteSize;
  }

  @Override
  public void addMemory(long start, long byteSize) {
    throw new AllocException(AllocError.INVALID_PARAM, "one range only");
  }

  @Override
  public long tryAllocate(long byteSize, long byteAlignment) {
    Layout layout = new Layout(byteSize, byteAlignment);
    long address = Alignment.alignUp(next, layout.byteAlignment());
    long size = Math.max(1, byteSize);
    if (address > end || size > end - address) {
      failures++;
      return NONE;
    }
    live.put(address, size);
    next = address + size;
    used += size;
    peak = Math.max(peak, used);
    return address;
  }

  @Override
  public void free(long address, Layout layout) {
    boolean aligned = address % layout.byteAlignment() == 0;
    if (usableSize(address) != Math.max(1, layout.byteSize()) || !aligned) {
      throw new AllocException(AllocError.INVALID_PARAM, "layout of " + address);
    }
    free(address);
  }

  @Override
  public long free(long address) {
    long size = usableSize(address);
    live.remove(address);
    used -= size;
    if (live.isEmpty()) next = start;
    return size;
  }

  @Override
  public long usableSize(long address) {
    Long size = live.get(address);
    if (size == null) throw new AllocException(AllocError.NOT_ALLOCATED, "address " + address);
    return size;
  }

  @Override
  public boolean tryRemoveMemory(long start, long byteSize) {
    if (start < 0 || byteSize < 0 || start + byteSize < 0) {
      throw new AllocException(AllocError.INVALID_PARAM, "range");
    }
    return false;
  }

  @Override
  public long totalBytes() {
    return end - start;
  }

  @Override
  public long usedBytes() {
    return used;
  }

  @Override
  public long peakUsedBytes() {
    return peak;
  }

  @Override
  public long failureCount() {
    return failures;
  }

  @Override
  public long largestAllocatable() {
    return end - next;
  }

  @Override
  public void forEachBlock(BlockVisitor visitor) {
    long[] at = {start};
    live.forEach((address, size) -> {
      if (address > at[0]) visitor.visit(at[0], address - at[0], false);
      visitor.visit(address, size, true);
      at[0] = address + size;
    });
    if (end > at[0]) visitor.visit(at[0], end - at[0], false);
  }

  @Override
  public void checkInvariants(CheckLevel level) {
    long sum = live.values().stream().mapToLong(Long::longValue).sum();
    if (sum != used || next > end) throw new IllegalStateException("sum of live blocks");
  }
}
