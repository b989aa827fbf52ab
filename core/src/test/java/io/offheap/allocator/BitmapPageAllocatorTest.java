package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefused;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static io.offheap.allocator.AllocError.MEMORY_OVERLAP;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static io.offheap.allocator.AllocError.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.BitmapPageAllocator.Capacity;
import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance cases 25 to 29. */
class BitmapPageAllocatorTest {
  private static final long PAGE = 4096;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  private static BitmapPageAllocator of(long start, long byteSize) {
    BitmapPageAllocator pages = new BitmapPageAllocator(Capacity.GIB_4);
    pages.init(start, byteSize);
    return pages;
  }

  private static void assertPages(PageAllocator pages, long total, long used) {
    assertThat(pages.totalPages()).isEqualTo(total);
    assertThat(pages.usedPages()).isEqualTo(used);
    assertThat(pages.availablePages()).isEqualTo(total - used);
    pages.checkInvariants(CheckLevel.EXPENSIVE);
  }

  private static List<Long> runs(PageAllocator pages) {
    List<Long> runs = new ArrayList<>();
    pages.forEachRun((address, byteSize, live) -> runs.add(live ? -byteSize : byteSize));
    return runs;
  }

  private static void assertUnchanged(AllocError error, PageAllocator pages, ThrowingCallable c) {
    List<Long> before = runs(pages);
    long used = pages.usedPages();
    assertRefused(error, c);
    assertThat(runs(pages)).isEqualTo(before);
    assertPages(pages, pages.totalPages(), used);
  }

  @Test
  void onePage_ofTheOriginalTest() {
    BitmapPageAllocator pages = of(0x1000, 0x1000);
    assertPages(pages, 1, 0);
    assertThat(pages.allocPages(1, PAGE)).isEqualTo(0x1000);
    assertPages(pages, 1, 1);
    pages.deallocPages(0x1000, 1);
    assertPages(pages, 1, 0);
    assertThat(pages.allocPages(1, PAGE)).isEqualTo(0x1000);
  }

