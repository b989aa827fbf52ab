package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.digest;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static io.offheap.allocator.AllocError.MEMORY_OVERLAP;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static io.offheap.allocator.AllocError.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link PageAllocator} promises, for every configuration. */
@ParameterizedClass
@MethodSource("io.offheap.allocator.PageConfiguration#all")
class PageAllocatorContractTest {
  private static final long[] WRONG_COUNTS = {0, -1, Long.MIN_VALUE};
  private static final long[][] WRONG_RANGES = {
    {-1, 8}, {0, -1}, {1L << 62, 1L << 62}, {Long.MIN_VALUE, 1}, {Long.MAX_VALUE, 1}
  };

  private final PageConfiguration configuration;
  private final PageAllocator pages;
  private final long pageBytes;
  private final long first;

  PageAllocatorContractTest(PageConfiguration configuration) {
    this.configuration = configuration;
    pages = configuration.make();
    pageBytes = configuration.pageBytes;
    first = configuration.firstPage() * pageBytes;
  }

  private long count() {
    return configuration.pageCount();
  }

  private void takeAll() {
    for (long i = 0; i < count(); i++) pages.allocPages(1, pageBytes);
  }

  @Test
  void totals_addUp() {
    assertThat(pages.pageSize()).isEqualTo(pageBytes);
    assertThat(pages.totalPages()).isEqualTo(count());
    long last = -1;
    for (long i = 1; i <= count(); i++) {
      long address = pages.allocPages(1, pageBytes);
      assertThat(address).isGreaterThan(last);
      assertThat(address % pageBytes).isZero();
      assertThat(configuration.manages(address / pageBytes)).isTrue();
      assertThat(pages.usedPages()).isEqualTo(i);
      assertThat(pages.availablePages()).isEqualTo(count() - i);
      last = address;
    }
    assertThat(pages.largestRun()).isZero();
    assertThat(pages.tryAllocPages(1, pageBytes)).isEqualTo(PageAllocator.NONE);
    assertRefusedUnchanged(NO_MEMORY, pages, () -> pages.allocPages(1, pageBytes));
    assertThat(pages.failureCount()).isEqualTo(2);
    for (long p = configuration.firstPage(); p < configuration.endPage(); p++) {
      if (configuration.manages(p)) pages.deallocPages(p * pageBytes, 1);
    }
    assertThat(pages.usedPages()).isZero();
    assertThat(pages.peakUsedPages()).isEqualTo(count());
    pages.checkInvariants(CheckLevel.EXPENSIVE);
  }

  @Test
  void largestRun_isExact() {
    long largest = pages.largestRun();
    assertThat(pages.tryAllocPages(largest + 1, pageBytes)).isEqualTo(PageAllocator.NONE);
    long address = pages.allocPages(largest, pageBytes);
    pages.deallocPages(address, largest);
    assertThat(pages.largestRun()).isEqualTo(largest);
  }

