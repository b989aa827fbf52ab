package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.digest;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Conformance case 29: the four tests of the original bit allocator, every number of them.
 *
 * <p>A bit is a page of one byte. Where the original answers false, this one refuses; and a refused
 * free of several frees none.
 */
class BitSeedTest {
  private static final long NONE = PageAllocator.NONE;

  private static BitmapPageAllocator all(int size) {
    BitmapPageAllocator bits = new BitmapPageAllocator(1, size);
    bits.init(0, size);
    return bits;
  }

  private static void take(PageAllocator bits, long from, long to) {
    bits.allocPagesAt(from, to - from, 1);
  }

  /** The lowest free bit at or above {@code from}, or -1. */
  private static long next(PageAllocator bits, long from) {
    long[] found = {-1};
    bits.forEachRun((start, length, live) -> {
      boolean candidate = !live && start + length > from && found[0] < 0;
      if (candidate) found[0] = Math.max(start, from);
    });
    return found[0];
  }

  private static boolean isFree(PageAllocator bits, long bit) {
    return next(bits, bit) == bit;
  }

  private static void assertOneByOne(PageAllocator bits, long... expected) {
    for (long bit : expected) assertThat(bits.allocPages(1, 1)).isEqualTo(bit);
  }

  @Test
  void bitalloc16() {
    PageAllocator bits = all(16);
    for (int i = 0; i < 16; i++) assertThat(isFree(bits, i)).isTrue();
    take(bits, 2, 8);
    assertOneByOne(bits, 0, 1, 8);
    bits.deallocPages(0, 1);
    bits.deallocPages(1, 1);
    bits.deallocPages(8, 1);
    assertOneByOne(bits, 0, 1, 8, 9, 10, 11, 12, 13, 14, 15);
    assertThat(bits.availablePages()).isZero();
    assertThat(bits.tryAllocPages(1, 1)).isEqualTo(NONE);
    for (int i = 0; i < 16; i++) bits.deallocPages(i, 1);
    assertRefusedUnchanged(NOT_ALLOCATED, bits, () -> bits.deallocPages(10, 1));
    assertRefusedUnchanged(NOT_ALLOCATED, bits, () -> bits.deallocPages(0, 1));

    assertOneByOne(bits, 0);
    assertThat(bits.allocPages(2, 1)).isEqualTo(1);
    assertThat(bits.allocPages(2, 2)).isEqualTo(4);
    assertThat(isFree(bits, 3)).isTrue();
    assertThat(next(bits, 5)).isEqualTo(6);
    assertThat(bits.allocPages(3, 8)).isEqualTo(8);
    assertThat(next(bits, 8)).isEqualTo(11);
    assertThat(bits.tryAllocPagesAt(2, 2, 2)).isFalse();
    assertThat(bits.tryAllocPagesAt(6, 2, 2)).isTrue();
    assertThat(bits.tryAllocPagesAt(6, 2, 2)).isFalse();
    bits.deallocPages(8, 3);
    assertThat(bits.tryAllocPagesAt(8, 3, 4)).isTrue();
    assertThat(bits.tryAllocPagesAt(11, 1, 1)).isTrue();
    assertThat(bits.tryAllocPagesAt(12, 3, 4)).isTrue();
    assertThat(next(bits, 12)).isEqualTo(15);
    assertOneByOne(bits, 3, 15);
    assertThat(bits.availablePages()).isZero();
    bits.deallocPages(6, 2);
    bits.deallocPages(8, 3);
    bits.deallocPages(11, 1);
    bits.deallocPages(12, 3);
    assertThat(bits.availablePages()).isEqualTo(9);
  }

  @Test
  void bitalloc4k() {
    PageAllocator bits = all(4096);
    take(bits, 2, 4094);
    assertOneByOne(bits, 0, 1, 4094);
    bits.deallocPages(0, 2);
    bits.deallocPages(4094, 1);
    assertOneByOne(bits, 0, 1, 4094, 4095);
    assertThat(bits.tryAllocPages(1, 1)).isEqualTo(NONE);
  }

  @Test
  void bitallocContiguous() {
    for (int size : new int[] {16, 4096}) {
      PageAllocator small = all(size);
      take(small, 3, 6);
      assertThat(small.allocPages(1, 2)).isEqualTo(0);
      assertThat(small.allocPages(2, 1)).isEqualTo(1);
    }
    PageAllocator bits = all(4096);
    take(bits, 3, 6);
    assertThat(bits.allocPages(1, 2)).isEqualTo(0);
    assertThat(bits.allocPages(2, 1)).isEqualTo(1);
    assertThat(bits.allocPages(2, 8)).isEqualTo(8);
    take(bits, 6, 8);
    take(bits, 10, 4032);
    assertThat(bits.tryAllocPages(128, 128)).isEqualTo(NONE);
    assertThat(bits.allocPages(7, 8)).isEqualTo(4032);
    bits.deallocPages(321, 2);
    assertThat(bits.allocPages(2, 2)).isEqualTo(4040);
    assertThat(bits.allocPages(2, 1)).isEqualTo(321);
    assertThat(bits.tryAllocPages(64, 64)).isEqualTo(NONE);
    assertThat(bits.allocPages(32, 16)).isEqualTo(4048);
    long taken = bits.usedPages();
    for (long bit = 0; bit < 4096; bit++) {
      if (isFree(bits, bit)) continue;
      bits.deallocPages(bit, 1);
      assertThat(bits.usedPages()).isEqualTo(--taken);
    }
    assertThat(taken).isZero();
  }

  @Test
  void bitallocEmptyRangeNoop() {
    BitmapPageAllocator bits = all(16);
    take(bits, 0, 2);
    long before = digest(bits);
    bits.deallocPages(0, 0);
    bits.addMemory(5, 0);
    assertThat(bits.tryRemoveMemory(5, 0)).isFalse();
    assertThat(digest(bits)).isEqualTo(before);
    assertThat(next(bits, 0)).isEqualTo(2);
  }
}
