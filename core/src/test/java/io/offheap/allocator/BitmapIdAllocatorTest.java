package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefused;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static io.offheap.allocator.AllocError.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Conformance case 30. */
class BitmapIdAllocatorTest {
  private static BitmapIdAllocator of(long first, long size) {
    BitmapIdAllocator ids = new BitmapIdAllocator();
    ids.init(first, size);
    return ids;
  }

  @Test
  void ids_ascend() {
    BitmapIdAllocator ids = of(0, 100);
    for (int i = 0; i < 5; i++) assertThat(ids.allocId(1, 1)).isEqualTo(i);
    assertThat(ids.allocId(4, 4)).isEqualTo(8);
    assertThat(ids.allocId(1, 1)).isEqualTo(5);
    assertThat(ids.used()).isEqualTo(10);
    assertThat(ids.used() + ids.available()).isEqualTo(ids.size()).isEqualTo(100);
    ids.checkInvariants(CheckLevel.EXPENSIVE);
  }

  @Test
  void fixedId_isTakenUntilFreed() {
    BitmapIdAllocator ids = of(0, 8);
    ids.allocFixedId(5);
    assertThat(ids.isAllocated(5)).isTrue();
    assertRefused(NO_MEMORY, () -> ids.allocFixedId(5));
    for (int i = 0; i < 7; i++) assertThat(ids.allocId(1, 1)).isNotEqualTo(5);
    assertRefused(NO_MEMORY, () -> ids.allocId(1, 1));
    assertThat(ids.failureCount()).isEqualTo(2);
    ids.deallocId(5, 1);
    assertThat(ids.isAllocated(5)).isFalse();
    assertThat(ids.allocId(1, 1)).isEqualTo(5);
  }

  @Test
  void takenId_isAnOrdinaryAnswer() {
    BitmapIdAllocator ids = of(10, 30);
    assertThat(ids.tryAllocFixedId(12)).isTrue();
    assertThat(ids.tryAllocFixedId(12)).isFalse();
    assertThat(ids.used()).isEqualTo(1);
    assertThat(ids.failureCount()).isEqualTo(1);
    assertRefused(INVALID_PARAM, () -> ids.tryAllocFixedId(40));
  }

  @Test
  void histogram_countsFreeRuns() {
    BitmapIdAllocator ids = of(10, 30);
    for (long id : new long[] {12, 13, 17, 19}) ids.allocFixedId(id);
    long[] runs = ids.freeRunHistogram(); // 10 to 11, 14 to 16, 18, 20 to 39
    assertThat(runs).hasSize(64);
    assertThat(runs).startsWith(1, 2, 0, 0, 1);
    assertThat(Arrays.stream(runs).sum()).isEqualTo(4);
  }

  @Test
  void wrongCalls_areRefusedAndChangeNothing() {
    BitmapIdAllocator ids = of(10, 20);
    ids.allocId(5, 1);
    assertRefused(INVALID_PARAM, () -> ids.allocId(0, 1));
    assertRefused(INVALID_PARAM, () -> ids.allocId(-1, 1));
    assertRefused(INVALID_PARAM, () -> ids.allocId(1, 0));
    assertRefused(INVALID_PARAM, () -> ids.allocId(1, 3));
    assertRefused(INVALID_PARAM, () -> ids.allocFixedId(9));
    assertRefused(INVALID_PARAM, () -> ids.allocFixedId(30));
    assertRefused(INVALID_PARAM, () -> ids.allocFixedId(-1));
    assertRefused(INVALID_PARAM, () -> ids.allocFixedId(Long.MAX_VALUE));
    assertRefused(INVALID_PARAM, () -> ids.deallocId(10, -1));
    assertRefused(NOT_ALLOCATED, () -> ids.deallocId(14, 2));
    assertRefused(NOT_ALLOCATED, () -> ids.deallocId(15, 1));
    assertRefused(NOT_ALLOCATED, () -> ids.deallocId(9, 2));
    assertRefused(NOT_ALLOCATED, () -> ids.deallocId(Long.MAX_VALUE, 1));
    assertRefused(NO_MEMORY, () -> ids.allocId(16, 1));
    assertRefused(NO_MEMORY, () -> ids.allocId(1, 64));
    ids.deallocId(10, 0);
    assertThat(ids.used()).isEqualTo(5);
    assertThat(ids.isAllocated(9)).isFalse();
    assertThat(ids.isAllocated(-1)).isFalse();
    assertThat(ids.isAllocated(Long.MAX_VALUE)).isFalse();
    assertThat(ids.largestRun()).isEqualTo(15);
    ids.checkInvariants(CheckLevel.EXPENSIVE);
  }

  @Test
  void randomCalls_agreeWithBitSet() {
    Random random = new Random(7);
    BitmapIdAllocator ids = of(0, 1000);
    BitSet taken = new BitSet();
    for (int i = 0; i < 20_000; i++) {
      int id = random.nextInt(1000);
      if (random.nextBoolean()) {
        int expected = taken.nextClearBit(0);
        long actual = ids.tryAllocId(1, 1);
        assertThat(actual).isEqualTo(expected < 1000 ? expected : IdAllocator.NONE);
        if (actual >= 0) taken.set(expected);
      } else if (taken.get(id)) {
        ids.deallocId(id, 1);
        taken.clear(id);
      } else {
        assertRefused(NOT_ALLOCATED, () -> ids.deallocId(id, 1));
      }
      assertThat(ids.isAllocated(id)).isEqualTo(taken.get(id));
      assertThat(ids.used()).isEqualTo(taken.cardinality());
      if (i % 1000 == 0) ids.checkInvariants(CheckLevel.EXPENSIVE);
    }
    assertThat(ids.peakUsed()).isPositive();
  }
}
