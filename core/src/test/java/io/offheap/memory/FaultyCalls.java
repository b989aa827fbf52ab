package io.offheap.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * The system's calls, of which some are refused, and what they leave behind is counted. For tests
 * of this and the higher layers.
 */
public final class FaultyCalls implements SystemCalls {
  private final SystemCalls calls = new LinuxCalls();
  private final LongPredicate refuses;
  private final AtomicLong callCount = new AtomicLong();
  private final AtomicLong refusalCount = new AtomicLong();
  private final AtomicLong reservedBytes = new AtomicLong();
  private final AtomicLong accessibleBytes = new AtomicLong();

  /** Refuses the calls whose numbers, from 1 on, the predicate accepts. Gives no range back. */
  public FaultyCalls(LongPredicate refuses) {
    this.refuses = refuses;
  }

  /** Refuses one call. */
  public static FaultyCalls refusing(long number) {
    return new FaultyCalls(n -> n == number);
  }

  /** A region over these calls. */
  public Region open(long limitBytes, long chunkByteSize) throws Refused {
    try {
      return Region.open(limitBytes, chunkByteSize, this, HugePages.ADVISE);
    } catch (BackendUnavailable e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  /** The region could not be opened. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private Refused(String message) {
      super(message);
    }
  }

  public long callCount() {
    return callCount.get();
  }

  public long refusalCount() {
    return refusalCount.get();
  }

  /** The bytes of ranges that have not been given back. */
  public long reservedBytes() {
    return reservedBytes.get();
  }

  /** The bytes committed and not decommitted. */
  public long accessibleBytes() {
    return accessibleBytes.get();
  }

  private boolean refused() {
    if (!refuses.test(callCount.incrementAndGet())) return false;
    refusalCount.incrementAndGet();
    return true;
  }

  @Override
  public long pageByteSize() {
    return calls.pageByteSize();
  }

  @Override
  public boolean hugePagesAlways() {
    return calls.hugePagesAlways();
  }

  @Override
  public boolean hugePagesOnRequest() {
    return calls.hugePagesOnRequest();
  }

  @Override
  public long reserve(long byteSize) {
    if (refused()) return NONE;
    long address = calls.reserve(byteSize);
    if (address != NONE) reservedBytes.addAndGet(byteSize);
    return address;
  }

  @Override
  public boolean commit(long address, long byteSize) {
    if (refused() || !calls.commit(address, byteSize)) return false;
    accessibleBytes.addAndGet(byteSize);
    return true;
  }

  @Override
  public boolean decommit(long address, long byteSize) {
    if (refused() || !calls.decommit(address, byteSize)) return false;
    accessibleBytes.addAndGet(-byteSize);
    return true;
  }

  @Override
  public boolean purge(MemorySegment range) {
    return !refused() && calls.purge(range);
  }

  @Override
  public boolean adviseHugePages(long address, long byteSize) {
    return !refused() && calls.adviseHugePages(address, byteSize);
  }

  @Override
  public boolean unreserve(long address, long byteSize) {
    if (refused() || !calls.unreserve(address, byteSize)) return false;
    reservedBytes.addAndGet(-byteSize);
    return true;
  }
}
