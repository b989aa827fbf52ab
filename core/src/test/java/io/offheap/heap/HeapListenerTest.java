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
            "growing",
            "region 1048576 of 1048576/8388608 SHARED_CHUNK token",
            "slab 8192 = 64 x 128 first");
  }

  @Test
  void fullSlab_growsAnother() {
    for (int i = 0; i < 64; i++) heap.tryAllocate(100, 8);
    heard.clear();
    heap.tryAllocate(100, 8);
    assertThat(heard).containsExactly("slab 8192 = 64 x 128 further");
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
        });
    assertThat(heap.tryAllocate(100, 8)).isPositive();
    assertThat(heap.tryAllocate(5000, 8)).isPositive();
    assertThat(heap.statistics().lostNotificationCount()).isEqualTo(3);
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
    public void slabGrown(
        long address, long byteSize, long blockByteSize, int blockCount, boolean first) {
      String which = first ? "first" : "further";
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
