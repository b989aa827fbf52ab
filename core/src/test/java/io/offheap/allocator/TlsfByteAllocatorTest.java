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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conformance cases 19 to 24.
 *
 * <p>The originals put 16 bytes in front of each block and a sentinel behind each pool, and count
 * in 32 bytes. Here there is neither, and the granule is 16 bytes; so the offsets are other ones,
 * and in every row more is served than there. Each test says what the original's number is.
 */
class TlsfByteAllocatorTest {
  private static final long BASE = 1 << 20;

  private static TlsfByteAllocator of(long byteSize) {
    TlsfByteAllocator tlsf = new TlsfByteAllocator();
    tlsf.init(BASE, byteSize);
    return tlsf;
  }

  private static long allocate(ByteAllocator allocator, long byteSize, long byteAlignment) {
    return allocator.allocate(new Layout(byteSize, byteAlignment));
  }

  private static List<Long> fill(ByteAllocator allocator, long byteSize) {
    List<Long> blocks = new ArrayList<>();
    for (long a = allocator.tryAllocate(byteSize, 1); a >= 0; ) {
      blocks.add(a);
      a = allocator.tryAllocate(byteSize, 1);
    }
    return blocks;
  }

  @Test
  void empty_refusesEverything() {
    TlsfByteAllocator tlsf = new TlsfByteAllocator();
    assertRefusedUnchanged(NO_MEMORY, tlsf, () -> allocate(tlsf, 1, 1));
    assertRefusedUnchanged(NOT_ALLOCATED, tlsf, () -> tlsf.free(0));
    assertRefusedUnchanged(INVALID_PARAM, tlsf, () -> tlsf.addMemory(0, 4096));
    assertStats(tlsf, 0, 0);
    assertThat(tlsf.largestAllocatable()).isZero();
  }

