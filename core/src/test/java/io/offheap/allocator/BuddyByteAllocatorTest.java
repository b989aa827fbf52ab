package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefused;
import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.assertStats;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static io.offheap.allocator.AllocError.MEMORY_OVERLAP;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static io.offheap.allocator.AllocError.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conformance cases 3 to 12 and the measured rows of the original buddy allocator. */
class BuddyByteAllocatorTest {
  private static BuddyByteAllocator of(long start, long byteSize) {
    BuddyByteAllocator buddy = new BuddyByteAllocator();
    buddy.init(start, byteSize);
    return buddy;
  }

  private static long allocate(ByteAllocator allocator, long byteSize, long byteAlignment) {
    return allocator.allocate(new Layout(byteSize, byteAlignment));
  }

  @Test
  void empty_refusesEverything() {
    BuddyByteAllocator buddy = new BuddyByteAllocator();
    assertRefusedUnchanged(NO_MEMORY, buddy, () -> allocate(buddy, 1, 1));
    assertRefusedUnchanged(NOT_ALLOCATED, buddy, () -> buddy.free(0));
    assertStats(buddy, 0, 0);
    assertThat(buddy.largestAllocatable()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"3, 100, 88", "0, 7, 0", "0, 0, 0", "8, 0, 0", "8, 800, 800", "0, 65536, 65536"})
  void init_roundsInwardsToEight(long start, long byteSize, long total) {
    assertStats(of(start, byteSize), total, 0);
  }

  @Test
  void init_withoutAnAlignedAddress_isRefused() {
    BuddyByteAllocator buddy = new BuddyByteAllocator();
    assertRefusedUnchanged(INVALID_PARAM, buddy, () -> buddy.init(1, 6));
    buddy.init(0, 64);
    assertStats(buddy, 64, 0);
  }

