package io.offheap.benchmarks.heap;

/** glibc-simple and glibc-thread, of mimalloc-bench. */
final class GlibcBench {
  private static final int THREAD_PLACES = 1024;
  private static final int DRAWN = 8000;

  private GlibcBench() {}

  /**
   * Allocates n blocks, touching all, frees half of them first in first out and half last in first
   * out, for n = 25, 100, 400, 1600 and for 16, 32 and 64 bytes; in the main thread, in another,
   * and in the main thread again. There {@code 2e6 / n} times, here {@code steps / n}.
   */
  static Workload simple(Rival rival, int steps) {
    Slots slots = rival.slots(1600);
    return r -> {
      long operations = simple(slots, steps);
      Threads.run(r, 1, t -> simple(slots, steps));
      return 2 * operations + simple(slots, steps);
    };
  }

  private static long simple(Slots slots, int steps) {
    long operations = 0;
    for (int n = 25; n <= 1600; n *= 4) {
      for (int byteSize = 16; byteSize <= 64; byteSize *= 2) {
        for (int i = 0; i < steps / n; i++) {
          for (int k = 0; k < n; k++) {
            slots.allocate(k, byteSize);
            slots.fill(k, byteSize);
          }
          for (int k = 0; k < n / 2; k++) slots.free(k);
          for (int k = n - 1; k >= n / 2; k--) slots.free(k);
          operations += n;
        }
      }
    }
    return operations;
  }

  /**
   * 1024 places per thread, sizes from 4 to 32768 with a density of the inverse square, 8000 of
   * them drawn beforehand; a random place is replaced and all of the block touched. Here for a
   * number of steps instead of two seconds.
   */
  static Workload thread(Rival rival, int threads, int steps) {
    int[] sizes = new int[DRAWN];
    Dice drawer = new Dice(88);
    for (int i = 0; i < DRAWN; i++) {
      sizes[i] = (int) (1 / (1.0 / 4 - drawer.fraction() * (1.0 / 4 - 1.0 / 32768)));
    }
    Slots[] slots = new Slots[threads];
    for (int i = 0; i < threads; i++) slots[i] = rival.slots(THREAD_PLACES);
    return r -> {
      Threads.run(
          r,
          threads,
          t -> {
            Dice dice = new Dice(t);
            for (int i = 0; i < steps; i++) {
              int place = dice.below(THREAD_PLACES);
              if (!slots[t].isEmpty(place)) slots[t].free(place);
              int byteSize = sizes[dice.below(DRAWN)];
              slots[t].allocate(place, byteSize);
              slots[t].fill(place, byteSize);
            }
          });
      return (long) threads * steps;
    };
  }
}
