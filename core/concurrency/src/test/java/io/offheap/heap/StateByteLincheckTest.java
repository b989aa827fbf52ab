package io.offheap.heap;

import io.offheap.concurrency.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Frees of two live blocks, any of them any number of times. */
class StateByteLincheckTest {
  /** As the heap does it. */
  public static class Frees {
    private final byte[] states = {BlockStates.LIVE, BlockStates.LIVE};

    @Operation
    public boolean free(@Param(gen = IntGen.class, conf = "0:1") int block) {
      return BlockStates.tryRelease(states, block);
    }
  }

  /** Looking and changing are two steps. */
  public static class FreesPlanted {
    private final byte[] states = {BlockStates.LIVE, BlockStates.LIVE};

    @Operation
    public boolean free(@Param(gen = IntGen.class, conf = "0:1") int block) {
      if (states[block] != BlockStates.LIVE) return false;
      states[block] = BlockStates.FREE;
      return true;
    }
  }

  @Test
  void frees_areLegalOnce() {
    Lincheck.demandSound(Frees.class);
  }

  @Test
  void plantedFrees_areFound() {
    Lincheck.demandBroken(FreesPlanted.class);
  }
}