  @Test
  void wrongRequests_areRefused() {
    pages.allocPages(3, pageBytes);
    long[] wrongAlignments = {0, 3, -1, Long.MIN_VALUE, Long.MAX_VALUE, 3 * pageBytes, 1L << 62};
    for (long alignment : wrongAlignments) {
      assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.tryAllocPages(1, alignment));
      assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.tryAllocPagesAt(0, 1, alignment));
    }
    long half = pageBytes / 2; // 0 for pages of one byte
    assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.tryAllocPages(1, half));
    for (long wrong : WRONG_COUNTS) {
      assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.tryAllocPages(wrong, pageBytes));
      assertRefusedUnchanged(
          INVALID_PARAM, pages, () -> pages.tryAllocPagesAt(first, wrong, pageBytes));
    }
    for (long huge : new long[] {count() + 1, 1L << 40, 1L << 62, Long.MAX_VALUE}) {
      assertRefusedUnchanged(NO_MEMORY, pages, () -> pages.allocPages(huge, pageBytes));
      assertRefusedUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(first, huge, pageBytes));
    }
    assertRefusedUnchanged(
        INVALID_PARAM, pages, () -> pages.tryAllocPagesAt(pageBytes, 1, 2 * pageBytes));
    long[] foreign = {
      -pageBytes, configuration.endPage() * pageBytes, 1L << 61, Long.MAX_VALUE & -pageBytes
    };
    for (long base : foreign) {
      assertRefusedUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(base, 1, pageBytes));
    }
    assertRefusedUnchanged(NO_MEMORY, pages, () -> pages.allocPagesAt(first, 1, pageBytes));
    assertRefusedUnchanged(
        NO_MEMORY, pages, () -> pages.allocPagesAt(first + 2 * pageBytes, 2, pageBytes));
  }

  @Test
  void wrongFrees_freeNothing() {
    pages.allocPagesAt(first, 10, pageBytes);
    pages.deallocPages(first + 4 * pageBytes, 1);
    long end = configuration.endPage() * pageBytes;
    long[][] wrong = {
      {first + 4 * pageBytes, 1}, // double
      {first, 10}, // in part
      {first, 5},
      {first + 4 * pageBytes, 3},
      {first + 9 * pageBytes, 2},
      {first - pageBytes, 2}, // in part foreign
      {end, 1},
      {end - pageBytes, 2},
      {1L << 61, 1},
      {-pageBytes, 1},
      {Long.MIN_VALUE, 1},
      {first, Long.MAX_VALUE},
      {first, 1L << 62},
    };
    for (long[] w : wrong) {
      assertRefusedUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(w[0], w[1]));
    }
    assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.deallocPages(first, -1));
    assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.deallocPages(first, Long.MIN_VALUE));
    if (pageBytes > 1) {
      assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.deallocPages(first + 1, 1));
      assertRefusedUnchanged(
          INVALID_PARAM, pages, () -> pages.tryAllocPagesAt(first + 1, 1, pageBytes));
    }
    long before = digest(pages);
    pages.deallocPages(first, 0);
    assertThat(digest(pages)).isEqualTo(before);
    pages.deallocPages(first, 4);
    pages.deallocPages(first + 5 * pageBytes, 5);
    assertThat(pages.usedPages()).isZero();
  }

  @Test
  void wrongRanges_areRefused() {
    pages.allocPages(3, pageBytes);
    for (long[] range : WRONG_RANGES) {
      assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.addMemory(range[0], range[1]));
      assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.tryRemoveMemory(range[0], range[1]));
      assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.init(range[0], range[1]));
      PageAllocator fresh = configuration.makeEmpty();
      assertRefusedUnchanged(INVALID_PARAM, fresh, () -> fresh.init(range[0], range[1]));
    }
    assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.init(1L << 50, pageBytes));
    assertRefusedUnchanged(INVALID_PARAM, pages, () -> pages.addMemory(1L << 50, 2001 * pageBytes));
    long lastPage = (configuration.endPage() - 1) * pageBytes;
    assertRefusedUnchanged(MEMORY_OVERLAP, pages, () -> pages.addMemory(first, pageBytes));
    assertRefusedUnchanged(MEMORY_OVERLAP, pages, () -> pages.addMemory(lastPage, 9 * pageBytes));
  }

  @Test
  void beforeInit_nothingIsServed() {
    PageAllocator fresh = configuration.makeEmpty();
    assertRefusedUnchanged(NO_MEMORY, fresh, () -> fresh.allocPages(1, pageBytes));
    assertRefusedUnchanged(NO_MEMORY, fresh, () -> fresh.allocPagesAt(0, 1, pageBytes));
    assertRefusedUnchanged(NOT_ALLOCATED, fresh, () -> fresh.deallocPages(0, 1));
    assertRefusedUnchanged(INVALID_PARAM, fresh, () -> fresh.addMemory(0, pageBytes));
    assertThat(fresh.tryRemoveMemory(0, pageBytes)).isFalse();
    assertThat(fresh.totalPages()).isZero();
    assertThat(fresh.largestRun()).isZero();
  }

  @Test
  void takenMemory_isNotRemoved_freeMemoryIs() {
    takeAll();
    long before = digest(pages);
    assertThat(pages.tryRemoveMemory(first, pageBytes)).isFalse();
    pages.deallocPages(first + pageBytes, 1);
    assertThat(pages.tryRemoveMemory(first, 2 * pageBytes)).isFalse();
    assertThat(pages.tryAllocPages(1, pageBytes)).isEqualTo(first + pageBytes);
    assertThat(digest(pages)).isEqualTo(before);
    pages.deallocPages(first, 5);
    assertThat(pages.tryRemoveMemory(first, 5 * pageBytes)).isTrue();
    assertThat(pages.totalPages()).isEqualTo(count() - 5).isEqualTo(pages.usedPages());
    assertRefusedUnchanged(NOT_ALLOCATED, pages, () -> pages.deallocPages(first, 1));
    pages.addMemory(first, 5 * pageBytes);
    assertThat(pages.allocPages(5, pageBytes)).isEqualTo(first);
    assertThat(digest(pages)).isEqualTo(before);
  }

  /** Against a plain set of the free pages, searched page by page. */
  @Test
  void randomCalls_agreeWithAPlainSet() {
    TreeSet<Long> free = new TreeSet<>();
    for (long p = configuration.firstPage(); p < configuration.endPage(); p++) {
      if (configuration.manages(p)) free.add(p);
    }
    Random random = new Random(11);
    long span = configuration.endPage() - configuration.firstPage();
    for (int i = 0; i < 600; i++) {
      long pageCount = 1L + random.nextInt(1 << random.nextInt(8));
      long at = configuration.firstPage() + random.nextLong(span);
      switch (random.nextInt(3)) {
        case 0 -> {
          long alignment = 1L << random.nextInt(8);
          long expected = search(free, pageCount, alignment);
          long actual = pages.tryAllocPages(pageCount, alignment * pageBytes);
          assertThat(actual).isEqualTo(expected < 0 ? PageAllocator.NONE : expected * pageBytes);
          for (long p = 0; p < pageCount && actual >= 0; p++) free.remove(expected + p);
        }
        case 1 -> {
          boolean all = allIn(free, at, pageCount);
          assertThat(pages.tryAllocPagesAt(at * pageBytes, pageCount, pageBytes)).isEqualTo(all);
          for (long p = 0; p < pageCount && all; p++) free.remove(at + p);
        }
        default -> {
          if (noneIn(free, at, pageCount)) {
            pages.deallocPages(at * pageBytes, pageCount);
            for (long p = 0; p < pageCount; p++) free.add(at + p);
          } else {
            assertRefusedUnchanged(
                NOT_ALLOCATED, pages, () -> pages.deallocPages(at * pageBytes, pageCount));
          }
        }
      }
      assertThat(pages.availablePages()).isEqualTo(free.size());
    }
    pages.checkInvariants(CheckLevel.EXPENSIVE);
  }

  private static long search(NavigableSet<Long> free, long pageCount, long alignment) {
    for (long p : free) if (p % alignment == 0 && allIn(free, p, pageCount)) return p;
    return -1;
  }

  private static boolean allIn(NavigableSet<Long> free, long from, long pageCount) {
    return free.subSet(from, from + pageCount).size() == pageCount;
  }

  private boolean noneIn(NavigableSet<Long> free, long from, long pageCount) {
    for (long p = from; p < from + pageCount; p++) {
      if (!configuration.manages(p) || free.contains(p)) return false;
    }
    return true;
  }
}
