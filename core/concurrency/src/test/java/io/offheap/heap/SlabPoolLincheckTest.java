package io.offheap.heap;

import io.offheap.concurrency.Lincheck;
import java.lang.foreign.MemorySegment;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** The depot that magazines are filled from: two blocks are out and come back, others are taken. */
class SlabPoolLincheckTest {
  private static final int HOME = 1;
  private static final int BLOCK_BYTES = 1024;
  private static final int SLAB_BYTES = 4 * BLOCK_BYTES;

  /** As the heap does it. */
  public static class Pool {
    private final PageMap<Slab> pages = new PageMap<>(12);
    private final SlabPool pool = new SlabPool(pages, BLOCK_BYTES);
    private final long[] out = new long[2];

    public Pool() {
      Slab.Mold mold = new Slab.Mold(0, BLOCK_BYTES, SLAB_BYTES);
      Slab slab = new Slab(SLAB_BYTES, mold, true, MemorySegment.NULL);
      pages.put(SLAB_BYTES, SLAB_BYTES, slab);
      pool.add(slab);
      pool.take(out, 0, 2, HOME, false);
    }

    @Operation
    public long take() {
      long[] taken = new long[1];
      return pool.take(taken, 0, 1, HOME, false) == 1 ? taken[0] : -1;
    }

    @Operation
    public int takeTwo() {
      return pool.take(new long[2], 0, 2, HOME, false);
    }

    @Operation(runOnce = true)
    public void giveFirst() {
      pool.give(out, 0, 1);
    }

    @Operation(runOnce = true)
    public void giveSecond() {
      pool.give(out, 1, 1);
    }

    @Operation
    public long outBlocks() {
      return pool.numbers().outBlocks();
    }
  }

  /** A stack of free blocks without the lock. */
  public static class PoolPlanted {
    private final long[] free = {1, 2, 0, 0};
    private int count = 2;

    @Operation
    public long take() {
      return count == 0 ? -1 : free[--count];
    }

    @Operation(runOnce = true)
    public void giveFirst() {
      free[count++] = 3;
    }

    @Operation(runOnce = true)
    public void giveSecond() {
      free[count++] = 4;
    }
  }

  @Test
  void pool_givesEachBlockOnce() {
    Lincheck.demandSound(Pool.class);
  }

  @Test
  void plantedPool_isFound() {
    Lincheck.demandBroken(PoolPlanted.class);
  }
}
