package io.offheap.benchmarks.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * mstress, of mimalloc-bench. Parameters {@code P 50 25}, here with fewer rounds. In each round new
 * threads allocate small blocks and a few large ones, keep a third, free two thirds, and swap one
 * of four with a shared table. Each word of a block carries a cookie, which is checked when the
 * block is freed.
 */
final class Mstress implements Workload {
  private static final int SCALE = 50;
  private static final int TRANSFERS = 1000;
  private static final long COOKIE = 0xbf58476d1ce4e5b9L;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  /** A block's memory is used in pieces of at most this many words. */
  private static final int PIECE_WORDS = 4096;

  private final int threads;
  private final int rounds;
  private final Slots transfers;

  Mstress(Rival rival, int threads, int rounds) {
    this.threads = threads;
    this.rounds = rounds;
    this.transfers = rival.slots(TRANSFERS);
  }

  @Override
  public long run(Rival rival) throws Exception {
    for (int round = 0; round < rounds; round++) {
      Threads.run(rival, threads, t -> stress(rival, t));
      Dice dice = new Dice(round);
      boolean last = round == rounds - 1;
      for (int i = 0; i < TRANSFERS; i++) {
        if (!transfers.isEmpty(i) && (last || dice.chance(50))) free(rival, transfers, i);
      }
    }
    long operations = 0;
    for (int t = 0; t < threads; t++) operations += allocations(t) + allocations(t) / 2;
    return operations * rounds;
  }

  private static int allocations(int thread) {
    return 100 * SCALE * (thread % 8 + 1);
  }

  private void stress(Rival rival, int thread) {
    Dice dice = new Dice((thread + 1) * 43L);
    int allocations = allocations(thread);
    int retained = allocations / 2;
    Slots data = rival.slots(allocations);
    Slots kept = rival.slots(retained);
    int dataTop = 0;
    int keptTop = 0;
    while (allocations > 0 || retained > 0) {
      if (retained == 0 || (dice.chance(51) && allocations > 0)) {
        allocations--;
        allocate(data, dataTop++, 1L << dice.below(5), dice);
      } else {
        retained--;
        allocate(kept, keptTop++, 1L << dice.below(7), dice);
      }
      if (dice.chance(67) && dataTop > 0) {
        int index = dice.below(dataTop);
        if (!data.isEmpty(index)) free(rival, data, index);
      }
      if (dice.chance(26) && dataTop > 0) {
        data.exchange(dice.below(dataTop), transfers, dice.below(TRANSFERS));
      }
    }
    for (int i = 0; i < keptTop; i++) free(rival, kept, i);
    for (int i = 0; i < dataTop; i++) {
      if (!data.isEmpty(i)) free(rival, data, i);
    }
  }

  private static void allocate(Slots slots, int index, long wordCount, Dice dice) {
    long words = wordCount;
    if (dice.chance(2)) {
      if (dice.chance(2)) words *= 10_000;
      else if (dice.chance(11)) words *= 1_000;
      else words *= 100;
    }
    slots.allocateZeroed(index, words * 8);
    if (words > PIECE_WORDS) slots.fill(index, words * 8);
    int count = (int) Math.min(words, PIECE_WORDS);
    MemorySegment memory = slots.memory(index, count * 8L);
    for (int i = 0; i < count; i++) memory.setAtIndex(LONG, i, (count - i) ^ COOKIE);
  }

  private static void free(Rival rival, Slots slots, int index) {
    if (rival.keepsContents()) {
      int count = (int) (slots.memory(index, 8).get(LONG, 0) ^ COOKIE);
      MemorySegment memory = slots.memory(index, count * 8L);
      for (int i = 0; i < count; i++) {
        if (memory.getAtIndex(LONG, i) != ((count - i) ^ COOKIE)) {
          throw new IllegalStateException("corrupted at word " + i + " of " + count);
        }
      }
    }
    slots.free(index);
  }
}
