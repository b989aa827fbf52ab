package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offheap.allocator.AllocError;
import io.offheap.allocator.AllocException;
import io.offheap.heap.HeapListener.RefusalReason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeapTest {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  static List<String> allocators() {
    return List.of("heap", "slab", "buddy", "tlsf", "heap+tlsf");
  }

  @ParameterizedTest
  @MethodSource("allocators")
  void block_isAlignedDisjointAndKeepsItsContents(String allocator) {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB).withAllocator(allocator))) {
      List<Long> addresses = new ArrayList<>();
      Random random = new Random(1);
      for (int i = 0; i < 2000; i++) {
        long byteAlignment = 8L << random.nextInt(8);
        long byteSize = 8 + random.nextLong(6000);
        long address = heap.tryAllocate(byteSize, byteAlignment);
        assertThat(address).isPositive();
        assertThat(address % byteAlignment).isZero();
        assertThat(heap.usableSize(address)).isGreaterThanOrEqualTo(byteSize);
        MemorySegment segment = heap.segment(address, heap.usableSize(address));
        assertThat(segment.address() % byteAlignment).isZero();
        segment.fill((byte) i);
        addresses.add(address);
      }
      for (int i = 0; i < addresses.size(); i++) {
        MemorySegment segment = heap.segment(addresses.get(i), heap.usableSize(addresses.get(i)));
        byte[] expected = new byte[(int) segment.byteSize()];
        Arrays.fill(expected, (byte) i);
        assertThat(segment.mismatch(MemorySegment.ofArray(expected))).isEqualTo(-1);
      }
      heap.checkInvariants();
      addresses.forEach(heap::free);
      heap.checkInvariants();
      assertThat(heap.statistics().usedBytes()).isZero();
    }
  }

  /** The provider is com.acme.bump's; its allocator takes one range only, and no more is asked. */
  @Test
  void providersAllocator_isUsedByItsName() {
    assertThat(HeapOptions.allocatorNames()).contains("bump", "heap", "slab", "buddy", "tlsf");
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB).withAllocator("bump"))) {
      long first = heap.tryAllocate(100, 8);
      long second = heap.tryAllocate(900_000, 8);
      assertThat(second).isEqualTo(first + 104);
      assertThat(heap.tryAllocate(900_000, 8)).isEqualTo(Heap.NULL);
      assertThat(heap.statistics().committedBytes()).isEqualTo(MIB);
      heap.free(first);
      heap.free(second);
      heap.checkInvariants();
    }
  }

  @Test
  void newHeap_commitsNothing() {
    try (Heap heap = Heap.open(HeapOptions.defaults())) {
      assertThat(heap.statistics().committedBytes()).isZero();
      assertThat(heap.statistics().limitBytes()).isEqualTo(heap.options().limitBytes());
      heap.checkInvariants();
    }
  }

  @Test
  void zeroBytes_getABlockOfTheirOwn() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(MIB))) {
      long first = heap.tryAllocateZeroed(0, 1);
      long second = heap.tryAllocate(0, 1);
      assertThat(first).isPositive().isNotEqualTo(second);
      heap.free(first);
      heap.free(second);
      heap.checkInvariants();
    }
  }

  @Test
  void coarsestAlignment_isServedAndTheNextRefused() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(512 * MIB))) {
      assertThat(heap.maxByteAlignment()).isEqualTo(2 * MIB);
      for (long byteSize : new long[] {1, 5000, 5 * MIB}) {
        long address = heap.tryAllocate(byteSize, 2 * MIB);
        assertThat(heap.segment(address, 1).address() % (2 * MIB)).isZero();
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> heap.tryAllocate(1, 4 * MIB))
          .withMessage("byteAlignment is not a power of two up to 2097152: 4194304");
      heap.checkInvariants();
    }
  }

  @Test
  void badRequests_areNamed() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(MIB))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> heap.tryAllocate(-1, 8))
          .withMessage("byteSize is negative: -1");
      for (long wrong : new long[] {0, 3, -8, Long.MIN_VALUE}) {
        assertThatIllegalArgumentException().isThrownBy(() -> heap.tryAllocate(8, wrong));
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeapOptions.ofLimit(MIB).withAllocator("malloc"))
        .withMessage(
            "allocator is none of " + String.join(", ", HeapOptions.allocatorNames()) + ": malloc");
  }

  @Test
  void recycledBlock_isZeroedOnRequest() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB))) {
      for (long byteSize : new long[] {8, 100, 4096, 4097, 20_000, 100_000, MIB, 5 * MIB}) {
        for (int round = 0; round < 4; round++) {
          long address = heap.tryAllocateZeroed(byteSize, 8);
          assertZero(heap.segment(address, byteSize), byteSize);
          heap.segment(address, heap.usableSize(address)).fill((byte) -1);
          heap.free(address);
        }
      }
    }
  }

  /** Blocks next to each other share pages; neither may keep the other's bytes nor lose its own. */
  @Test
  void zeroing_touchesNoNeighbour() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(16 * MIB))) {
      Random random = new Random(2);
      long[] addresses = new long[400];
      int[] sizes = new int[addresses.length];
      for (int step = 0; step < 20_000; step++) {
        int slot = random.nextInt(addresses.length);
        if (addresses[slot] != 0) {
          MemorySegment old = heap.segment(addresses[slot], sizes[slot]);
          for (int i = 0; i < sizes[slot]; i += 97) {
            assertThat(old.get(ValueLayout.JAVA_BYTE, i)).isEqualTo((byte) (slot | 1));
          }
          heap.free(addresses[slot]);
        }
        sizes[slot] = 1 + random.nextInt(1 << random.nextInt(1, 15));
        addresses[slot] = heap.tryAllocateZeroed(sizes[slot], 8);
        MemorySegment segment = heap.segment(addresses[slot], sizes[slot]);
        assertZero(segment, sizes[slot]);
        segment.fill((byte) (slot | 1));
      }
      heap.checkInvariants();
    }
  }

  private static void assertZero(MemorySegment segment, long byteSize) {
    MemorySegment zeros = MemorySegment.ofArray(new byte[(int) byteSize]);
    assertThat(segment.asSlice(0, byteSize).mismatch(zeros)).isEqualTo(-1);
  }

  @Test
  void largeBlock_costsItsPagesAndServesAgainUntilPurged() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(512 * MIB))) {
      long address = heap.tryAllocateZeroed(40_000_001, 8);
      assertThat(heap.usableSize(address)).isEqualTo(40_001_536);
      HeapStatistics live = heap.statistics();
      assertThat(live.committedBytes()).isEqualTo(40_001_536);
      assertThat(live.dedicatedBytes()).isEqualTo(40_001_536);
      heap.segment(address, 40_000_001).fill((byte) 1);
      heap.free(address);
      HeapStatistics kept = heap.statistics();
      assertThat(kept.cachedBytes()).isEqualTo(40_001_536);
      assertThat(kept.usedBytes()).isZero();
      assertThatThrownBy(() -> heap.free(address)).hasMessageEndingWith("is free");

      assertThat(heap.tryAllocate(30_000_000, 8))
          .as("too small to take that")
          .isNotEqualTo(address);
      assertThat(heap.tryAllocateZeroed(38_000_000, 8)).isEqualTo(address);
      assertZero(heap.segment(address, 38_000_000), 38_000_000);
      assertThat(heap.usableSize(address)).isEqualTo(40_001_536);
      heap.free(address);
      assertThat(heap.purge()).isEqualTo(40_001_536);
      assertThat(heap.statistics().cachedBytes()).isZero();
      heap.checkInvariants();
    }
  }

  @Test
  void limit_isHeldAndWhatIsFreedServesAgain() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(MIB))) {
      List<Long> addresses = new ArrayList<>();
      for (long a = heap.tryAllocate(1000, 8); a != Heap.NULL; a = heap.tryAllocate(1000, 8)) {
        addresses.add(a);
        assertThat(heap.statistics().committedBytes()).isLessThanOrEqualTo(MIB);
      }
      assertThat(addresses.size()).as("of 1024 possible").isGreaterThan(940);
      assertThat(heap.lastRefusalReason()).isEqualTo(RefusalReason.LIMIT);
      assertThat(heap.tryAllocate(Long.MAX_VALUE, 8)).isEqualTo(Heap.NULL);
      assertThat(heap.tryAllocate(MIB + 1, 8)).isEqualTo(Heap.NULL);
      heap.checkInvariants();
      addresses.forEach(heap::free);
      heap.checkInvariants();
      assertThat(heap.tryAllocate(MIB, 8)).as("all of the limit in one").isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {32 * KIB, 40_000, 64 * KIB, 100_000, MIB, 3_000_000})
  void oddLimits_areUsedToTheFull(long limitBytes) {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(limitBytes))) {
      long got = 0;
      while (heap.tryAllocate(512, 8) != Heap.NULL) got += 512;
      assertThat(got).isGreaterThan(limitBytes * 8 / 10 - 32 * KIB).isLessThanOrEqualTo(limitBytes);
      assertThat(got).isPositive();
      heap.checkInvariants();
    }
  }

  @Test
  void emptyChunks_goBackWhenPurged() {
    HeapOptions options = HeapOptions.ofLimit(64 * MIB).withChunkByteSize(MIB);
    try (Heap heap = Heap.open(options)) {
      List<Long> addresses = new ArrayList<>();
      for (int i = 0; i < 8 * 16; i++) addresses.add(heap.tryAllocate(64 * KIB, 8));
      assertThat(heap.statistics().committedBytes()).isEqualTo(8 * MIB);
      for (long address : addresses) {
        heap.free(address);
        heap.checkInvariants();
      }
      assertThat(heap.statistics().freeBytes()).isEqualTo(8 * MIB);
      long last = heap.tryAllocate(64 * KIB, 8);
      assertThat(heap.purge()).isBetween(7 * MIB, 8 * MIB - 64 * KIB);
      assertThat(heap.statistics().committedBytes()).isEqualTo(MIB);
      heap.free(last);
      assertThat(heap.purge()).isEqualTo(MIB);
      assertThat(heap.statistics().committedBytes()).isZero();
      assertThat(heap.statistics().peakCommittedBytes()).isEqualTo(8 * MIB);
      heap.checkInvariants();
    }
  }

  @Test
  void keptEmptyChunk_yieldsToALargeRequest() {
    HeapOptions options = HeapOptions.ofLimit(4 * MIB).withChunkByteSize(MIB);
    try (Heap heap = Heap.open(options)) {
      heap.free(heap.tryAllocate(100, 8));
      assertThat(heap.statistics().committedBytes()).isEqualTo(MIB);
      assertThat(heap.tryAllocate(4 * MIB, 8)).isPositive();
      heap.checkInvariants();
    }
  }

  @Test
  void keptEmptyChunk_staysWhereItsMemoryWouldNotHelp() {
    HeapOptions options = HeapOptions.ofLimit(4 * MIB).withChunkByteSize(MIB);
    try (Heap heap = Heap.open(options)) {
      heap.tryAllocate(2 * MIB, 8);
      heap.free(heap.tryAllocate(100, 8));
      assertThat(heap.tryAllocate(3 * MIB, 8)).isEqualTo(Heap.NULL);
      assertThat(heap.statistics().committedBytes()).isEqualTo(3 * MIB);
      heap.checkInvariants();
    }
  }

  @Test
  void largeRequestBeyondTheLimit_usesRoomInAChunk() {
    HeapOptions options = HeapOptions.ofLimit(MIB).withChunkByteSize(MIB);
    try (Heap heap = Heap.open(options)) {
      long small = heap.tryAllocate(100, 8);
      long large = heap.tryAllocate(512 * KIB, 8);
      assertThat(large).isPositive();
      heap.checkInvariants();
      heap.free(small);
      heap.free(large);
      heap.checkInvariants();
    }
  }

  @Test
  void illegalFrees_areNamedAndChangeNothing() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB))) {
      long small = heap.tryAllocate(100, 8);
      long large = heap.tryAllocate(10_000, 8);
      long huge = heap.tryAllocate(10 * MIB, 8);
      long gone = heap.tryAllocate(100, 8);
      long hugeGone = heap.tryAllocate(20 * MIB, 8);
      heap.free(gone);
      heap.free(hugeGone);
      HeapStatistics before = heap.statistics();
      for (long wrong :
          new long[] {
            0,
            -1,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            gone,
            hugeGone,
            small + 8,
            large + 4096,
            huge + 1,
            8
          }) {
        assertThatThrownBy(() -> heap.free(wrong))
            .isInstanceOfSatisfying(
                AllocException.class,
                e -> assertThat(e.error()).isEqualTo(AllocError.NOT_ALLOCATED))
            .hasMessageStartingWith("no live block starts at 0x" + Long.toHexString(wrong));
        assertThatThrownBy(() -> heap.usableSize(wrong)).isInstanceOf(AllocException.class);
        assertThat(heap.statistics()).isEqualTo(before);
        heap.checkInvariants();
      }
      assertThatThrownBy(() -> heap.free(huge + 1))
          .hasMessageEndingWith(
              "it is inside the block of 10485760 bytes at 0x" + Long.toHexString(huge));
      assertThatThrownBy(() -> heap.free(8))
          .hasMessageEndingWith("no chunk of the heap holds this address");
      heap.free(small);
      heap.free(large);
      heap.free(huge);
    }
  }

  @Test
  void largestAllocatable_isServedAndOneMoreByteIsNot() {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(8 * MIB))) {
      heap.tryAllocate(100, 8);
      heap.tryAllocate(300 * KIB, 8);
      long largest = heap.largestAllocatable();
      assertThat(largest).isGreaterThan(MIB);
      assertThat(heap.tryAllocate(largest + 1, 1)).isEqualTo(Heap.NULL);
      assertThat(heap.tryAllocate(largest, 1)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1500, 30_000})
  void refusedRequests_areServedOnceABlockIsFreed(int freedByteSize) throws InterruptedException {
    HeapOptions options = HeapOptions.ofLimit(4 * MIB).withChunkByteSize(MIB);
    try (Heap heap = Heap.open(options)) {
      long freed = heap.tryAllocate(freedByteSize, 8);
      for (int round = 0; round < 3; round++) {
        while (heap.tryAllocate(1000, 8) != Heap.NULL) {}
        for (int i = 0; i < 3; i++) assertThat(heap.tryAllocate(1000, 8)).isEqualTo(Heap.NULL);
        long gone = freed;
        Thread other = new Thread(() -> heap.free(gone));
        other.start();
        other.join();
        freed = heap.tryAllocate(1000, 8);
        assertThat(freed).as("round %s", round).isPositive();
      }
      assertThat(heap.lastRefusalReason()).isEqualTo(RefusalReason.LIMIT);
      heap.checkInvariants();
    }
  }

  @Test
  void closedHeap_refusesEverything() {
    Heap heap = Heap.open(HeapOptions.ofLimit(MIB));
    long address = heap.tryAllocate(8, 8);
    MemorySegment segment = heap.segment(address, 8);
    heap.close();
    heap.close();
    assertThatIllegalStateException().isThrownBy(() -> heap.tryAllocate(8, 8));
    assertThatIllegalStateException().isThrownBy(() -> heap.tryAllocate(MIB, 8));
    assertThatIllegalStateException().isThrownBy(() -> heap.free(address));
    assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
    assertThat(heap.statistics().committedBytes()).isZero();
  }
}
