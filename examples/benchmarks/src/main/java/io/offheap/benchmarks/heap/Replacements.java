package io.offheap.benchmarks.heap;

/** Out and back, and random lifetimes. */
final class Replacements {
  private static final int OPERATIONS = 200_000;

  private Replacements() {}

  /** Allocates 64 bytes and frees them. */
  static Workload pair64(Rival rival) {
    Slots slots = rival.slots(1);
    return r -> {
      for (int i = 0; i < OPERATIONS; i++) {
        slots.allocate(0, 64);
        slots.free(0);
      }
      return OPERATIONS;
    };
  }

  /**
   * 16 to 4095 bytes in 10 thousand places, of which a random one is replaced. Of several threads,
   * which are new in each run, each does ten times as much, so that their start does not count.
   */
  static Workload small(Rival rival, int threads) {
    return replacing(rival, threads, 10_000, 4, 12, threads == 1 ? OPERATIONS : 10 * OPERATIONS);
  }

  /** 8 to 256 KiB in a thousand places. */
  static Workload large(Rival rival) {
    return replacing(rival, 1, 1_000, 13, 18, OPERATIONS / 10);
  }

  private static Workload replacing(
      Rival rival, int threads, int count, int low, int high, int operations) {
    Slots[] slots = new Slots[threads];
    for (int i = 0; i < threads; i++) slots[i] = rival.slots(count);
    return r -> {
      if (threads == 1) {
        replace(slots[0], count, new Dice(1), low, high, operations);
      } else {
        Threads.run(r, threads, t -> replace(slots[t], count, new Dice(t), low, high, operations));
      }
      return (long) operations * threads;
    };
  }

  private static void replace(
      Slots slots, int count, Dice dice, int low, int high, int operations) {
    for (int i = 0; i < count; i++) {
      if (slots.isEmpty(i)) slots.allocate(i, dice.octave(low, high));
    }
    for (int i = 0; i < operations; i++) {
      int slot = dice.below(count);
      slots.free(slot);
      slots.allocate(slot, dice.octave(low, high));
    }
  }
}
