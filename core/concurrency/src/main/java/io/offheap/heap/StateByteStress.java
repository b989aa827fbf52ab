package io.offheap.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The state byte: it decides which of two frees is the legal one. */
public class StateByteStress {
  private StateByteStress() {}

  /** Of two frees of one block exactly one succeeds. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "one free is the legal one")
  @Outcome(expect = FORBIDDEN, desc = "both or none")
  @State
  public static class RacingFrees {
    private final byte[] states = {BlockStates.LIVE};

    @Actor
    public void first(ZZ_Result r) {
      r.r1 = BlockStates.tryRelease(states, 0);
    }

    @Actor
    public void second(ZZ_Result r) {
      r.r2 = BlockStates.tryRelease(states, 0);
    }
  }

  /** The same, but looking and changing are two steps. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "one free is the legal one")
  @Outcome(expect = FORBIDDEN, desc = "both or none")
  @State
  public static class RacingFreesPlanted {
    private final byte[] states = {BlockStates.LIVE};

    private boolean tryRelease() {
      if (states[0] != BlockStates.LIVE) return false;
      states[0] = BlockStates.FREE;
      return true;
    }

    @Actor
    public void first(ZZ_Result r) {
      r.r1 = tryRelease();
    }

    @Actor
    public void second(ZZ_Result r) {
      r.r2 = tryRelease();
    }
  }

  /** Neighbours in one word do not disturb each other. */
  @JCStressTest
  @Outcome(id = "3, 2", expect = ACCEPTABLE, desc = "each has changed its own")
  @Outcome(expect = FORBIDDEN, desc = "a change was lost")
  @State
  public static class Neighbours {
    private final byte[] states = {BlockStates.FREE, BlockStates.LIVE};

    @Actor
    public void take() {
      BlockStates.take(states, 0);
    }

    @Actor
    public void release() {
      BlockStates.tryRelease(states, 1);
    }

    @Arbiter
    public void look(II_Result r) {
      r.r1 = BlockStates.get(states, 0);
      r.r2 = BlockStates.get(states, 1);
    }
  }

  /** Whoever gets the address from the taker, in a way that orders, can free the block. */
  @JCStressTest
  @Outcome(
      id = {"0", "1"},
      expect = ACCEPTABLE,
      desc = "not yet published, or freed")
  @Outcome(expect = FORBIDDEN, desc = "a live block was not taken back")
  @State
  public static class HandedOver {
    private final byte[] states = {BlockStates.FREE};
    private volatile boolean published;

    @Actor
    public void taker() {
      BlockStates.take(states, 0);
      published = true;
    }

    @Actor
    public void other(I_Result r) {
      if (!published) return;
      r.r1 = BlockStates.tryRelease(states, 0) ? 1 : -1;
    }
  }

  /** The same with both states in one number, changed without an atomic instruction. */
  @JCStressTest
  @Outcome(id = "3, 2", expect = ACCEPTABLE, desc = "each has changed its own")
  @Outcome(expect = FORBIDDEN, desc = "a change was lost")
  @State
  public static class NeighboursPlanted {
    private volatile int states = BlockStates.FREE | BlockStates.LIVE << 8;

    @Actor
    public void take() {
      states = states & ~0xFF | BlockStates.LIVE;
    }

    @Actor
    public void release() {
      states = states & ~0xFF00 | BlockStates.FREE << 8;
    }

    @Arbiter
    public void look(II_Result r) {
      r.r1 = states & 0xFF;
      r.r2 = states >> 8;
    }
  }

  /** The address is handed on before the block is marked as live. */
  @JCStressTest
  @Outcome(
      id = {"0", "1"},
      expect = ACCEPTABLE,
      desc = "not yet published, or freed")
  @Outcome(expect = FORBIDDEN, desc = "a live block was not taken back")
  @State
  public static class HandedOverPlanted {
    private final byte[] states = {BlockStates.FREE};
    private volatile boolean published;

    @Actor
    public void taker() {
      published = true;
      BlockStates.take(states, 0);
    }

    @Actor
    public void other(I_Result r) {
      if (!published) return;
      r.r1 = BlockStates.tryRelease(states, 0) ? 1 : -1;
    }
  }
}
