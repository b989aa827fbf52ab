package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offheap.memory.BackendChoice;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DedicatedChunksTest {
  private static final long MIB = 1L << 20;

  private static Heap open(BackendChoice backend) {
    return Heap.open(
        HeapOptions.ofLimit(128 * MIB)
            .withChunkByteSize(8 * MIB)
            .withBackend(backend)
            .withDecayMillis(0));
  }

  /** Longer, shorter, longer again: the block is zero wherever the last one was written. */
  @ParameterizedTest
  @EnumSource(BackendChoice.class)
  void keptChunk_servesOtherSizesAndIsZero(BackendChoice backend) {
    try (Heap heap = open(backend)) {
      boolean resizes = heap.backendName().equals("native");
      long first = 0;
      for (long byteSize : new long[] {5 * MIB, 9 * MIB + 5, 6 * MIB, 6 * MIB - 7, 15 * MIB}) {
        long address = heap.tryAllocateZeroed(byteSize, 8);
        if (first == 0) first = address;
        if (resizes) assertThat(address).as("%s bytes", byteSize).isEqualTo(first);
        MemorySegment block = heap.segment(address, byteSize);
        assertThat(block.mismatch(MemorySegment.ofArray(new byte[(int) byteSize]))).isEqualTo(-1);
        block.fill((byte) 1);
        heap.checkInvariants();
        heap.free(address);
        heap.checkInvariants();
        HeapStatistics now = heap.statistics();
        assertThat(now.usedBytes() + now.cachedBytes() + now.freeBytes() + now.wasteBytes())
            .isEqualTo(now.committedBytes());
      }
      if (resizes) assertThat(heap.statistics().committedBytes()).isEqualTo(15 * MIB);
    }
  }

  /** Growth and shrinkage are what the listener hears, so its sum is what is committed. */
  @ParameterizedTest
  @EnumSource(BackendChoice.class)
  void listener_hearsOfEachByte(BackendChoice backend) {
    try (Heap heap = open(backend)) {
      List<Long> changes = new ArrayList<>();
      heap.setListener(
          new HeapListener() {
            @Override
            public void regionGrown(
                @Nullable Object started,
                long address,
                long byteSize,
                long committedBytes,
                long limitBytes,
                GrowthReason reason) {
              changes.add(byteSize);
            }

            @Override
            public void regionPurged(long address, long byteSize, long committedBytes) {
              changes.add(-byteSize);
            }
          });
      for (long byteSize : new long[] {5 * MIB, 9 * MIB, 6 * MIB, 7 * MIB}) {
        heap.free(heap.tryAllocate(byteSize, 8));
      }
      long sum = changes.stream().mapToLong(Long::longValue).sum();
      assertThat(sum).isEqualTo(heap.statistics().committedBytes()).isPositive();
    }
  }

  /** With several chunks to choose from less has to be changed. */
  @Test
  void everyFourthMisfit_getsANewChunkWhileThereIsRoom() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(1024 * MIB).withDecayMillis(0))) {
      assumeTrue(heap.backendName().equals("native"));
      for (long size : new long[] {5, 9, 14, 20}) heap.free(heap.tryAllocate(size * MIB, 8));
      assertThat(heap.statistics().committedBytes()).as("one chunk").isEqualTo(20 * MIB);
      heap.free(heap.tryAllocate(27 * MIB, 8));
      assertThat(heap.statistics().committedBytes()).as("two").isEqualTo(47 * MIB);
      for (long size : new long[] {9, 34, 14, 44}) {
        heap.free(heap.tryAllocate(size * MIB, 8));
        assertThat(heap.statistics().cachedBytes()).isLessThanOrEqualTo(96 * MIB);
        heap.checkInvariants();
      }
    }
  }
}
