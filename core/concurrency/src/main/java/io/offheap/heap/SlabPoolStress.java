package io.offheap.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The depot: what one thread gives another takes, and no block is taken twice. */
public class SlabPoolStress {
  private static final int HOME = 1;
  private static final int BLOCK_BYTES = 1024;
  private static final int SLAB_BYTES = 4 * BLOCK_BYTES;

  private SlabPoolStress() {}

  /** One takes two blocks, the other takes one, gives it back and takes one again. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "each block once")
  @Outcome(expect = FORBIDDEN, desc = "a block twice, or none")
  @State
  public static class Taken {
    private final PageMap<Slab> pages = new PageMap<>(12);
    private final SlabPool pool = new SlabPool(pages, BLOCK_BYTES);
    private final long[] first = new long[2];
    private final long[] second = new long[1];

    public Taken() {
      Slab.Mold mold = new Slab.Mold(0, BLOCK_BYTES, SLAB_BYTES);
      Slab slab = new Slab(SLAB_BYTES, mold, true, MemorySegment.NULL);
      pages.put(SLAB_BYTES, SLAB_BYTES, slab);
      pool.add(slab);
    }

    @Actor
    public void takesTwo() {
      pool.take(first, 0, 2, HOME, false);
    }

    @Actor
    public void takesAndGives() {
      pool.take(second, 0, 1, HOME, false);
      pool.give(second, 0, 1);
      pool.take(second, 0, 1, HOME, false);
    }

    @Arbiter
    public void look(Z_Result r) {
      boolean apart = first[0] != first[1] && first[0] != second[0] && first[1] != second[0];
      boolean taken = first[0] != 0 && first[1] != 0 && second[0] != 0;
      r.r1 = apart && taken && pool.numbers().outBlocks() == 3;
    }
  }

  /** A stack of free blocks without a lock. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "each block once")
  @Outcome(expect = FORBIDDEN, desc = "a block twice, or none")
  @State
  public static class TakenPlanted {
    private final long[] free = {1, 2, 3, 4};
    private volatile int count = 4;
    private final long[] first = new long[2];
    private final long[] second = new long[1];

    private void take(long[] target, int index) {
      target[index] = free[count - 1];
      count--;
    }

    @Actor
    public void takesTwo() {
      take(first, 0);
      take(first, 1);
    }

    @Actor
    public void takesAndGives() {
      take(second, 0);
      free[count] = second[0];
      count++;
      take(second, 0);
    }

    @Arbiter
    public void look(Z_Result r) {
      boolean apart = first[0] != first[1] && first[0] != second[0] && first[1] != second[0];
      r.r1 = apart && count == 1;
    }
  }
}
