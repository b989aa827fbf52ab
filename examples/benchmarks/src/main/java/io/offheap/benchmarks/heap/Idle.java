package io.offheap.benchmarks.heap;

import io.offheap.benchmarks.heap.Rival.Absent;

/**
 * What a process keeps after its peak is over: fills 1 GiB with blocks, half of the bytes in blocks
 * of 16 to 4095 bytes and half in blocks of 8 to 256 KiB, frees all in another order, and makes no
 * further call. Prints a line: {@code idle}, rival, then in bytes above the start the resident
 * memory at the peak and after 1, 5 and 15 seconds.
 *
 * <p>Usage: {@code Idle rival}
 */
final class Idle {
  private static final long HALF = 512L << 20;

  private Idle() {}

  public static void main(String[] args) throws Exception {
    try {
      Rival rival = Rival.named(args[0]);
      rival.threadStarts();
      peak(rival, 16 << 20); // loads the code
      long before = Memory.resident();
      long peak = peak(rival, HALF) - before;
      StringBuilder line = new StringBuilder("idle," + args[0] + "," + peak);
      long freed = System.nanoTime();
      for (int seconds : new int[] {1, 5, 15}) {
        Thread.sleep(seconds * 1000L - (System.nanoTime() - freed) / 1_000_000);
        line.append(',').append(Memory.resident() - before);
      }
      System.out.println(line);
    } catch (Absent e) {
      System.out.println("idle," + args[0] + ",skipped," + e.getMessage());
    }
  }

  /** The resident memory at the peak. */
  private static long peak(Rival rival, long half) throws Exception {
    Dice dice = new Dice(7);
    int count = (int) (half / 256);
    Slots slots = rival.slots(count);
    int used = 0;
    used = fill(slots, used, half, 4, 12, dice);
    used = fill(slots, used, half, 13, 18, dice);
    long resident = Memory.resident();
    int step = 7919; // coprime to any count that is not its multiple
    if (used % step == 0) used--;
    for (int i = 0, at = 0; i < used; i++, at = (int) (((long) at + step) % used)) slots.free(at);
    return resident;
  }

  private static int fill(Slots slots, int first, long bytes, int low, int high, Dice dice) {
    int used = first;
    for (long done = 0; done < bytes; used++) {
      long byteSize = dice.octave(low, high);
      slots.allocate(used, byteSize);
      slots.fill(used, byteSize);
      done += byteSize;
    }
    return used;
  }
}
