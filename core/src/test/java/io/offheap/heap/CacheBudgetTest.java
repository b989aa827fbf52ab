package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No cache keeps more bytes than it may. What empty slabs may have is in {@link SlabPoolTest}. */
class CacheBudgetTest {
  private static final long MIB = 1 << 20;

  private static Heap open(long limitBytes) {
    return Heap.open(HeapOptions.ofLimit(limitBytes).withDecayMillis(0));
  }

  /** A 256th of the limit, and a block more of each class, or it could not serve that at all. */
  @Test
  void magazinesOfAShard_keepTheirBudgetHoweverMuchIsFreed() {
    try (Heap heap = open(64 * MIB);
        LocalHeap local = heap.localHeap()) {
      List<Long> sizes = new ArrayList<>();
      long oneOfEach = 0;
      for (HeapStatistics.SizeClass sizeClass : heap.statistics().sizeClasses()) {
        sizes.add(sizeClass.blockByteSize());
        oneOfEach += sizeClass.blockByteSize();
      }
      long budget = 64 * MIB / 256 + oneOfEach;
      Random random = new Random(5);
      long most = 0;
      for (int round = 0; round < 400; round++) {
        long byteSize = sizes.get(random.nextInt(sizes.size()));
        long[] addresses = new long[1 + random.nextInt(100)];
        for (int i = 0; i < addresses.length; i++) addresses[i] = local.tryAllocate(byteSize, 8);
        for (long address : addresses) local.free(address);
        for (HeapStatistics.Shard shard : heap.statistics().shards()) {
          assertThat(shard.cachedBytes()).isLessThanOrEqualTo(budget);
          most = Math.max(most, shard.cachedBytes());
        }
      }
      assertThat(most).as("the budget is used").isGreaterThan(64 * MIB / 256 / 2);
    }
  }

  @Test
  void keptChunks_areWithinAnEighthOfTheLimit() {
    assertThat(keptOf(12, 8 * MIB, 256 * MIB)).isEqualTo(32 * MIB);
  }

  @Test
  void keptChunks_areWithinNinetySixMibWhileLittleIsInUse() {
    assertThat(keptOf(20, 8 * MIB, 1024 * MIB)).isEqualTo(96 * MIB);
  }

  /** What is kept of some blocks that live at once and are freed. */
  private static long keptOf(int count, long byteSize, long limitBytes) {
    try (Heap heap = open(limitBytes)) {
      List<Long> addresses = new ArrayList<>();
      for (int i = 0; i < count; i++) addresses.add(heap.tryAllocate(byteSize, 8));
      for (long address : addresses) heap.free(address);
      heap.checkInvariants();
      HeapStatistics now = heap.statistics();
      assertThat(now.committedBytes()).as("the rest has gone").isEqualTo(now.cachedBytes());
      return now.cachedBytes();
    }
  }
}
