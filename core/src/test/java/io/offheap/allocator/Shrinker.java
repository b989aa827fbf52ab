package io.offheap.allocator;

import java.util.BitSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds few of the steps of a failing test that fail as well. */
final class Shrinker {
  /** Bounds the time that a failing test takes to report. */
  private static final int MAX_RUNS = 50;

  private final Function<BitSet, ShadowModel.@Nullable Failure> test;
  private int runs;

  /**
   * @param test runs the steps of these numbers, from 1; answers null if they pass
   */
  Shrinker(Function<BitSet, ShadowModel.@Nullable Failure> test) {
    this.test = test;
  }

  private boolean fails(BitSet steps) {
    runs++;
    return test.apply(steps) != null;
  }

  /** The steps from 1 to {@code length}. */
  static BitSet prefix(int length) {
    BitSet steps = new BitSet();
    steps.set(1, length + 1);
    return steps;
  }

  /**
   * The shortest of the failing prefixes of a failing run, if all longer ones fail too: it fails,
   * and the prefix that is one shorter does not.
   */
  BitSet shortestPrefix(int failingLength) {
    int passing = 0;
    int failing = failingLength;
    while (failing - passing > 1) {
      int middle = (passing + failing) >>> 1;
      if (fails(prefix(middle))) failing = middle;
      else passing = middle;
    }
    return prefix(failing);
  }

  /** Leaves out stretches, from halves down to single steps, as long as the rest still fails. */
  BitSet withoutTheRest(BitSet failing) {
    BitSet kept = failing;
    for (int stretch = kept.cardinality() / 2; stretch > 0; stretch /= 2) {
      int from = kept.nextSetBit(1);
      while (from > 0 && runs < MAX_RUNS) {
        BitSet fewer = (BitSet) kept.clone();
        int to = from;
        for (int i = 0; i < stretch && to > 0; i++) {
          fewer.clear(to);
          to = kept.nextSetBit(to + 1);
        }
        if (fails(fewer)) kept = fewer;
        from = to;
      }
    }
    return kept;
  }
}