  @Test
  void twoGiB_ofTheOriginalTest() {
    BitmapPageAllocator pages = of(0x40001000, 2 * GIB);
    assertPages(pages, 524288, 0);
    for (int n = 1; n <= 1000; n *= 10) {
      assertThat(pages.allocPages(n, PAGE)).isEqualTo(0x40001000);
      assertPages(pages, 524288, n);
      pages.deallocPages(0x40001000, n);
      assertPages(pages, 524288, 0);
    }
    long[] bases = {0x40001000, 0x40200000, 0x80000000L};
    int[] counts = {1, 10, 100};
    long[] alignments = {PAGE, 2 * MIB, GIB};
    for (int i = 0; i < 3; i++) {
      assertThat(pages.allocPages(counts[i], alignments[i])).isEqualTo(bases[i]);
      pages.deallocPages(bases[i], counts[i]);
    }
    int used = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(pages.allocPages(counts[i], alignments[i])).isEqualTo(bases[i]);
      assertPages(pages, 524288, used += counts[i]);
    }
    for (int i = 0; i < 3; i++) {
      pages.deallocPages(bases[i], counts[i]);
      assertPages(pages, 524288, used -= counts[i]);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(pages.allocPagesAt(bases[i], counts[i], alignments[i])).isEqualTo(bases[i]);
      assertPages(pages, 524288, used += counts[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({"0x1001, 0x2fff, 2", "0x1001, 0x1fff, 1", "0x1000, 0, 0"})
  void init_roundsInwards(String start, String byteSize, long total) {
    assertPages(of(Long.decode(start), Long.decode(byteSize)), total, 0);
  }

  /** The originals count the capacity from the GiB line below the start; here only pages count. */
  @Test
  void capacity_bounds() {
    assertRefused(INVALID_PARAM, () -> of(0x1001, 0x100));
    BitmapPageAllocator pages = new BitmapPageAllocator(Capacity.MIB_256);
    assertRefused(INVALID_PARAM, () -> pages.init(GIB, 256 * MIB + PAGE));
    pages.init(GIB + PAGE, 256 * MIB);
    assertPages(pages, 65536, 0);
    assertRefused(INVALID_PARAM, () -> pages.addMemory(0, PAGE));
    assertThat(Capacity.GIB_4.pageCount()).isEqualTo(1 << 20);
    assertThat(Capacity.GIB_64.pageCount()).isEqualTo(1 << 24);
    assertThat(Capacity.TIB_1.pageCount()).isEqualTo(1 << 28);
    assertRefused(INVALID_PARAM, () -> new BitmapPageAllocator(PAGE, 0));
    assertRefused(INVALID_PARAM, () -> new BitmapPageAllocator(3000, 10));
  }

  @Test
  void alignment_holdsForOnePageToo() {
    BitmapPageAllocator pages = of(0x1000, 16 * MIB);
    assertThat(pages.allocPages(1, 2 * MIB)).isEqualTo(0x200000);
    assertThat(pages.allocPages(2, 2 * MIB)).isEqualTo(0x400000);
    assertThat(pages.allocPages(1, 8192)).isEqualTo(0x2000);
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPages(2, GIB));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3 * PAGE, 2 * GIB, -PAGE, 2048, Long.MIN_VALUE})
  void wrongAlignment_isRefused(long byteAlignment) {
    BitmapPageAllocator pages = of(0, MIB);
    assertUnchanged(INVALID_PARAM, pages, () -> pages.allocPages(1, byteAlignment));
    assertUnchanged(INVALID_PARAM, pages, () -> pages.allocPagesAt(0, 1, byteAlignment));
  }

  @Test
  void wrongCounts_areRefused() {
    BitmapPageAllocator pages = of(0, 4 * PAGE);
    for (long count : new long[] {0, -1, Long.MIN_VALUE}) {
      assertUnchanged(INVALID_PARAM, pages, () -> pages.allocPages(count, PAGE));
      assertUnchanged(INVALID_PARAM, pages, () -> pages.allocPagesAt(0, count, PAGE));
    }
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPages(5, PAGE));
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPages(Long.MAX_VALUE, PAGE));
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(PAGE, Long.MAX_VALUE, PAGE));
    assertThat(pages.allocPages(4, PAGE)).isZero();
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPages(1, PAGE));
    assertThat(pages.tryAllocPages(1, PAGE)).isEqualTo(PageAllocator.NONE);
    assertUnchanged(INVALID_PARAM, pages, () -> pages.deallocPages(0, -1));
    assertUnchanged(INVALID_PARAM, pages, () -> pages.deallocPages(1, 1));
    pages.deallocPages(0, 0);
    assertPages(pages, 4, 4);
    assertThat(pages.peakUsedPages()).isEqualTo(4);
  }

  @Test
  void pagesAt_ofTheMeasuredRows() {
    BitmapPageAllocator pages = of(0x1000, 4 * PAGE);
    assertThat(pages.allocPagesAt(0x2000, 2, PAGE)).isEqualTo(0x2000);
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(0x2000, 1, PAGE));
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(0x4000, 2, PAGE));
    assertThat(pages.allocPagesAt(0x4000, 1, PAGE)).isEqualTo(0x4000);
    assertPages(pages, 4, 3);
    assertUnchanged(INVALID_PARAM, pages, () -> pages.allocPagesAt(0x2001, 1, PAGE));
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(1 << 20, 1, PAGE));
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(0, 1, PAGE));
    assertUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(-PAGE, 1, PAGE));
    assertThat(pages.failureCount()).isEqualTo(5);
  }

  @Test
  void lowestPage_isTakenFirst() {
    BitmapPageAllocator pages = of(0x1000, 4 * PAGE);
    for (int i = 1; i <= 4; i++) assertThat(pages.allocPages(1, PAGE)).isEqualTo(i * PAGE);
    pages.deallocPages(0x3000, 1);
    pages.deallocPages(0x1000, 1);
    assertThat(pages.allocPages(1, PAGE)).isEqualTo(0x1000);
    assertThat(pages.allocPages(1, PAGE)).isEqualTo(0x3000);
    pages.deallocPages(0x2000, 2);
    assertPages(pages, 4, 2);
  }

  @Test
  void doubleAndForeignFrees_freeNothing() {
    BitmapPageAllocator pages = of(0x1000, 64 * PAGE);
    pages.allocPages(32, PAGE);
    pages.deallocPages(0x1000 + 20 * PAGE, 1);
    assertUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(0x1000, 32));
    assertUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(0x1000 + 20 * PAGE, 1));
    assertUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(0x100000, 1));
    assertUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(0, 2));
    assertUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(-PAGE, 1));
    assertUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(0x1000, Long.MAX_VALUE));
    assertPages(pages, 64, 31);
  }

  @Test
  void ranges_joinAndLeave() {
    BitmapPageAllocator pages = of(GIB, 4 * PAGE);
    pages.allocPages(1, PAGE);
    pages.addMemory(GIB + 4 * PAGE, 200 * PAGE);
    pages.addMemory(4 * GIB, 3 * PAGE);
    assertUnchanged(MEMORY_OVERLAP, pages, () -> pages.addMemory(GIB, PAGE));
    assertPages(pages, 207, 1);
    assertThat(pages.largestRun()).isEqualTo(203);
    assertThat(pages.allocPages(150, PAGE)).isEqualTo(GIB + PAGE);
    assertThat(pages.tryRemoveMemory(GIB + 100 * PAGE, 100 * PAGE)).isFalse();
    assertThat(pages.tryRemoveMemory(GIB + 160 * PAGE, 40 * PAGE)).isTrue();
    assertPages(pages, 167, 151);
    assertUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(GIB + 160 * PAGE, 1));
    assertThat(runs(pages)).containsExactly(-151 * PAGE, 9 * PAGE, 4 * PAGE, 3 * PAGE).hasSize(4);
    assertThat(pages.freeRunHistogram()).startsWith(0, 1, 1, 1, 0);
    assertUnchanged(INVALID_PARAM, pages, () -> pages.init(0, PAGE));
  }

  @Test
  void beforeInit_nothingIsServed() {
    BitmapPageAllocator pages = new BitmapPageAllocator();
    assertRefused(NO_MEMORY, () -> pages.allocPages(1, PAGE));
    assertRefused(NO_MEMORY, () -> pages.allocPagesAt(0, 1, PAGE));
    assertRefused(NOT_ALLOCATED, () -> pages.deallocPages(0, 1));
    assertRefused(INVALID_PARAM, () -> pages.addMemory(0, PAGE));
    assertPages(pages, 0, 0);
  }

  /** Against a search bit by bit, over maps of all densities. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 37, 1000})
  void runSearch_agreesWithBitByBit(long firstPage) {
    Random random = new Random(firstPage);
    int size = 700;
    for (int round = 0; round < 60; round++) {
      BitmapPageAllocator pages = of(firstPage * PAGE, size * PAGE);
      BitSet taken = new BitSet();
      int runLength = 1 + random.nextInt(1 << random.nextInt(8));
      for (int p = random.nextInt(8); p < size; p += 1 + random.nextInt(2 * runLength)) {
        if (!taken.get(p)) pages.allocPagesAt((firstPage + p) * PAGE, 1, PAGE);
        taken.set(p);
      }
      for (int i = 0; i < 40; i++) {
        int count = 1 + random.nextInt(1 << random.nextInt(9));
        int alignment = 1 << random.nextInt(9);
        long expected = naive(taken, firstPage, size, count, alignment);
        long actual = pages.tryAllocPages(count, alignment * PAGE);
        assertThat(actual).isEqualTo(expected < 0 ? -1 : expected * PAGE);
        if (actual < 0) continue;
        assertThat(pages.tryAllocPagesAt(actual, count, PAGE)).isFalse();
        pages.deallocPages(actual, count);
      }
      assertPages(pages, size, taken.cardinality());
    }
  }

  private static long naive(BitSet taken, long firstPage, int size, int count, int alignment) {
    for (int p = 0; p + count <= size; p++) {
      int next = taken.nextSetBit(p);
      boolean free = next < 0 || next >= p + count;
      if ((firstPage + p) % alignment == 0 && free) return firstPage + p;
    }
    return -1;
  }
}
