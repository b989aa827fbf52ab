package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.assertStats;
import static io.offheap.allocator.AllocError.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Conformance case 13: the seven tests of the original hybrid heap, on memory that is written.
 *
 * <p>Every block is filled when it is taken and found as it was when it is freed.
 */
class SlabSeedTest {
  private static final Layout TWO_WORDS = new Layout(16, 8);
  private static final Layout PAGE = new Layout(4096, 8);

  private final SlabByteAllocator slab = new SlabByteAllocator();
  private byte[] memory = {};
  private byte pattern;

  private void open(int byteSize) {
    slab.init(0, byteSize);
    memory = new byte[byteSize];
  }

  private long take(Layout layout) {
    long address = slab.allocate(layout);
    assertThat(address % layout.byteAlignment()).isZero();
    Arrays.fill(memory, (int) address, (int) (address + layout.byteSize()), ++pattern);
    return address;
  }

  private void give(long address, Layout layout) {
    byte expected = memory[(int) address];
    for (long a = address; a < address + layout.byteSize(); a++) {
      assertThat(memory[(int) a]).isEqualTo(expected);
    }
    slab.free(address, layout);
  }

  @Test
  void oom() {
    open(64 << 10);
    assertRefusedUnchanged(NO_MEMORY, slab, () -> slab.allocate(new Layout((64 << 10) + 1, 8)));
  }

  @Test
  void allocateDoubleUsize() {
    open(64 << 10);
    take(TWO_WORDS);
    assertStats(slab, 64 << 10, 64);
  }

  @Test
  void allocateAndFreeDoubleUsize() {
    open(64 << 10);
    give(take(TWO_WORDS), TWO_WORDS);
    assertStats(slab, 64 << 10, 0);
  }

  @Test
  void reallocateDoubleUsize() {
    open(64 << 10);
    long first = take(TWO_WORDS);
    give(first, TWO_WORDS);
    assertThat(take(TWO_WORDS)).isEqualTo(first);
  }

  @Test
  void allocateMultipleSizes() {
    open(64 << 10);
    Layout threeWords = new Layout(24, 8);
    Layout aligned = new Layout(24, 64);
    Layout tenWords = new Layout(80, 8);
    long x = take(TWO_WORDS);
    long y = take(threeWords);
    long z = take(aligned);
    give(x, TWO_WORDS);
    long a = take(tenWords);
    long b = take(TWO_WORDS);
    give(y, threeWords);
    give(z, aligned);
    give(a, tenWords);
    give(b, TWO_WORDS);
    assertStats(slab, 64 << 10, 0);
  }

  @Test
  void allocateOne4096Block() {
    open(640 << 10);
    give(take(PAGE), PAGE);
    assertStats(slab, 640 << 10, 0);
  }

  @Test
  void allocateMultiple4096Blocks() {
    open(640 << 10);
    Layout twoPages = new Layout(8192, 8);
    long x = take(PAGE);
    long y = take(PAGE);
    long z = take(PAGE);
    give(y, PAGE);
    long a = take(PAGE);
    long b = take(PAGE);
    give(a, PAGE);
    give(x, PAGE);
    long c = take(twoPages);
    long d = take(PAGE);
    give(z, PAGE);
    give(b, PAGE);
    give(c, twoPages);
    give(d, PAGE);
    assertStats(slab, 640 << 10, 0);
  }
}
