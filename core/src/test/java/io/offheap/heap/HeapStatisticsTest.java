package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.offheap.heap.HeapStatistics.SizeClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeapStatisticsTest {
  private static final long MIB = 1 << 20;

  static List<String> allocators() {
    return List.of("heap", "slab", "buddy", "tlsf", "heap+tlsf");
  }

  @ParameterizedTest
  @MethodSource("allocators")
  void sums_holdAfterEachStep(String allocator) {
    HeapOptions options =
        HeapOptions.ofLimit(16 * MIB).withChunkByteSize(MIB).withAllocator(allocator);
    try (Heap heap = Heap.open(options)) {
      Random random = new Random(3);
      List<Long> live = new ArrayList<>();
      long usedBytes = 0;
      long allocatedBytes = 0;
      long refusedBytes = 0;
      int refusals = 0;
      int frees = 0;
      for (int step = 0; step < 6000; step++) {
        if (random.nextInt(5) < 2 && !live.isEmpty()) {
          long address = live.remove(random.nextInt(live.size()));
          usedBytes -= heap.usableSize(address);
          heap.free(address);
          frees++;
        } else {
          long byteSize = random.nextLong(1L << random.nextInt(1, 20));
          long address = heap.tryAllocate(byteSize, 8);
          if (address == Heap.NULL) {
            heap.refused(byteSize);
            refusedBytes += byteSize;
            refusals++;
          } else {
            live.add(address);
            usedBytes += heap.usableSize(address);
            allocatedBytes += heap.usableSize(address);
          }
        }
        HeapStatistics s = heap.statistics();
        assertThat(s.usedBytes()).isEqualTo(usedBytes);
        assertThat(heap.usedBytes()).isEqualTo(usedBytes);
        assertThat(heap.allocatedBytes()).isEqualTo(s.allocatedBytes());
        assertThat(s.usedBytes() + s.cachedBytes() + s.freeBytes() + s.wasteBytes())
            .isEqualTo(s.committedBytes());
        assertThat(s.wasteBytes()).as("the ends of slabs").isBetween(0L, s.slabBytes() / 4);
        assertThat(s.cachedBytes()).isGreaterThanOrEqualTo(0);
        assertThat(s.allocatedBytes()).isEqualTo(allocatedBytes);
        assertThat(s.allocatedBytes() - s.freedBytes()).isEqualTo(usedBytes);
        assertThat(s.allocationCount() - s.freeCount()).isEqualTo(live.size());
        assertThat(s.freeCount()).isEqualTo(frees);
        assertThat(s.refusalCount()).isEqualTo(refusals);
        assertThat(s.refusedBytes()).isEqualTo(refusedBytes);
        assertThat(s.committedBytes()).isLessThanOrEqualTo(s.peakCommittedBytes());
        assertThat(s.peakCommittedBytes()).isLessThanOrEqualTo(s.limitBytes());
        assertThat(s.usedBytes()).isLessThanOrEqualTo(s.peakUsedBytes());
        assertThat(s.slabUsedBytes()).isLessThanOrEqualTo(s.slabBytes());
        assertThat(s.fragmentation()).isBetween(0.0, 1.0);
        assertThat(s.internalWasteBytes()).isBetween(0L, s.usedBytes());
        if (step % 500 == 0) heap.checkInvariants();
      }
      assertThat(refusals).isPositive();
    }
  }

  @Test
  void sizeClasses_countTheirLiveBlocks() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(16 * MIB).withAllocator("slab"))) {
      for (int i = 0; i < 100; i++) heap.tryAllocate(100, 8);
      for (int i = 0; i < 3; i++) heap.tryAllocate(4096, 8);
      List<SizeClass> classes = heap.statistics().sizeClasses();
      assertThat(classes).extracting(SizeClass::blockByteSize).contains(64L, 128L, 4096L);
      assertThat(classes.get(1).liveBlockCount()).isEqualTo(100);
      assertThat(classes.get(1).slabBytes()).isGreaterThanOrEqualTo(100 * 128);
      assertThat(classes.get(6).liveBlockCount()).isEqualTo(3);
      assertThat(classes.get(0).slabBytes()).isZero();
      assertThat(heap.largestClassByteSize()).isEqualTo(4096);
      assertThat(heap.statistics().slabUsedBytes()).isEqualTo(100 * 128 + 3 * 4096);
    }
  }

  @Test
  void internalWaste_isTheShareThatNobodyAskedFor() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(16 * MIB).withAllocator("slab"))) {
      for (int i = 0; i < 10; i++) heap.tryAllocate(96, 8);
      assertThat(heap.statistics().internalWaste()).isEqualTo(0.25, within(1e-6));
    }
  }

  @Test
  void ratios_areDefinedForAnEmptyHeap() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(16 * MIB).withAllocator("buddy"))) {
      HeapStatistics s = heap.statistics();
      assertThat(s.slabOccupancy()).isEqualTo(1);
      assertThat(s.internalWaste()).isZero();
      assertThat(s.fragmentation()).isZero();
      assertThat(s.sizeClasses()).isEmpty();
      assertThat(heap.largestClassByteSize()).isZero();
    }
  }
}
