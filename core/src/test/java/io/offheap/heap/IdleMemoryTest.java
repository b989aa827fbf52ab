package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.offheap.memory.BackendChoice;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdleMemoryTest {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  private static HeapOptions options(BackendChoice backend) {
    return HeapOptions.ofLimit(128 * MIB).withChunkByteSize(4 * MIB).withBackend(backend);
  }

  /** The threads that used the memory still live and hold their leases. */
  @ParameterizedTest
  @EnumSource(BackendChoice.class)
  void freedMemory_goesBackByItself(BackendChoice backend) throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (Heap heap = Heap.open(options(backend).withDecayMillis(500))) {
      heap.setListener(
          new HeapListener() {
            @Override
            public void regionPurged(long address, long byteSize, long committedBytes) {
              if (committedBytes == 0) gone.countDown();
            }
          });
      CountDownLatch used = new CountDownLatch(2);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        threads.add(Thread.ofPlatform().daemon().start(() -> useAndWait(heap, used, gone)));
      }
      used.await();
      assertThat(heap.statistics().peakCommittedBytes()).isGreaterThan(8 * MIB);
      assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(heap.statistics().cachedBytes()).isZero();
      for (Thread thread : threads) thread.join();
      heap.checkInvariants();
    }
  }

  private static void useAndWait(Heap heap, CountDownLatch used, CountDownLatch gone) {
    long[] addresses = new long[4000];
    for (int i = 0; i < addresses.length; i++) addresses[i] = heap.tryAllocate(16L << i % 10, 8);
    for (int i = 0; i < 4; i++) heap.free(heap.tryAllocate(5 * MIB, 8));
    for (long address : addresses) heap.free(address);
    used.countDown();
    try {
      gone.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One small block holds a chunk; the pages around it go, and come back as zeros. */
  @Test
  void purge_givesPagesAroundLiveBlocksBack() {
    try (Heap heap = Heap.open(options(BackendChoice.AUTO).withDecayMillis(0))) {
      long live = heap.tryAllocate(300 * KIB, 8);
      List<Long> others = new ArrayList<>();
      for (int i = 0; i < 5; i++) others.add(heap.tryAllocate(400 * KIB, 8));
      MemorySegment kept = heap.segment(live, 300 * KIB).fill((byte) 5);
      for (long address : others) {
        heap.segment(address, 400 * KIB).fill((byte) 1);
        heap.free(address);
      }
      long gone = heap.purge();
      boolean canPurge = heap.backendName().equals("native");
      if (canPurge) assertThat(gone).isGreaterThanOrEqualTo(5 * 400 * KIB);
      assertThat(kept.mismatch(kept.asSlice(1))).as("all alike").isEqualTo(300 * KIB - 1);
      assertThat(heap.purge()).as("nothing is left to go").isZero();
      long again = heap.tryAllocateZeroed(400 * KIB, 8);
      MemorySegment zeros = MemorySegment.ofArray(new byte[400 << 10]);
      assertThat(heap.segment(again, 400 * KIB).mismatch(zeros)).isEqualTo(-1);
      heap.checkInvariants();
    }
  }

  @Test
  void decay_canBeSwitchedOffButNotNegative() {
    HeapOptions never = options(BackendChoice.PORTABLE).withDecayMillis(0);
    try (Heap heap = Heap.open(never)) {
      heap.free(heap.tryAllocate(2 * MIB, 8));
      assertThat(heap.statistics().committedBytes()).isPositive();
    }
    assertThatIllegalArgumentException().isThrownBy(() -> never.withDecayMillis(-1));
  }

  @Test
  void refusal_namesWhatHoldsTheMemory() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(MIB))) {
      List<Long> addresses = new ArrayList<>();
      @Nullable Long address;
      while ((address = heap.tryAllocate(1000, 8)) != Heap.NULL) addresses.add(address);
      assertThat(heap.explainRefusal(1000, 8))
          .startsWith("requested 1000 bytes off the heap, aligned to 8; limit 1048576, committed ")
          .contains("largest block 0", " in blocks of 1024, " + addresses.size() + " live");
    }
  }
}
