package io.offheap.heap;

import io.offheap.concurrency.Lincheck;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The inbox: the home of a slab takes blocks, while another shard frees four of them, which go back
 * by the batch, and takes some, with which the slab may become its own. Each shard is entered by
 * whoever comes. (To empty a shard takes two visits of the pool, so it is no operation here.)
 */
class ReturnsLincheckTest {
  private static final int WAITING = TwoShards.MOST_RETURNS - 1;

  /** As the heap does it. */
  public static class Returns {
    private final TwoShards shards = new TwoShards(WAITING + 4);

    public Returns() {
      for (int i = 0; i < WAITING; i++) shards.give(shards.other, shards.live[4 + i]);
    }

    @Operation
    public long takeAtHome() {
      enter(shards.home);
      long taken = TwoShards.take(shards.home);
      shards.home.exit();
      return taken;
    }

    @Operation
    public long takeElsewhere() {
      enter(shards.other);
      long taken = TwoShards.take(shards.other);
      shards.other.exit();
      return taken;
    }

    @Operation(runOnce = true)
    public boolean freeFirst() {
      return free(0);
    }

    @Operation(runOnce = true)
    public boolean freeSecond() {
      return free(1);
    }

    @Operation(runOnce = true)
    public boolean freeThird() {
      return free(2);
    }

    @Operation(runOnce = true)
    public boolean freeFourth() {
      return free(3);
    }

    private boolean free(int index) {
      enter(shards.other);
      boolean freed = shards.give(shards.other, shards.live[index]);
      shards.other.exit();
      return freed;
    }

    @Operation
    public long outBlocks() {
      return shards.pool.numbers().outBlocks();
    }
  }

  /** A lease for each side, but none for the slab that is between them. */
  public static class ReturnsPlanted {
    private static final int BYTES = TwoShards.BLOCK_BYTES;

    private final Lease home = new Lease(Set.of());
    private final Lease other = new Lease(Set.of());
    private final Slab slab =
        new Slab(16 * BYTES, new Slab.Mold(0, BYTES, 16 * BYTES), true, MemorySegment.NULL);
    private final long[] out = new long[2];

    public ReturnsPlanted() {
      slab.take(out, 0, 2);
    }

    @Operation
    public long takeAtHome() {
      enter(home);
      long[] taken = new long[1];
      slab.take(taken, 0, 1);
      home.exit();
      return taken[0];
    }

    @Operation(runOnce = true)
    public void freeFirst() {
      free(0);
    }

    @Operation(runOnce = true)
    public void freeSecond() {
      free(1);
    }

    private void free(int index) {
      enter(other);
      slab.give(out[index]);
      other.exit();
    }
  }

  private static void enter(Lease lease) {
    while (!lease.tryEnter()) Thread.onSpinWait();
  }

  @Test
  void returns_comeBackOnce() {
    Lincheck.demandSound(Returns.class);
  }

  @Test
  void plantedReturns_areFound() {
    Lincheck.demandBroken(ReturnsPlanted.class);
  }
}
