package io.offheap.heap;

import io.offheap.concurrency.Lincheck;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Two threads count inside a lease that nobody owns. */
class LeaseLincheckTest {
  /** As the heap does it. */
  public static class Counting {
    private final Lease lease = new Lease(Set.of());
    private int count;

    @Operation
    public int count() {
      while (!lease.tryEnter()) Thread.onSpinWait();
      int counted = ++count;
      lease.exit();
      return counted;
    }
  }

  /** Looking at the flag and setting it are two steps. */
  public static class CountingPlanted {
    private volatile boolean busy;
    private int count;

    @Operation
    public int count() {
      while (busy) Thread.onSpinWait();
      busy = true;
      int counted = ++count;
      busy = false;
      return counted;
    }
  }

  @Test
  void whoeverIsInside_isAlone() {
    Lincheck.demandSound(Counting.class);
  }

  @Test
  void plantedFlag_isFound() {
    Lincheck.demandBroken(CountingPlanted.class);
  }
}
