package io.offheap.benchmarks.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * larson, of mimalloc-bench: a server whose worker threads die and leave their blocks to the next.
 * Parameters {@code 8 1000 5000 100 4141}: sizes from 8 to 999, 5000 places and 100 times 5000
 * replacements per thread, here for a number of generations instead of five seconds.
 */
final class Larson implements Workload {
  private static final int PLACES = 5_000;
  private static final int ROUNDS = 100;

  private final Slots[] slots;
  private final int generations;

  Larson(Rival rival, int threads, int generations) {
    slots = new Slots[threads];
    for (int i = 0; i < threads; i++) slots[i] = rival.slots(PLACES);
    this.generations = generations;
  }

  @Override
  public long run(Rival rival) throws Exception {
    for (int generation = 0; generation < generations; generation++) {
      int seed = 4141 + generation;
      Threads.run(rival, slots.length, t -> work(slots[t], new Dice(seed + 100L * t)));
    }
    return (long) generations * slots.length * ROUNDS * PLACES;
  }

  private static void work(Slots slots, Dice dice) {
    for (int i = 0; i < ROUNDS * PLACES; i++) {
      int place = dice.below(PLACES);
      if (!slots.isEmpty(place)) slots.free(place);
      slots.allocate(place, 8 + dice.below(992));
      MemorySegment block = slots.memory(place, 2);
      block.set(ValueLayout.JAVA_BYTE, 0, (byte) i);
      block.set(ValueLayout.JAVA_BYTE, 1, (byte) i);
    }
  }
}
