package io.offheap.benchmarks.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * alloc-test, of mimalloc-bench. Parameters as there, with fewer steps than its hundred million: 2
 * to the 18th places divided by the threads; a step frees the block in a place or allocates one;
 * sizes up to 1 KiB, each doubling half as likely; the place by 80/20, six times over; every block
 * is written and read as a whole.
 */
final class AllocTest implements Workload {
  private static final int PLACES = 1 << 18;
  private static final int LARGEST_LOG2 = 10;

  private final Slots[] slots;
  private final int[][] sizes;
  private final int places;
  private final int steps;

  /** So that the reading is not left out. */
  private volatile long unusedSum;

  AllocTest(Rival rival, int threads, int steps) {
    this.steps = steps;
    places = PLACES / threads;
    slots = new Slots[threads];
    sizes = new int[threads][places];
    for (int i = 0; i < threads; i++) slots[i] = rival.slots(places);
  }

  @Override
  public long run(Rival rival) throws Exception {
    if (slots.length == 1) work(0);
    else Threads.run(rival, slots.length, this::work);
    return (long) steps * slots.length / 2;
  }

  private void work(int thread) {
    Dice dice = new Dice(41 + thread);
    Slots blocks = slots[thread];
    int[] sizesHere = sizes[thread];
    long read = 0;
    for (int i = 0; i < steps; i++) {
      int place = pareto(dice);
      if (blocks.isEmpty(place)) {
        int exponent = Long.numberOfTrailingZeros(dice.next() | 1L << (LARGEST_LOG2 - 1));
        int byteSize = (1 << exponent) + dice.below(1 << exponent);
        blocks.allocate(place, byteSize);
        blocks.fill(place, byteSize);
        sizesHere[place] = byteSize;
      } else {
        read += sum(blocks.memory(place, sizesHere[place]));
        blocks.free(place);
      }
    }
    unusedSum = read;
  }

  private static long sum(MemorySegment memory) {
    long sum = 0;
    long end = memory.byteSize();
    for (long i = 0; i < end; i++) sum += memory.get(ValueLayout.JAVA_BYTE, i);
    return sum;
  }

  private int pareto(Dice dice) {
    int first = 0;
    int count = places;
    for (int i = 0; i < 6 && count > 4; i++) {
      int fifth = count / 5;
      if (dice.below(10) < 8) {
        count = fifth;
      } else {
        first += fifth;
        count -= fifth;
      }
    }
    return first + dice.below(count);
  }
}
