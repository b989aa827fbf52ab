package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.assertStats;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** Freed blocks that are kept as they are, by themselves and in the allocator. */
class TlsfHeldBlocksTest {
  private static final long BASE = 1 << 20;

  @Test
  void blocksOfASize_areTakenLastFirst() {
    TlsfHeldBlocks held = new TlsfHeldBlocks(4);
    for (int i = 0; i < TlsfHeldBlocks.DEPTH; i++) {
      assertThat(held.put(100 + i, 256, Long.MAX_VALUE)).isTrue();
      assertThat(held.put(500 + i, 255, Long.MAX_VALUE)).isTrue();
    }
    assertThat(held.put(99, 256, Long.MAX_VALUE)).isFalse();
    assertThat(held.put(99, 257, Long.MAX_VALUE)).isFalse();
    assertThat(held.blockCount()).isEqualTo(2 * TlsfHeldBlocks.DEPTH);
    assertThat(held.take(254)).isEqualTo(-1);
    assertThat(held.take(257)).isEqualTo(-1);
    assertThat(held.take(1L << 40)).isEqualTo(-1);
    held.checkCounts();
    for (int i = TlsfHeldBlocks.DEPTH - 1; i >= 0; i--) {
      assertThat(held.count(256)).isEqualTo(i + 1);
      assertThat(held.unit(256, i)).isEqualTo(100 + i);
      assertThat(held.take(256)).isEqualTo(100 + i);
      assertThat(held.take(255)).isEqualTo(500 + i);
    }
    assertThat(held.take(256)).isEqualTo(-1);
    assertThat(held.blockCount()).isZero();
  }

  @Test
  void granules_areLimited() {
    TlsfHeldBlocks held = new TlsfHeldBlocks(4);
    assertThat(held.put(1, 10, 9)).isFalse();
    assertThat(held.put(1, 10, 10)).isTrue();
    assertThat(held.put(20, 1, 10)).isFalse();
    assertThat(held.put(20, 1, 11)).isTrue();
    assertThat(held.take(10)).isEqualTo(1);
    assertThat(held.put(30, 2, 3)).isTrue();
    held.checkCounts();
  }

  @Test
  void blockHeldTwice_isSeen() {
    TlsfHeldBlocks held = new TlsfHeldBlocks(4);
    held.put(7, 4, 100);
    held.put(8, 4, 100);
    held.checkCounts();
    held.put(7, 4, 100);
    assertThatIllegalStateException().isThrownBy(held::checkCounts).withMessageContaining("twice");
  }

  /** A granule as large as the largest size worth it: nothing is held, nothing is lost. */
  @Test
  void largeGranules_holdNothing() {
    TlsfByteAllocator tlsf = new TlsfByteAllocator(8192);
    tlsf.init(0, 4 * 8192);
    long first = tlsf.tryAllocate(1, 1);
    tlsf.tryAllocate(1, 1);
    tlsf.free(first);
    assertThat(tlsf.freeRunHistogram()[13]).isEqualTo(1);
    assertThat(tlsf.tryAllocate(8192, 1)).isEqualTo(first);
  }

  private static TlsfByteAllocator of(long byteSize) {
    TlsfByteAllocator tlsf = new TlsfByteAllocator();
    tlsf.init(BASE, byteSize);
    return tlsf;
  }

  private static long[] fill(TlsfByteAllocator tlsf, int count, long byteSize) {
    long[] blocks = new long[count];
    for (int i = 0; i < count; i++) blocks[i] = tlsf.allocate(new Layout(byteSize, 1));
    return blocks;
  }

  @Test
  void heldBlock_isFreeInEveryRespect() {
    TlsfByteAllocator tlsf = of(1 << 16);
    long[] blocks = fill(tlsf, 4, 64);
    tlsf.free(blocks[1]);
    assertStats(tlsf, 1 << 16, 192);
    assertRefusedUnchanged(NOT_ALLOCATED, tlsf, () -> tlsf.free(blocks[1]));
    assertRefusedUnchanged(NOT_ALLOCATED, tlsf, () -> tlsf.usableSize(blocks[1]));
    assertThat(tlsf.tryAllocate(49, 16)).isEqualTo(blocks[1]);
    assertStats(tlsf, 1 << 16, 256);
  }

  /** What is merged only when it must be is merged then: before a request is refused. */
  @Test
  void largeRequest_getsHeldNeighbours() {
    TlsfByteAllocator tlsf = of(1 << 16);
    long[] blocks = fill(tlsf, 1024, 64);
    for (int i = 100; i < 108; i++) tlsf.free(blocks[i]);
    assertThat(tlsf.tryAllocate(8 * 64 + 1, 1)).isEqualTo(ByteAllocator.NONE);
    assertThat(tlsf.tryAllocate(8 * 64, 1)).isEqualTo(blocks[100]);
    assertStats(tlsf, 1 << 16, 1 << 16);
  }

  @Test
  void alignedRequest_getsHeldNeighbours() {
    TlsfByteAllocator tlsf = of(1 << 16);
    long[] blocks = fill(tlsf, 1024, 64);
    for (int i = 100; i < 108; i++) tlsf.free(blocks[i]);
    long aligned = tlsf.tryAllocate(64, 256);
    assertThat(aligned % 256).isZero();
    assertStats(tlsf, 1 << 16, (1 << 16) - 7 * 64);
  }

  @Test
  void resize_getsAHeldNeighbour() {
    TlsfByteAllocator tlsf = of(1 << 16);
    long[] blocks = fill(tlsf, 1024, 64);
    tlsf.free(blocks[11]);
    tlsf.free(blocks[12]);
    assertThat(tlsf.tryResize(blocks[10], new Layout(193, 1))).isFalse();
    assertStats(tlsf, 1 << 16, (1 << 16) - 128);
    assertThat(tlsf.tryResize(blocks[10], new Layout(192, 1))).isTrue();
    assertThat(tlsf.usableSize(blocks[10])).isEqualTo(192);
    assertStats(tlsf, 1 << 16, 1 << 16);
  }

  @Test
  void removedMemory_mayHaveHeldBlocks() {
    TlsfByteAllocator tlsf = of(1 << 16);
    long[] blocks = fill(tlsf, 1024, 64);
    for (int i = 512; i < 1024; i++) tlsf.free(blocks[i]);
    assertThat(tlsf.tryRemoveMemory(blocks[511], 1 << 15)).isFalse();
    assertThat(tlsf.tryRemoveMemory(blocks[512], 1 << 15)).isTrue();
    assertStats(tlsf, 1 << 15, 1 << 15);
    assertThat(tlsf.tryAllocate(64, 1)).isEqualTo(ByteAllocator.NONE);
  }

  @Test
  void heldBlocks_areJoinedToMemoryAddedBehind() {
    TlsfByteAllocator tlsf = of(1 << 12);
    long[] blocks = fill(tlsf, 64, 64);
    tlsf.free(blocks[63]);
    tlsf.addMemory(BASE + (1 << 12), 1 << 12);
    assertThat(tlsf.largestAllocatable()).isEqualTo((1 << 12) + 64);
    assertThat(tlsf.tryAllocate((1 << 12) + 64, 1)).isEqualTo(blocks[63]);
  }
}
