package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.AllocException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads that allocate, check, hand over and free at random. Each block begins with its length and
 * is full of a cookie made of its address, so that overlap, lost zeroing and early release show.
 */
class HeapStressTest {
  private static final int THREADS = 4;
  private static final int STEPS = 15_000;
  private static final long MIB = 1 << 20;

  static List<String> allocators() {
    return List.of("heap", "slab", "buddy", "tlsf", "heap+tlsf");
  }

  @ParameterizedTest
  @MethodSource("allocators")
  void blocksOfManyThreads_keepTheirContents(String allocator) throws Exception {
    HeapOptions options =
        HeapOptions.ofLimit(2 * MIB).withChunkByteSize(MIB / 4).withAllocator(allocator);
    try (Heap heap = Heap.open(options);
        var executor = Executors.newFixedThreadPool(THREADS)) {
      AtomicLongArray shared = new AtomicLongArray(200);
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int seed = 100 + t;
        tasks.add(() -> churn(heap, shared, new Random(seed)));
      }
      int refusals = 0;
      for (Future<Integer> future : executor.invokeAll(tasks)) refusals += future.get();
      assertThat(refusals).as("the limit was reached at times").isPositive();
      heap.checkInvariants();
      for (int i = 0; i < shared.length(); i++) release(heap, shared.get(i));
      heap.checkInvariants();
      HeapStatistics end = heap.statistics();
      assertThat(end.usedBytes()).isZero();
      assertThat(end.allocationCount()).isEqualTo(end.freeCount());
      assertThat(end.peakCommittedBytes()).isLessThanOrEqualTo(2 * MIB);
      heap.purge();
      assertThat(heap.statistics().committedBytes()).as("threads still hold their leases").isZero();
    }
  }

  /** Swaps blocks through shared slots, so that most are freed by another thread than their own. */
  private static int churn(Heap heap, AtomicLongArray shared, Random random) {
    int refusals = 0;
    for (int step = 0; step < STEPS; step++) {
      long byteSize = 16 + random.nextLong(8L << random.nextInt(random.nextInt(10) == 0 ? 17 : 11));
      boolean zeroed = random.nextBoolean();
      long address = zeroed ? heap.tryAllocateZeroed(byteSize, 8) : heap.tryAllocate(byteSize, 8);
      if (address == Heap.NULL) refusals++;
      else occupy(heap, address, byteSize, zeroed);
      release(heap, shared.getAndSet(random.nextInt(shared.length()), address));
      if (step % 5000 == 0) heap.checkInvariants();
    }
    return refusals;
  }

  private static void occupy(Heap heap, long address, long byteSize, boolean zeroed) {
    MemorySegment segment = heap.segment(address, byteSize);
    if (zeroed) {
      for (long i = 0; i + 8 <= byteSize; i += 8) {
        if (segment.get(ValueLayout.JAVA_LONG, i) != 0) throw new AssertionError("not zero: " + i);
      }
    }
    segment.set(ValueLayout.JAVA_LONG, 0, byteSize);
    for (long i = 8; i + 8 <= byteSize; i += 8) {
      segment.set(ValueLayout.JAVA_LONG, i, address ^ i);
    }
  }

  private static void release(Heap heap, long address) {
    if (address == Heap.NULL) return;
    long byteSize = heap.segment(address, 8).get(ValueLayout.JAVA_LONG, 0);
    MemorySegment segment = heap.segment(address, byteSize);
    for (long i = 8; i + 8 <= byteSize; i += 8) {
      if (segment.get(ValueLayout.JAVA_LONG, i) != (address ^ i)) {
        throw new AssertionError("block " + address + " was written to at " + i);
      }
    }
    heap.free(address);
  }

  @Test
  void racingDoubleFrees_areCaughtButForOne() throws Exception {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB));
        var executor = Executors.newFixedThreadPool(THREADS)) {
      AtomicLong freed = new AtomicLong();
      for (int round = 0; round < 300; round++) {
        long address = heap.tryAllocate(round % 3 == 0 ? 5 * MIB : 100, 8);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          tasks.add(() -> {
            try {
              heap.free(address);
              freed.incrementAndGet();
            } catch (AllocException expected) {
              assertThat(expected).hasMessageContaining("no live block starts at");
            }
            return null;
          });
        }
        for (Future<Void> future : executor.invokeAll(tasks)) future.get();
        assertThat(freed.get()).isEqualTo(round + 1);
      }
      heap.checkInvariants();
      assertThat(heap.statistics().usedBytes()).isZero();
    }
  }

  @Test
  void virtualThreads_allocateAndFree() throws Exception {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB))) {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
          futures.add(
              executor.submit(() -> {
                long address = heap.tryAllocateZeroed(256, 8);
                LockSupport.parkNanos(1);
                heap.free(address);
              }));
        }
        for (Future<?> future : futures) future.get();
      }
      heap.checkInvariants();
      assertThat(heap.statistics().allocationCount()).isEqualTo(5000);
      assertThat(heap.statistics().usedBytes()).isZero();
    }
  }
}
