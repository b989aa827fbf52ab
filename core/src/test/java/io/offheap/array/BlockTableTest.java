package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.heap.HeapOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BlockTableTest {
  /** The largest array: 2^31 - 1 elements of 8 bytes. */
  private static final long MOST_BYTES = 8L * Integer.MAX_VALUE;

  private static final int MOST_SITES = 1 << 28;

  private final BlockTable table = new BlockTable();
  private final PrimitiveArray handle = ByteArray.allocateOnHeap(0);

  private record Numbers(long address, long byteSize, int siteNumber) {}

  @BeforeAll
  static void replaceMemory() {
    ArrayMemory.replace(new ArrayOptions(1 << 20, HeapOptions.DEFAULT_ALLOCATOR, 0, false));
  }

  @AfterAll
  static void restore() {
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  private int add(Numbers numbers) {
    return table.add(
        ArrayMemory.reclaimer().newBlock(handle),
        numbers.address,
        numbers.byteSize,
        numbers.siteNumber);
  }

  private Numbers remove(int slot) {
    long[] removed = new long[2];
    table.remove(slot, removed);
    return new Numbers(
        BlockTable.addressOf(removed),
        BlockTable.byteSizeOf(removed),
        BlockTable.siteNumberOf(removed));
  }

  @Test
  void largestNumbers_comeBack() {
    Numbers largest = new Numbers(Long.MAX_VALUE, MOST_BYTES, MOST_SITES - 1);
    Numbers smallest = new Numbers(1, 0, 0);
    int slot = add(largest);
    int other = add(smallest);
    assertThat(remove(slot)).isEqualTo(largest);
    assertThat(remove(other)).isEqualTo(smallest);
    assertThat(table.count()).isZero();
    table.checkInvariants();
  }

  @Test
  void randomLife_agreesWithAMap() {
    Random random = new Random(3);
    Map<Integer, Numbers> model = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      boolean grows = step % 8_000 < 5_000;
      if (model.isEmpty() || random.nextInt(10) < (grows ? 8 : 3)) {
        Numbers numbers =
            new Numbers(
                random.nextLong() >>> 1,
                random.nextLong(MOST_BYTES + 1),
                random.nextInt(MOST_SITES));
        assertThat(model.put(add(numbers), numbers)).as("a slot that was free").isNull();
      } else {
        int slot = model.keySet().iterator().next();
        assertThat(remove(slot)).isEqualTo(model.remove(slot));
      }
      assertThat(table.count()).isEqualTo(model.size());
      if (step % 1_000 == 0) table.checkInvariants();
    }
    table.checkInvariants();
  }
}
