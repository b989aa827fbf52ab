package io.offheap.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The inbox: blocks that are freed elsewhere come back to their slab, each once. */
public class ReturnsStress {
  private ReturnsStress() {}

  /** The home takes blocks while the other gives a full batch of that slab back. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "each block is live once, or in its slab")
  @Outcome(expect = FORBIDDEN, desc = "a block twice, or nowhere")
  @State
  public static class Returned {
    private static final int FREED = TwoShards.MOST_RETURNS + 1;

    private final TwoShards shards = new TwoShards(FREED + 1);
    private long first;
    private long second;
    private boolean freed;

    public Returned() {
      for (int i = 1; i < FREED; i++) shards.give(shards.other, shards.live[i]);
    }

    @Actor
    public void home() {
      first = TwoShards.take(shards.home);
      second = TwoShards.take(shards.home);
    }

    @Actor
    public void other() {
      freed = shards.give(shards.other, shards.live[0]);
    }

    @Arbiter
    public void look(Z_Result r) {
      boolean apart = first != 0 && second != 0 && first != second;
      boolean onItsWay = shards.other.cachedBlocks(TwoShards.CLASS) == 1;
      r.r1 = freed && apart && onItsWay && shards.allBackBut(3);
    }
  }

  /** The same slab without the lock. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "each block is live once, or in its slab")
  @Outcome(expect = FORBIDDEN, desc = "a block twice, or nowhere")
  @State
  public static class ReturnedPlanted {
    private static final int BYTES = TwoShards.BLOCK_BYTES;

    private final Slab slab =
        new Slab(16 * BYTES, new Slab.Mold(0, BYTES, 16 * BYTES), true, MemorySegment.NULL);
    private final long[] returns = new long[8];
    private final long[] taken = new long[8];

    public ReturnedPlanted() {
      slab.take(returns, 0, returns.length);
    }

    @Actor
    public void home() {
      for (int i = 0; i < taken.length; i++) slab.take(taken, i, 1);
    }

    @Actor
    public void other() {
      for (long address : returns) slab.give(address);
    }

    @Arbiter
    public void look(Z_Result r) {
      slab.take(new long[16], 0, 16);
      r.r1 = slab.freeCount == 0 && distinct() == taken.length;
    }

    private int distinct() {
      return (int) java.util.Arrays.stream(taken).distinct().count();
    }
  }

  /** A block is freed at once by its home, where it would be ready again, and by the other. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "one free is the legal one, and nothing is lost")
  @Outcome(expect = FORBIDDEN, desc = "both or none, or a block is in two places")
  @State
  public static class RacingFrees {
    private final TwoShards shards = new TwoShards(2);
    private boolean first;
    private boolean second;

    @Actor
    public void home() {
      first = shards.give(shards.home, shards.live[0]);
    }

    @Actor
    public void other() {
      second = shards.give(shards.other, shards.live[0]);
    }

    @Arbiter
    public void look(ZZ_Result r) {
      boolean sound = shards.allBackBut(1);
      r.r1 = sound && first;
      r.r2 = sound && second;
    }
  }

  /** The same with a state that is looked at and changed in two steps. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "one free is the legal one, and nothing is lost")
  @Outcome(expect = FORBIDDEN, desc = "both or none, or a block is in two places")
  @State
  public static class RacingFreesPlanted {
    private volatile int state = BlockStates.LIVE;

    private boolean tryGive() {
      if (state != BlockStates.LIVE) return false;
      state = BlockStates.FREE;
      return true;
    }

    @Actor
    public void home(ZZ_Result r) {
      r.r1 = tryGive();
    }

    @Actor
    public void other(ZZ_Result r) {
      r.r2 = tryGive();
    }
  }

  /**
   * The second shard frees a block of a slab that was its own and is the first's at some moment: by
   * what it sees, the block goes to its magazine, or to its returns, which are full.
   */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "it went to one of them")
  @Outcome(expect = FORBIDDEN, desc = "there was no room, or a block is in two places or nowhere")
  @State
  public static class Moved {
    private final TwoShards shards = new TwoShards(TwoShards.BLOCKS_PER_SLAB);
    private final long mine;
    private long taken;
    private boolean freed;

    public Moved() {
      for (int i = 0; i < TwoShards.MOST_RETURNS; i++) shards.give(shards.other, shards.live[i]);
      shards.addSlab();
      mine = TwoShards.take(shards.other);
    }

    @Actor
    public void home() {
      if (shards.home.refill(TwoShards.CLASS, true)) taken = TwoShards.take(shards.home);
    }

    @Actor
    public void other() {
      freed = shards.give(shards.other, mine);
    }

    @Arbiter
    public void look(Z_Result r) {
      int live = TwoShards.BLOCKS_PER_SLAB - TwoShards.MOST_RETURNS + 1;
      r.r1 = freed && taken != 0 && shards.allBackBut(live);
    }
  }

  /** Room is made in one of two places, and then the slab's home is looked at again. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "it went to one of them")
  @Outcome(expect = FORBIDDEN, desc = "there was no room, or a block is in two places or nowhere")
  @State
  public static class MovedPlanted {
    private static final int LIMIT = 4;

    private volatile int home = 2;
    private final int[] tops = {0, 0, LIMIT};

    @Actor
    public void home() {
      home = 1;
    }

    @Actor
    public void other(Z_Result r) {
      int place = home == 2 ? 1 : 2;
      if (tops[place] == LIMIT) tops[place] = 0;
      place = home == 2 ? 1 : 2;
      r.r1 = tops[place] < LIMIT;
      if (r.r1) tops[place]++;
    }
  }
}
