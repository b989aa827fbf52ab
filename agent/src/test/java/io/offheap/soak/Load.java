package io.offheap.soak;

import io.offheap.OffHeap;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;

/**
 * What the soak loads again and again: arrays in fields and in a local variable, replaced in a
 * loop. Not in a package of the agent's own, which it would not weave.
 */
public final class Load implements LongUnaryOperator {
  private long @OffHeap [] longs = new long[1];
  private byte @OffHeap [] bytes = new byte[0];

  /**
   * Works on arrays whose sizes come from the seed; returns the seed if they held what they must.
   */
  @Override
  public long applyAsLong(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      longs = new long[1 + random.nextInt(20_000)];
      bytes = new byte[1 + random.nextInt(100_000)];
      int @OffHeap [] ints = new int[1 + random.nextInt(5_000)];
      longs[longs.length - 1] = seed;
      bytes[bytes.length - 1] = (byte) seed;
      Arrays.fill(ints, round);
      if (longs[longs.length - 1] != seed
          || bytes[bytes.length - 1] != (byte) seed
          || ints[ints.length / 2] != round
          || longs[0] != (longs.length == 1 ? seed : 0)) {
        return ~seed;
      }
    }
    return seed;
  }
}