  /** Original: 64 is the least, and totals are as given, of which part is never to be had. */
  @ParameterizedTest
  @CsvSource({"0, 64, 64", "0, 95, 80", "1, 95, 80", "0, 16, 16", "1, 64, 48"})
  void init_countsWhatCanBeHad(long offset, long byteSize, long total) {
    TlsfByteAllocator tlsf = new TlsfByteAllocator();
    tlsf.init(BASE + offset, byteSize);
    assertStats(tlsf, total, 0);
    allocate(tlsf, total, 1);
    assertStats(tlsf, total, total);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 15", "1, 16", "8, 23"})
  void memoryWithoutAGranule_isRefused(long offset, long byteSize) {
    TlsfByteAllocator tlsf = new TlsfByteAllocator();
    assertRefusedUnchanged(INVALID_PARAM, tlsf, () -> tlsf.init(BASE + offset, byteSize));
    tlsf.init(0, 4096);
    assertRefusedUnchanged(INVALID_PARAM, tlsf, () -> tlsf.addMemory(BASE + offset, byteSize));
  }

  /** Original: 16, 48, 80, 4016, 64496, 1032176. */
  @ParameterizedTest
  @ValueSource(longs = {64, 96, 128, 4096, 65536, 1 << 20})
  void wholeMemory_isOneRequest(long byteSize) {
    TlsfByteAllocator tlsf = of(byteSize);
    assertThat(tlsf.largestAllocatable()).isEqualTo(byteSize);
    assertRefusedUnchanged(NO_MEMORY, tlsf, () -> allocate(tlsf, byteSize + 1, 8));
    assertThat(allocate(tlsf, byteSize, 8)).isEqualTo(BASE);
    assertThat(tlsf.largestAllocatable()).isZero();
    assertRefusedUnchanged(NO_MEMORY, tlsf, () -> allocate(tlsf, 1, 1));
  }

  /** Original: 16, 16, 16, 32, 64, 4096. */
  @ParameterizedTest
  @ValueSource(longs = {1, 8, 16, 32, 64, 4096})
  void firstBlock_isAtTheStart(long byteAlignment) {
    assertThat(allocate(of(65536), 8, byteAlignment)).isEqualTo(BASE);
  }

  /** Original: 16, 48, 80, 112, 176, 240, 336. */
  @Test
  void sizesInARow_lieCloseTogether() {
    TlsfByteAllocator tlsf = of(4096);
    List<Long> offsets = new ArrayList<>();
    for (long size : new long[] {0, 1, 16, 17, 48, 49, 8}) {
      offsets.add(allocate(tlsf, size, 1) - BASE);
    }
    assertThat(offsets).containsExactly(0L, 16L, 32L, 48L, 80L, 128L, 192L);
    assertStats(tlsf, 4096, 208);
  }

  /**
   * Original: 127 and 682 blocks, and half of the memory reported as available when nothing fits.
   */
  @ParameterizedTest
  @CsvSource({"4096, 16, 256", "65536, 64, 1024"})
  void smallBlocks_fillTheMemory(long total, long byteSize, int count) {
    TlsfByteAllocator tlsf = of(total);
    List<Long> blocks = fill(tlsf, byteSize);
    assertThat(blocks).hasSize(count).doesNotHaveDuplicates();
    assertStats(tlsf, total, total);
    blocks.forEach(tlsf::free);
    assertThat(tlsf.largestAllocatable()).isEqualTo(total);
  }

  @Test
  void middleOfThree_isTakenAgain() {
    TlsfByteAllocator tlsf = of(4096);
    long first = allocate(tlsf, 100, 8);
    long middle = allocate(tlsf, 100, 8);
    long last = allocate(tlsf, 100, 8);
    tlsf.free(middle, new Layout(100, 8));
    assertThat(allocate(tlsf, 100, 8)).isEqualTo(middle);
    tlsf.free(first);
    tlsf.free(last);
    tlsf.free(middle);
    assertStats(tlsf, 4096, 0);
    assertThat(tlsf.largestAllocatable()).isEqualTo(4096);
  }

  @Test
  void threeTimes2000_doNotFitIn4096() {
    TlsfByteAllocator tlsf = of(4096);
    allocate(tlsf, 2000, 8);
    allocate(tlsf, 2000, 8);
    assertRefusedUnchanged(NO_MEMORY, tlsf, () -> allocate(tlsf, 2000, 8));
    assertThat(tlsf.failureCount()).isEqualTo(1);
  }

  @Test
  void adjacentMemory_isOneAtOnce() {
    TlsfByteAllocator tlsf = of(4096);
    long live = allocate(tlsf, 100, 8);
    tlsf.addMemory(BASE + 4096, 4096);
    tlsf.addMemory(BASE - 4096, 4096);
    tlsf.addMemory(BASE + (1L << 40), 64);
    assertThat(tlsf.usableSize(live)).isEqualTo(112);
    assertThat(allocate(tlsf, 6000, 8)).isEqualTo(BASE + 112);
    assertRefusedUnchanged(MEMORY_OVERLAP, tlsf, () -> tlsf.addMemory(BASE + 8176, 4096));
    tlsf.free(live);
    tlsf.free(BASE + 112);
    assertStats(tlsf, 3 * 4096 + 64, 0);
    assertThat(tlsf.largestAllocatable()).isEqualTo(3 * 4096);
  }

  @Test
  void alignment_leavesTheFrontFree() {
    TlsfByteAllocator tlsf = of(65536);
    allocate(tlsf, 16, 1);
    long aligned = allocate(tlsf, 8, 4096);
    assertThat(aligned).isEqualTo(BASE + 4096);
    assertStats(tlsf, 65536, 32);
    assertThat(tlsf.freeRunHistogram()[11]).isEqualTo(1); // 4080 bytes in front
    assertThat(allocate(tlsf, 57344, 4096)).isEqualTo(BASE + 8192);
  }

  @Test
  void wholeMemory_isHadAtItsOwnAlignment() {
    TlsfByteAllocator tlsf = of(1 << 16);
    assertThat(allocate(tlsf, 1 << 16, 1 << 16)).isEqualTo(BASE);
    TlsfByteAllocator high = new TlsfByteAllocator();
    high.init(0, 64);
    assertThat(allocate(high, 16, 1L << 62)).isZero();
    assertRefusedUnchanged(NO_MEMORY, high, () -> allocate(high, 16, 1L << 62));
    assertRefusedUnchanged(NO_MEMORY, high, () -> allocate(high, Long.MAX_VALUE, 1));
  }

  @Test
  void resize_growsIntoAFreeNeighbour() {
    TlsfByteAllocator tlsf = of(4096);
    long address = allocate(tlsf, 100, 8);
    long next = allocate(tlsf, 100, 8);
    long third = allocate(tlsf, 100, 8);
    assertThat(tlsf.tryResize(address, new Layout(112, 8))).isTrue();
    assertThat(tlsf.tryResize(address, new Layout(113, 8))).isFalse();
    tlsf.free(next);
    assertThat(tlsf.tryResize(address, new Layout(225, 8))).isFalse();
    assertThat(tlsf.tryResize(address, new Layout(150, 8))).isTrue();
    assertStats(tlsf, 4096, 160 + 112);
    tlsf.free(address, new Layout(150, 8));
    address = allocate(tlsf, 224, 8);
    assertThat(tlsf.tryResize(address, new Layout(1, 8))).isTrue();
    assertStats(tlsf, 4096, 16 + 112);
    assertThat(tlsf.tryResize(address, new Layout(224, 8))).isTrue();
    assertThat(tlsf.tryResize(address, new Layout(16, 1 << 21))).isFalse();
    assertThat(tlsf.tryResize(address, new Layout(Long.MAX_VALUE, 1))).isFalse();
    assertThat(tlsf.tryResize(third, new Layout(0, 1))).isTrue();
    assertStats(tlsf, 4096, 224 + 16);
    assertRefusedUnchanged(NOT_ALLOCATED, tlsf, () -> tlsf.tryResize(next, new Layout(1, 1)));
  }

  @Test
  void wrongFrees_areRefused() {
    TlsfByteAllocator tlsf = of(4096);
    long live = allocate(tlsf, 64, 64);
    long freed = allocate(tlsf, 64, 8);
    tlsf.free(freed);
    for (long address : new long[] {freed, live + 16, live + 1, BASE + 4096, 0, -16, 1L << 50}) {
      assertRefusedUnchanged(NOT_ALLOCATED, tlsf, () -> tlsf.free(address));
      assertRefusedUnchanged(NOT_ALLOCATED, tlsf, () -> tlsf.free(address, new Layout(64, 8)));
    }
    assertRefusedUnchanged(INVALID_PARAM, tlsf, () -> tlsf.free(live, new Layout(65, 8)));
    assertRefusedUnchanged(INVALID_PARAM, tlsf, () -> tlsf.free(live, new Layout(48, 8)));
    assertRefusedUnchanged(INVALID_PARAM, tlsf, () -> tlsf.free(live, new Layout(64, 1 << 21)));
    assertRefusedUnchanged(
        INVALID_PARAM, tlsf, () -> tlsf.free(live, new Layout(Long.MAX_VALUE, 1)));
    tlsf.free(live, new Layout(60, 64));
    assertStats(tlsf, 4096, 0);
  }

  @Test
  void freeMemory_canBeTakenOutAndComeBack() {
    TlsfByteAllocator tlsf = of(65536);
    long low = allocate(tlsf, 4096, 1);
    assertThat(tlsf.tryRemoveMemory(BASE, 8192)).isFalse();
    assertThat(tlsf.tryRemoveMemory(BASE + 8192, 4096)).isTrue();
    assertThat(tlsf.tryRemoveMemory(BASE + 8192, 4096)).isFalse();
    assertStats(tlsf, 61440, 4096);
    assertThat(tlsf.largestAllocatable()).isEqualTo(65536 - 12288);
    tlsf.free(low);
    assertThat(tlsf.tryRemoveMemory(BASE, 4096)).isTrue();
    tlsf.addMemory(BASE + 8192, 4096);
    tlsf.addMemory(BASE, 4096);
    assertStats(tlsf, 65536, 0);
    assertThat(tlsf.largestAllocatable()).isEqualTo(65536);
    assertThat(tlsf.tryRemoveMemory(BASE, 65536)).isTrue();
    assertStats(tlsf, 0, 0);
  }

  /** With granules of 32 bytes the lists are those of the originals. */
  @ParameterizedTest
  @CsvSource({
    "32, 0, 0",
    "64, 1, 0",
    "96, 1, 16",
    "128, 2, 0",
    "4064, 6, 31",
    "65504, 10, 31",
    "8589934560, 27, 31"
  })
  void sizes_mapToTheListsOfTheOriginals(long byteSize, int first, int second) {
    assertThat(TlsfSizes.floor(byteSize, 5)).isEqualTo(first * 32 + second);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 12, 20})
  void searchedLists_holdOnlyBlocksThatFit(int granuleShift) {
    Random random = new Random(granuleShift);
    for (int i = 0; i < 10_000; i++) {
      long granules = 1 + (random.nextLong() >>> (2 + granuleShift + random.nextInt(40)));
      long size = granules << granuleShift;
      int floor = TlsfSizes.floor(size, granuleShift);
      int ceil = TlsfSizes.ceil(size, granuleShift);
      assertThat(ceil).isBetween(floor, floor + 1);
      assertThat(TlsfSizes.start(floor, granuleShift)).isLessThanOrEqualTo(size);
      assertThat(TlsfSizes.start(floor + 1, granuleShift)).isGreaterThan(size);
      assertThat(TlsfSizes.start(ceil, granuleShift)).isGreaterThanOrEqualTo(size);
      if (TlsfSizes.start(floor, granuleShift) == size) assertThat(ceil).isEqualTo(floor);
    }
  }

  @Test
  void granule_isAParameter() {
    assertRefused(INVALID_PARAM, () -> new TlsfByteAllocator(4));
    assertRefused(INVALID_PARAM, () -> new TlsfByteAllocator(24));
    assertRefused(INVALID_PARAM, () -> new TlsfByteAllocator(1 << 21));
    TlsfByteAllocator pages = new TlsfByteAllocator(4096);
    pages.init(0, 10L << 30);
    assertThat(allocate(pages, 5L << 30, 1)).isZero();
    assertThat(allocate(pages, 1, 1L << 32)).isEqualTo(2L << 32);
    pages.checkInvariants(CheckLevel.EXPENSIVE);
    assertThat(pages.usedBytes()).isEqualTo((5L << 30) + 4096);
  }
}
