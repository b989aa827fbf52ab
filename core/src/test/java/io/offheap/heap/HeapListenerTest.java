package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.heap.HeapListener.FallbackReason;
import io.offheap.heap.HeapListener.GrowthReason;
import io.offheap.heap.HeapListener.RefusalOutcome;
import io.offheap.heap.HeapListener.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeapListenerTest {
  private static final long MIB = 1 << 20;

  private final Heap heap =
      Heap.open(HeapOptions.ofLimit(8 * MIB).withChunkByteSize(MIB).withAllocator("slab"));
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void listen() {
    heap.setListener(new Recorder());
  }

  @AfterEach
  void close() {
    heap.checkInvariants();
    heap.close();
  }

  @Test
  void firstSmallBlock_growsRegionAndSlab() {
    heap.tryAllocate(100, 8);
    heap.tryAllocate(100, 8);
    assertThat(heard)
        .containsExactly(
            "slab growing",
            "growing",
            "region 1048576 of 1048576/8388608 SHARED_CHUNK token",
            "slab 8192 = 64 x 128 first, slab token");
  }

  @Test
  void slabs_areCountedAndTimedWhetherAnybodyListensOrNot() {
    heap.setListener(null);
    long startNanos = System.nanoTime();
    for (int i = 0; i < 65; i++) heap.tryAllocate(100, 8);
    heap.tryAllocate(1000, 8);
    heap.tryAllocate(5000, 8);
    long tookNanos = System.nanoTime() - startNanos;
    assertThat(heap.slabGrowthCount()).isEqualTo(3);
    assertThat(heap.slabGrowthNanos()).isBetween(1L, tookNanos);
    assertThat(heap.takeLongestSlabGrowthNanos()).isBetween(1L, tookNanos);
    assertThat(heap.takeLongestSlabGrowthNanos()).isZero();
    assertThat(heap.slabGrowthCount()).isEqualTo(3);
  }

  /** So that the sum with the times of region growth, of which a listener hears, has all once. */
  @Test
  void timeOfASlab_isWithoutThatOfTheRegion() {
    long pauseNanos = 20_000_000;
    heap.setListener(
        new HeapListener() {
          @Override
          public @Nullable Object regionGrowing() {
            long endNanos = System.nanoTime() + pauseNanos;
            while (System.nanoTime() < endNanos) Thread.onSpinWait();
            return null;
          }
        });
    long startNanos = System.nanoTime();
    heap.tryAllocate(100, 8);
    long tookNanos = System.nanoTime() - startNanos;
    assertThat(heap.slabGrowthNanos()).isLessThanOrEqualTo(tookNanos - pauseNanos);
    assertThat(heap.takeLongestSlabGrowthNanos()).isBetween(pauseNanos, tookNanos);
  }

  @Test
  void fullSlab_growsAnother() {
    heap.tryAllocate(100, 8);
    heard.clear();
    for (int i = 0; i < 64; i++) heap.tryAllocate(100, 8);
    assertThat(heard).containsExactly("slab growing", "slab 8192 = 64 x 128 further, slab token");
  }

  @Test
  void requestAboveTheClasses_isAFallback() {
    heap.tryAllocate(1, 1);
    heard.clear();
    heap.tryAllocate(5000, 8);
    heap.tryAllocate(100, 8192);
    assertThat(heard).containsExactly("buddy 5000 in 8192 SIZE", "buddy 100 in 8192 ALIGNMENT");
  }

  @Test
  void fallbacksThatNobodyWantsToHear_areCountedAllTheSame() {
    int[] told = new int[1];
    heap.setListener(
        new HeapListener() {
          @Override
          public boolean wantsBuddyFallback() {
            return heap.fallbackCount() % 3 == 0;
          }

          @Override
          public void buddyFallback(long a, long b, FallbackReason reason) {
            told[0]++;
          }
        });
    for (int i = 0; i < 9; i++) heap.tryAllocate(5000, 8);
    heap.tryAllocate(100, 8);
    heap.tryAllocate(3 * MIB, 8);
    assertThat(heap.fallbackCount()).isEqualTo(9);
    assertThat(told[0]).isEqualTo(3);
  }

  @Test
  void hugeBlock_growsAndPurges() {
    heap.free(heap.tryAllocate(3 * MIB, 8));
    heap.purge();
    assertThat(heard)
        .containsExactly(
            "growing",
            "region 3145728 of 3145728/8388608 DEDICATED_CHUNK token",
            "purged 3145728 leaves 0");
  }

  @Test
  void refusal_isToldWhenTheCallerGivesUp() {
    assertThat(heap.tryAllocate(9 * MIB, 8)).isEqualTo(Heap.NULL);
    assertThat(heard).containsExactly("growing");
    heap.refused(9 * MIB);
    heap.refused(10 * MIB, RefusalOutcome.ERROR);
    assertThat(heard)
        .containsExactly(
            "growing",
            "failed 9437184 used 0 LIMIT JAVA_HEAP",
            "failed 10485760 used 0 LIMIT ERROR");
  }

  @Test
  void buddyHeap_hasNoFallbacks() {
    try (Heap buddy = Heap.open(HeapOptions.ofLimit(8 * MIB).withAllocator("buddy"))) {
      buddy.setListener(new Recorder());
      buddy.tryAllocate(5000, 8);
      assertThat(buddy.fallbackCount()).isZero();
    }
    assertThat(heard).noneMatch(line -> line.startsWith("buddy")).isNotEmpty();
  }

  @Test
  void listenerThatThrows_harmsNobodyAndIsCounted() {
    heap.setListener(
        new HeapListener() {
          @Override
          public @Nullable Object regionGrowing() {
            throw new IllegalStateException("growing");
          }

          @Override
          public void slabGrown(long a, long b, long c, int d, boolean first) {
            throw new StackOverflowError();
          }

          @Override
          public void buddyFallback(long a, long b, FallbackReason reason) {
            throw new IllegalStateException("fallback");
          }

          @Override
          public Object slabGrowing() {
            throw new IllegalStateException("slab growing");
          }
        });
    assertThat(heap.tryAllocate(100, 8)).isPositive();
    assertThat(heap.tryAllocate(5000, 8)).isPositive();
    assertThat(heap.statistics().lostNotificationCount()).isEqualTo(4);
    heap.setListener(
        new HeapListener() {
          @Override
          public boolean wantsBuddyFallback() {
            throw new IllegalStateException("wants");
          }
        });
    assertThat(heap.tryAllocate(5000, 8)).isPositive();
    assertThat(heap.statistics().lostNotificationCount()).isEqualTo(5);
  }

  @Test
  void listener_mayUseTheHeap() {
    heap.setListener(
        new HeapListener() {
          @Override
          public void slabGrown(long a, long b, long blockByteSize, int d, boolean first) {
            heap.free(heap.tryAllocate(blockByteSize, 8));
            heap.statistics();
          }
        });
    assertThat(heap.tryAllocate(100, 8)).isPositive();
    assertThat(heap.statistics().lostNotificationCount()).isZero();
  }

  private final class Recorder implements HeapListener {
    @Override
    public Object slabGrowing() {
      heard.add("slab growing");
      return "slab token";
    }

    @Override
    public void slabGrown(
        @Nullable Object started,
        long address,
        long byteSize,
        long blockByteSize,
        int blockCount,
        boolean first) {
      String which = (first ? "first" : "further") + ", " + started;
      heard.add("slab " + byteSize + " = " + blockCount + " x " + blockByteSize + " " + which);
      assertThat(heap.segment(address, byteSize).byteSize()).isEqualTo(byteSize);
    }

    @Override
    public void buddyFallback(long requestedByteSize, long blockByteSize, FallbackReason reason) {
      heard.add("buddy " + requestedByteSize + " in " + blockByteSize + " " + reason);
    }

    @Override
    public Object regionGrowing() {
      heard.add("growing");
      return "token";
    }

    @Override
    public void regionGrown(
        @Nullable Object started,
        long address,
        long byteSize,
        long committedBytes,
        long limitBytes,
        GrowthReason reason) {
      heard.add(
          "region %d of %d/%d %s %s"
              .formatted(byteSize, committedBytes, limitBytes, reason, started));
    }

    @Override
    public void regionPurged(long address, long byteSize, long committedBytes) {
      heard.add("purged " + byteSize + " leaves " + committedBytes);
    }

    @Override
    public void allocationFailed(
        long requestedByteSize,
        long usedBytes,
        long committedBytes,
        long limitBytes,
        RefusalReason reason,
        RefusalOutcome outcome) {
      heard.add(
          "failed " + requestedByteSize + " used " + usedBytes + " " + reason + " " + outcome);
    }
  }
}
