package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.memory.BackendChoice;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeapAlignmentTest {
  private static final long MIB = 1 << 20;
  private static final long[] SIZES = {0, 1, 16, 100, 5000, 70_000, 300_000, MIB, 5 * MIB};

  /**
   * Every power of two up to 2 MiB, by the heap and by a handle, in address and machine address.
   */
  @ParameterizedTest
  @EnumSource(BackendChoice.class)
  void everyAlignment_isTheMachinesToo(BackendChoice backend) {
    HeapOptions options = HeapOptions.ofLimit(256 * MIB).withBackend(backend);
    try (Heap heap = Heap.open(options);
        LocalHeap local = heap.localHeap()) {
      for (long byteAlignment = 1; byteAlignment <= 2 * MIB; byteAlignment *= 2) {
        long[] addresses = new long[2 * SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
          addresses[2 * i] = heap.tryAllocate(SIZES[i], byteAlignment);
          addresses[2 * i + 1] = local.tryAllocateZeroed(SIZES[i], byteAlignment);
        }
        for (int i = 0; i < addresses.length; i++) {
          MemorySegment block = heap.segment(addresses[i], SIZES[i / 2]);
          assertThat(addresses[i] % byteAlignment).as("to %s", byteAlignment).isZero();
          assertThat(block.address() % byteAlignment).as("to %s", byteAlignment).isZero();
          assertThat(heap.usableSize(addresses[i])).isGreaterThanOrEqualTo(SIZES[i / 2]);
          block.fill((byte) i);
        }
        for (int i = 0; i < addresses.length; i++) {
          MemorySegment block = heap.segment(addresses[i], SIZES[i / 2]);
          if (SIZES[i / 2] > 0) {
            assertThat(block.mismatch(block.asSlice(1))).isEqualTo(SIZES[i / 2] - 1);
            assertThat(block.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) i);
          }
          if (i % 2 == 0) local.free(addresses[i]);
          else heap.free(addresses[i]);
        }
        heap.checkInvariants();
      }
      assertThat(heap.statistics().usedBytes()).isZero();
    }
  }
}