  @Test
  void threeBytes_takeEightBytesEach() {
    BuddyByteAllocator buddy = of(0, 4096);
    assertThat(allocate(buddy, 1, 1)).isEqualTo(0);
    assertThat(allocate(buddy, 1, 1)).isEqualTo(8);
    assertThat(allocate(buddy, 1, 1)).isEqualTo(16);
    assertStats(buddy, 4096, 24);
    buddy.free(8, new Layout(1, 1));
    buddy.free(0, new Layout(1, 1));
    buddy.free(16, new Layout(1, 1));
    assertStats(buddy, 4096, 0);
    assertThat(allocate(buddy, 4096, 1)).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 8",
    "1, 1, 8",
    "8, 1, 8",
    "9, 1, 16",
    "100, 8, 128",
    "8, 256, 256",
    "4096, 1, 4096",
    "4097, 1, 8192",
    "1, 4096, 4096",
    "5, 16, 16"
  })
  void request_takesThePowerOfTwo(long byteSize, long byteAlignment, long usable) {
    BuddyByteAllocator buddy = of(0, 1 << 16);
    long address = allocate(buddy, byteSize, byteAlignment);
    assertThat(address % usable).isZero();
    assertThat(buddy.usableSize(address)).isEqualTo(usable);
    assertThat(buddy.usableSizeFor(byteSize, byteAlignment)).isEqualTo(usable);
    assertStats(buddy, 1 << 16, usable);
    assertThat(buddy.free(address)).isEqualTo(usable);
    assertStats(buddy, 1 << 16, 0);
  }

  @Test
  void everyAddress_isAMultipleOfItsBlock() {
    BuddyByteAllocator buddy = of(1 << 24, 1 << 22);
    Random random = new Random(6);
    for (int i = 0; i < 300; i++) {
      long byteSize = random.nextInt(1 << random.nextInt(14));
      long byteAlignment = 1L << random.nextInt(13);
      long block = Math.max(Math.max(Long.highestOneBit(2 * byteSize - 1), byteAlignment), 8);
      if (byteSize <= 1) block = Math.max(byteAlignment, 8);
      long address = allocate(buddy, byteSize, byteAlignment);
      assertThat(address % block).isZero();
      assertThat(buddy.usableSize(address)).isEqualTo(block);
    }
  }

  @Test
  void wholeMemory_thenNoMemory() {
    BuddyByteAllocator buddy = of(4096, 4096);
    assertThat(allocate(buddy, 4096, 1)).isEqualTo(4096);
    assertRefusedUnchanged(NO_MEMORY, buddy, () -> allocate(buddy, 1, 1));
    assertThat(buddy.tryAllocate(1, 1)).isEqualTo(ByteAllocator.NONE);
    assertThat(buddy.failureCount()).isEqualTo(2);
    buddy.free(4096);
    assertRefusedUnchanged(NO_MEMORY, buddy, () -> allocate(buddy, 4097, 1));
    assertThat(buddy.peakUsedBytes()).isEqualTo(4096);
  }

  /**
   * The original answers 512 here, the block of its list that was pushed last; lowest first answers
   * 256. Both are the two blocks of that size there are.
   */
  @Test
  void oddMemory_isCutAtAbsoluteAlignment() {
    BuddyByteAllocator buddy = of(8, 800);
    List<Long> sizes = new ArrayList<>();
    buddy.forEachBlock((address, byteSize, live) -> sizes.add(byteSize));
    assertThat(sizes).containsExactly(8L, 16L, 32L, 64L, 128L, 256L, 256L, 32L, 8L);
    assertRefusedUnchanged(NO_MEMORY, buddy, () -> allocate(buddy, 800, 1));
    assertRefusedUnchanged(NO_MEMORY, buddy, () -> allocate(buddy, 512, 1));
    assertThat(buddy.largestAllocatable()).isEqualTo(256);
    assertThat(allocate(buddy, 256, 1)).isEqualTo(256);
    assertThat(allocate(buddy, 256, 1)).isEqualTo(512);
    assertThat(allocate(buddy, 1, 1)).isEqualTo(8);
  }

  @Test
  void orderLimit_isNotMergedPast() {
    BuddyByteAllocator buddy = new BuddyByteAllocator(8, 16);
    buddy.init(32, 16);
    buddy.addMemory(48, 16);
    long address = allocate(buddy, 16, 1);
    buddy.free(address);
    assertThat(buddy.largestAllocatable()).isEqualTo(16);
    assertRefused(NO_MEMORY, () -> allocate(buddy, 32, 1));
    buddy.checkInvariants(CheckLevel.EXPENSIVE);
  }

  @Test
  void adjacentMemory_isOneAtOnce() {
    BuddyByteAllocator buddy = of(8192, 4096);
    buddy.addMemory(12288, 4096);
    assertThat(allocate(buddy, 8192, 1)).isEqualTo(8192);
    assertStats(buddy, 8192, 8192);
  }

  @Test
  void adjacentMemory_keepsLiveBlocks() {
    BuddyByteAllocator buddy = of(1 << 20, 4096);
    long[] blocks = new long[30];
    for (int i = 0; i < blocks.length; i++) blocks[i] = allocate(buddy, 100, 8);
    for (int i = 1; i < 20; i++) buddy.addMemory((1 << 20) + 4096L * i, 4096);
    buddy.addMemory((1 << 20) - 8192, 8192);
    buddy.addMemory(1L << 40, 8192);
    assertStats(buddy, 22 * 4096 + 8192, 30 * 128);
    for (long block : blocks) assertThat(buddy.free(block)).isEqualTo(128);
    assertStats(buddy, 22 * 4096 + 8192, 0);
    assertThat(buddy.largestAllocatable()).isEqualTo(65536);
  }

  @Test
  void overlap_isRefused() {
    BuddyByteAllocator buddy = of(4096, 4096);
    allocate(buddy, 64, 1);
    assertRefusedUnchanged(MEMORY_OVERLAP, buddy, () -> buddy.addMemory(4096, 4096));
    assertRefusedUnchanged(MEMORY_OVERLAP, buddy, () -> buddy.addMemory(0, 4104));
    assertRefusedUnchanged(MEMORY_OVERLAP, buddy, () -> buddy.addMemory(8184, 4096));
    assertRefusedUnchanged(MEMORY_OVERLAP, buddy, () -> buddy.addMemory(0, 1 << 20));
    assertRefusedUnchanged(MEMORY_OVERLAP, buddy, () -> buddy.addMemory(5000, 80));
  }

  @Test
  void wrongFrees_areRefused() {
    BuddyByteAllocator buddy = of(0, 4096);
    long address = allocate(buddy, 64, 8);
    long freed = allocate(buddy, 64, 8);
    buddy.free(freed);
    assertRefusedUnchanged(NOT_ALLOCATED, buddy, () -> buddy.free(freed));
    assertRefusedUnchanged(NOT_ALLOCATED, buddy, () -> buddy.free(address + 8));
    assertRefusedUnchanged(NOT_ALLOCATED, buddy, () -> buddy.free(address + 1));
    assertRefusedUnchanged(NOT_ALLOCATED, buddy, () -> buddy.free(1 << 20));
    assertRefusedUnchanged(NOT_ALLOCATED, buddy, () -> buddy.free(-64));
    assertRefusedUnchanged(NOT_ALLOCATED, buddy, () -> buddy.free(Long.MIN_VALUE));
    assertRefusedUnchanged(NOT_ALLOCATED, buddy, () -> buddy.usableSize(freed));
    assertRefusedUnchanged(INVALID_PARAM, buddy, () -> buddy.free(address, new Layout(128, 8)));
    assertRefusedUnchanged(INVALID_PARAM, buddy, () -> buddy.free(address, new Layout(8, 8)));
    assertRefusedUnchanged(INVALID_PARAM, buddy, () -> buddy.free(address, new Layout(8, 128)));
    buddy.free(address, new Layout(33, 8));
    assertStats(buddy, 4096, 0);
    assertThat(buddy.largestAllocatable()).isEqualTo(4096);
  }

  @Test
  void memoryPastFourGiB_fromAddressZero() {
    BuddyByteAllocator buddy = of(0, (6L << 30) + 4096);
    assertThat(buddy.totalBytes()).isEqualTo((6L << 30) + 4096);
    assertThat(buddy.largestAllocatable()).isEqualTo(4L << 30);
    assertThat(allocate(buddy, 4L << 30, 1)).isEqualTo(0);
    assertThat(allocate(buddy, 2L << 30, 1)).isEqualTo(4L << 30);
    assertThat(allocate(buddy, 4096, 1)).isEqualTo(6L << 30);
    assertRefusedUnchanged(NO_MEMORY, buddy, () -> allocate(buddy, 4096, 1));
    buddy.free(0);
    assertThat(buddy.usedBytes()).isEqualTo((2L << 30) + 4096);
  }

  @Test
  void memoryThatNoTableCanDescribe_isRefused() {
    BuddyByteAllocator buddy = new BuddyByteAllocator();
    assertRefusedUnchanged(NO_MEMORY, buddy, () -> buddy.init(8, Long.MAX_VALUE - 8));
    buddy.init(0, 4096);
    assertStats(buddy, 4096, 0);
  }

  @Test
  void checkerboard_mergesBackToOne() {
    BuddyByteAllocator buddy = of(1L << 28, 1 << 22);
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) blocks.add(allocate(buddy, 64, 8));
    for (int i = 0; i < blocks.size(); i += 2) buddy.free(blocks.get(i));
    buddy.checkInvariants(CheckLevel.EXPENSIVE);
    assertThat(buddy.freeRunHistogram()[6]).isEqualTo(20_000);
    List<Long> rest = new ArrayList<>();
    for (int i = 1; i < blocks.size(); i += 2) rest.add(blocks.get(i));
    Collections.shuffle(rest, new Random(1));
    rest.forEach(buddy::free);
    assertStats(buddy, 1 << 22, 0);
    assertThat(buddy.largestAllocatable()).isEqualTo(1 << 22);
  }

  @Test
  void hundredPairs_haveTheSameAddress() {
    BuddyByteAllocator buddy = of(8, 800);
    long first = allocate(buddy, 1, 1);
    buddy.free(first, new Layout(1, 1));
    for (int i = 0; i < 100; i++) {
      assertThat(allocate(buddy, 1, 1)).isEqualTo(first);
      buddy.free(first, new Layout(1, 1));
    }
    assertStats(buddy, 800, 0);
  }

  @Test
  void freeMemory_canBeTakenOutAndComeBack() {
    BuddyByteAllocator buddy = of(0, 1 << 20);
    long low = allocate(buddy, 100, 1);
    assertThat(buddy.tryRemoveMemory(0, 4096)).isFalse();
    assertThat(buddy.tryRemoveMemory(4096, 8200)).isTrue();
    assertStats(buddy, (1 << 20) - 8200, 128);
    assertThat(buddy.tryRemoveMemory(4096, 8)).isFalse();
    assertRefusedUnchanged(INVALID_PARAM, buddy, () -> buddy.tryRemoveMemory(-8, 8));
    buddy.free(low);
    assertThat(buddy.largestAllocatable()).isEqualTo(1 << 19);
    buddy.addMemory(4096, 8200);
    assertThat(buddy.largestAllocatable()).isEqualTo(1 << 20);
    assertThat(buddy.tryRemoveMemory(0, 1 << 20)).isTrue();
    assertStats(buddy, 0, 0);
    assertThat(buddy.tryAllocate(1, 1)).isEqualTo(ByteAllocator.NONE);
  }

  @Test
  void secondInit_andAddBeforeInit_areRefused() {
    BuddyByteAllocator buddy = new BuddyByteAllocator();
    assertRefused(INVALID_PARAM, () -> buddy.addMemory(0, 4096));
    buddy.init(0, 4096);
    assertRefusedUnchanged(INVALID_PARAM, buddy, () -> buddy.init(8192, 4096));
  }

  @Test
  void sizesOfBlocks_arePowersOfTwoInOrder() {
    assertRefused(INVALID_PARAM, () -> new BuddyByteAllocator(3, 16));
    assertRefused(INVALID_PARAM, () -> new BuddyByteAllocator(16, 8));
    assertRefused(INVALID_PARAM, () -> new BuddyByteAllocator(0, 8));
    assertThat(new BuddyByteAllocator(16, 16).usableSizeFor(1, 1)).isEqualTo(16);
    assertRefused(INVALID_PARAM, () -> new BuddyByteAllocator(16, 16).usableSizeFor(17, 1));
  }
}
