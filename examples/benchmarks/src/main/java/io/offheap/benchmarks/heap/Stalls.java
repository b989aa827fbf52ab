package io.offheap.benchmarks.heap;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapOptions;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long an allocation, or a free, is ever held up while a heap gives 1 GiB back: fills it as
 * {@link Idle} does, frees all, and for 12 seconds, in which the daemon works, takes and frees a
 * block of 16 bytes to 1 MiB ten thousand times a second. Then once more while another thread calls
 * {@link Heap#purge} all the time. For comparison the same before, with nothing to give back.
 *
 * <p>The machine interrupts threads, too; so a line says in microseconds the longest, the ten
 * longest's median, and the 99.99th in a hundred, and what a loop without allocations had.
 *
 * <p>Usage: {@code Stalls}
 */
final class Stalls {
  private static final long HALF = 512L << 20;
  private static final long PACE_NANOS = 100_000;
  private static final int PROBES = 120_000;

  private Stalls() {}

  public static void main(String[] args) throws Exception {
    System.out.println("phase,longest,median of ten longest,99.99 %");
    try (Heap heap = Heap.open(HeapOptions.ofLimit(4L << 30))) {
      peak(heap, 16 << 20);
      probe("warm-up", heap, PROBES / 10);
      probe("loop alone", null, PROBES);
      probe("nothing to give back", heap, PROBES);
      peak(heap, HALF);
      long before = heap.statistics().committedBytes();
      probe("daemon at work", heap, PROBES);
      System.out.printf(
          Locale.ROOT,
          "# committed MiB: %d, then %d%n",
          before >> 20,
          heap.statistics().committedBytes() >> 20);
      Thread purger = Thread.ofPlatform().daemon().start(() -> purgeAndFill(heap));
      probe("purge at work", heap, PROBES);
      purger.interrupt();
      purger.join();
    }
  }

  private static void purgeAndFill(Heap heap) {
    while (!Thread.currentThread().isInterrupted()) {
      peak(heap, 64 << 20);
      heap.purge();
    }
  }

  private static void probe(String phase, @Nullable Heap heap, int count) {
    Dice dice = new Dice(3);
    long[] nanos = new long[count];
    long next = System.nanoTime();
    for (int i = 0; i < count; i++) {
      next += PACE_NANOS;
      while (System.nanoTime() < next) Thread.onSpinWait();
      long byteSize = dice.octave(4, 20);
      long from = System.nanoTime();
      if (heap != null) heap.free(heap.tryAllocate(byteSize, 16));
      nanos[i] = System.nanoTime() - from;
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%s,%.1f,%.1f,%.1f%n",
        phase,
        nanos[count - 1] / 1e3,
        nanos[count - 5] / 1e3,
        nanos[(int) (count * 0.9999)] / 1e3);
  }

  /** Half of the bytes in small blocks, half in large ones, all written, then all freed. */
  private static void peak(Heap heap, long half) {
    Dice dice = new Dice(7);
    long[] addresses = new long[(int) (half / 256)];
    int used = 0;
    for (int low : new int[] {4, 13}) {
      for (long done = 0; done < half; used++) {
        long byteSize = dice.octave(low, low == 4 ? 12 : 18);
        addresses[used] = heap.tryAllocate(byteSize, 16);
        heap.segment(addresses[used], byteSize).fill((byte) 1);
        done += byteSize;
      }
    }
    int step = 7919; // coprime to any count that is not its multiple
    if (used % step == 0) heap.free(addresses[--used]);
    for (int i = 0, at = 0; i < used; i++, at = (int) (((long) at + step) % used)) {
      heap.free(addresses[at]);
    }
  }
}
