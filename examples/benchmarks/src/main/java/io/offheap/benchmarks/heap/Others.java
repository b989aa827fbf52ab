package io.offheap.benchmarks.heap;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** malloc-large and mleak, of mimalloc-bench, and virtual threads. */
final class Others {
  private static final int LARGE_PLACES = 20;
  private static final int LEAK_PLACES = 1000;
  private static final int LEAK_THREADS = 10;
  private static final long PARK_NANOS = 1_000_000;

  private Others() {}

  /**
   * 20 places, 5 to 25 MiB, all of it written, a random one replaced; there 2000 times. It is
   * plainly allocated and then written as a whole, as there, whoever serves it.
   */
  static Workload large(Rival rival, int replacements) {
    Slots slots = rival.slots(LARGE_PLACES);
    return r -> {
      Dice dice = new Dice(42);
      for (int i = 0; i < replacements; i++) {
        int place = dice.below(LARGE_PLACES);
        if (!slots.isEmpty(place)) slots.free(place);
        long byteSize = (5L << 20) + dice.below(20 << 20);
        slots.allocate(place, byteSize);
        slots.fill(place, byteSize);
      }
      return replacements;
    };
  }

  /** So many rounds of ten new threads, each of which puts a zeroed block in a shared place. */
  static Workload leak(Rival rival, int rounds) {
    Slots shared = rival.slots(LEAK_PLACES);
    return r -> {
      for (int round = 0; round < rounds; round++) {
        int first = round * LEAK_THREADS;
        Threads.run(
            r,
            LEAK_THREADS,
            t -> {
              Slots mine = r.slots(1);
              mine.allocateZeroed(0, 128);
              mine.exchange(0, shared, (first + t) * 7919 % LEAK_PLACES);
              if (!mine.isEmpty(0)) mine.free(0);
            });
      }
      return (long) rounds * LEAK_THREADS;
    };
  }

  /** So many virtual threads at once, each some times: 256 bytes, a millisecond's pause, free. */
  static Workload virtualThreads(int threads, int times) {
    return rival -> {
      CountDownLatch running = new CountDownLatch(threads);
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      for (int i = 0; i < threads; i++) {
        Thread.ofVirtual()
            .start(() -> {
              try {
                Slots mine = rival.slots(1);
                for (int n = 0; n < times; n++) {
                  mine.allocate(0, 256);
                  LockSupport.parkNanos(PARK_NANOS);
                  mine.free(0);
                }
              } catch (Throwable e) {
                failure.set(e);
              } finally {
                running.countDown();
              }
            });
      }
      running.await();
      if (failure.get() != null) throw new IllegalStateException(failure.get());
      return (long) threads * times;
    };
  }
}
