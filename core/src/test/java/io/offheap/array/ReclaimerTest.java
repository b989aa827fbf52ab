package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.heap.HeapOptions;
import io.offheap.heap.HeapStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReclaimerTest {
  private static final long MIB = 1 << 20;
  private static final long LIMIT_BYTES = 32 * MIB;

  @BeforeEach
  void replaceMemory() {
    ArrayMemory.replace(new ArrayOptions(LIMIT_BYTES, HeapOptions.DEFAULT_ALLOCATOR, 0, false));
  }

  @AfterAll
  static void restore() {
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  @ParameterizedTest
  @ValueSource(ints = {16 << 10, 1 << 20, 5 << 20})
  void tenTimesTheLimit_fitsIfArraysDie(int byteSize) {
    long[] live = {1, 2, 3};
    LongArray kept = LongArray.copyOf(live, live.length);
    for (long allocated = 0; allocated < 10 * LIMIT_BYTES; allocated += byteSize) {
      ByteArray array = ByteArray.allocate(byteSize);
      assertThat(array.isOffHeap()).isTrue();
      array.set(byteSize - 1, (byte) 1);
    }
    HeapStatistics statistics = ArrayMemory.heap().statistics();
    assertThat(statistics.refusalCount()).isZero();
    assertThat(statistics.peakCommittedBytes()).isLessThanOrEqualTo(LIMIT_BYTES);
    assertThat(kept.toHeap()).isEqualTo(live);
    ArrayMemory.reclaimer().checkInvariants();
    ArrayMemory.heap().checkInvariants();
  }

  @Test
  void liveArrays_areNotFreed() {
    List<IntArray> live = new ArrayList<>();
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      IntArray array = IntArray.allocate(1 + random.nextInt(1000));
      IntArray.fill(array, i);
      if (i % 100 == 0) {
        live.add(array);
      }
    }
    System.gc();
    awaitTrue(() -> ArrayMemory.reclaimer().reclaimedCount() > 19_000);
    for (int i = 0; i < live.size(); i++) {
      assertThat(live.get(i).toHeap()).containsOnly(i * 100);
    }
  }

  @Test
  void deadArrays_areFreedWithoutFurtherAllocation() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(ShortArray.allocate(1 + i).isOffHeap()).isTrue();
    }
    System.gc();
    awaitTrue(() -> ArrayMemory.reclaimer().reclaimedCount() == 1_000);
    HeapStatistics statistics = ArrayMemory.heap().statistics();
    assertThat(statistics.allocationCount()).isEqualTo(1_000);
    assertThat(statistics.freeCount()).isEqualTo(1_000);
    assertThat(statistics.usedBytes()).isZero();
    assertThat(ArrayMemory.reclaimer().trackedCount()).isZero();
  }

  @Test
  void memoryThatIsAllInUse_doesNotRunTheCollectorForEachRequest() {
    List<ByteArray> live = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      live.add(ByteArray.allocate((int) MIB));
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(ByteArray.allocate((int) MIB / 2).isOffHeap()).isFalse();
    }
    assertThat(ArrayMemory.reclaimer().collectionCount()).isBetween(1L, 20L);
    assertThat(live).hasSize(32);
  }

  @Test
  void interruptedThread_isServedAndStaysInterrupted() {
    for (int i = 0; i < 64; i++) {
      Thread.currentThread().interrupt();
      assertThat(ByteArray.allocate((int) MIB).isOffHeap()).isTrue();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void manyThreads_shareTheMemory() throws Exception {
    int threads = 6;
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      long seed = thread;
      tasks.add(() -> churn(new Random(seed)));
    }
    long offHeapBytes = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Future<Long> future : executor.invokeAll(tasks)) {
        offHeapBytes += future.get();
      }
    }
    assertThat(offHeapBytes).isGreaterThan(4 * LIMIT_BYTES);
    ArrayMemory.heap().checkInvariants();
    ArrayMemory.reclaimer().checkInvariants();
    System.gc();
    long allocationCount = ArrayMemory.heap().statistics().allocationCount();
    awaitTrue(() -> ArrayMemory.reclaimer().reclaimedCount() == allocationCount);
    HeapStatistics statistics = ArrayMemory.heap().statistics();
    assertThat(statistics.usedBytes()).isZero();
    assertThat(statistics.freeCount()).isEqualTo(allocationCount);
    assertThat(ArrayMemory.reclaimer().trackedCount()).isZero();
  }

  /**
   * Replaces arrays at random and checks that nobody else wrote to them; bytes got off the heap.
   */
  private static long churn(Random random) {
    LongArray[] live = new LongArray[16];
    long[] marks = new long[live.length];
    long offHeapBytes = 0;
    for (int i = 0; i < 1_500; i++) {
      int slot = random.nextInt(live.length);
      LongArray old = live[slot];
      if (old != null) {
        for (int at = 0; at < old.length(); at += 61) {
          assertThat(old.get(at)).isEqualTo(marks[slot]);
        }
      }
      LongArray array = LongArray.allocate(1 << random.nextInt(16));
      marks[slot] = random.nextLong();
      assertThat(array.get(array.length() - 1)).isZero();
      LongArray.fill(array, marks[slot]);
      live[slot] = array;
      offHeapBytes += array.isOffHeap() ? 8L * array.length() : 0;
    }
    return offHeapBytes;
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNanos).as("timed out").isNegative();
      Thread.onSpinWait();
    }
  }
}
