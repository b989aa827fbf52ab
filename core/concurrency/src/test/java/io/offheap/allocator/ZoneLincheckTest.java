package io.offheap.allocator;

import io.offheap.concurrency.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Allocators of large blocks behind one lock: blocks of 1 to 3 KiB of a range of 8 KiB. */
class ZoneLincheckTest {
  private static final long START = 1 << 16;
  private static final int UNIT = 1024;

  /** The operations on any allocator. */
  public abstract static class Zone {
    private final ByteAllocator allocator;

    Zone(ByteAllocator allocator) {
      this.allocator = allocator;
      allocator.init(START, 8 * UNIT);
    }

    @Operation
    public long allocate(@Param(gen = IntGen.class, conf = "1:3") int units) {
      return allocator.tryAllocate((long) units * UNIT, 8);
    }

    @Operation
    public boolean free(@Param(gen = IntGen.class, conf = "0:3") int unit) {
      try {
        allocator.free(START + (long) unit * UNIT);
        return true;
      } catch (AllocException e) {
        return false;
      }
    }

    @Operation
    public long usedBytes() {
      return allocator.usedBytes();
    }
  }

  /** TLSF, shared. */
  public static class Tlsf extends Zone {
    public Tlsf() {
      super(new SharedByteAllocator(new TlsfByteAllocator()));
    }
  }

  /** Buddy, shared. */
  public static class Buddy extends Zone {
    public Buddy() {
      super(new SharedByteAllocator(new BuddyByteAllocator()));
    }
  }

  /** TLSF without the lock. */
  public static class TlsfPlanted extends Zone {
    public TlsfPlanted() {
      super(new TlsfByteAllocator());
    }
  }

  /** Buddy without the lock. */
  public static class BuddyPlanted extends Zone {
    public BuddyPlanted() {
      super(new BuddyByteAllocator());
    }
  }

  @Test
  void tlsf_answersAsInSomeOrder() {
    Lincheck.demandSound(Tlsf.class);
  }

  @Test
  void buddy_answersAsInSomeOrder() {
    Lincheck.demandSound(Buddy.class);
  }

  @Test
  void plantedTlsf_isFound() {
    Lincheck.demandBroken(TlsfPlanted.class);
  }

  @Test
  void plantedBuddy_isFound() {
    Lincheck.demandBroken(BuddyPlanted.class);
  }
}
