package io.offheap.memory;

import java.lang.foreign.MemorySegment;

/** A system whose memory is addresses only: for what never touches it, as often as one likes. */
public final class Memoryless implements SystemCalls {
  private static final long RANGE = 1L << 40;

  private Memoryless() {}

  /** A region over such a system. */
  public static Region region(long limitBytes, long chunkByteSize) {
    try {
      return Region.open(limitBytes, chunkByteSize, new Memoryless(), HugePages.SYSTEM);
    } catch (BackendUnavailable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public long pageByteSize() {
    return Region.PAGE_BYTE_SIZE;
  }

  @Override
  public boolean hugePagesAlways() {
    return false;
  }

  @Override
  public boolean hugePagesOnRequest() {
    return false;
  }

  @Override
  public long reserve(long byteSize) {
    return RANGE;
  }

  @Override
  public boolean commit(long address, long byteSize) {
    return true;
  }

  @Override
  public boolean decommit(long address, long byteSize) {
    return true;
  }

  @Override
  public boolean purge(MemorySegment range) {
    return true;
  }

  @Override
  public boolean adviseHugePages(long address, long byteSize) {
    return true;
  }

  @Override
  public boolean unreserve(long address, long byteSize) {
    return true;
  }
}
