package io.offheap.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The word and summary arithmetic, against {@link BitSet}. */
class BitTreeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 4095, 4096, 4097, 300_000})
  void allQueries_agreeWithBitSet(int size) {
    Random random = new Random(size);
    BitTree tree = new BitTree(size);
    BitSet set = new BitSet(size);
    for (int i = 0; i < 3_000; i++) {
      int from = random.nextInt(size);
      int to = from + 1 + random.nextInt(Math.min(size - from, 1 << random.nextInt(19)));
      switch (random.nextInt(6)) {
        case 0 -> {
          tree.set(from);
          set.set(from);
        }
        case 1 -> {
          tree.clear(from);
          set.clear(from);
        }
        case 2 -> {
          tree.setRange(from, to);
          set.set(from, to);
        }
        case 3 -> {
          tree.clearRange(from, to);
          set.clear(from, to);
        }
        default -> {
          int next = set.nextSetBit(from);
          assertThat(tree.next(from)).isEqualTo(next);
          assertThat(tree.previous(from)).isEqualTo(set.previousSetBit(from));
          assertThat(tree.get(from)).isEqualTo(set.get(from));
          assertThat(tree.isEmpty()).isEqualTo(set.isEmpty());
          if (!set.isEmpty()) assertThat(tree.first()).isEqualTo(set.nextSetBit(0));
          assertThat(tree.allSet(from, to)).isEqualTo(set.nextClearBit(from) >= to);
          assertThat(tree.anySet(from, to)).isEqualTo(next >= 0 && next < to);
        }
      }
      if (i % 500 == 0) assertThat(tree.isConsistent()).isTrue();
    }
    assertThat(tree.get(-1)).isFalse();
    assertThat(tree.get(size)).isFalse();
    assertThat(tree.next(size)).isEqualTo(-1);
  }

  /** Conformance case 29: the trees of the original bit allocator. */
  @Test
  void sixteenBits_ofTheOriginalTest() {
    BitmapIdAllocator bits = new BitmapIdAllocator();
    bits.init(0, 16);
    for (int i = 0; i < 16; i++) assertThat(bits.isAllocated(i)).isFalse();
    for (int i = 2; i < 8; i++) bits.allocFixedId(i);
    assertThat(bits.allocId(1, 1)).isEqualTo(0);
    assertThat(bits.allocId(1, 1)).isEqualTo(1);
    assertThat(bits.allocId(1, 1)).isEqualTo(8);
    bits.deallocId(0, 2);
    bits.deallocId(8, 1);
    for (int i = 0; i < 10; i++) bits.allocId(1, 1);
    assertThat(bits.tryAllocId(1, 1)).isEqualTo(IdAllocator.NONE);
    bits.deallocId(0, 16);
    assertThat(bits.allocId(1, 1)).isEqualTo(0);
    assertThat(bits.allocId(2, 1)).isEqualTo(1);
    assertThat(bits.allocId(2, 2)).isEqualTo(4);
    assertThat(bits.isAllocated(3)).isFalse();
    assertThat(bits.allocId(3, 8)).isEqualTo(8);
    assertThat(bits.available()).isEqualTo(16 - 8);
  }

  @Test
  void bitsOf4096_ofTheOriginalTest() {
    BitmapIdAllocator bits = new BitmapIdAllocator();
    bits.init(0, 4096);
    for (int i = 2; i < 4094; i++) bits.allocFixedId(i);
    assertThat(bits.allocId(1, 1)).isEqualTo(0);
    assertThat(bits.allocId(1, 1)).isEqualTo(1);
    assertThat(bits.allocId(1, 1)).isEqualTo(4094);
    bits.deallocId(0, 2);
    bits.deallocId(4094, 1);
    for (int i = 0; i < 4; i++) bits.allocId(1, 1);
    assertThat(bits.tryAllocId(1, 1)).isEqualTo(IdAllocator.NONE);
    bits.deallocId(0, 4096);
    for (int i = 3; i < 6; i++) bits.allocFixedId(i);
    assertThat(bits.allocId(2, 1)).isEqualTo(0);
    bits.deallocId(0, 2);
    bits.allocFixedId(0);
    assertThat(bits.allocId(2, 1)).isEqualTo(1);
    assertThat(bits.allocId(2, 8)).isEqualTo(8);
    for (int i = 0; i < 4032; i++) if (!bits.isAllocated(i)) bits.allocFixedId(i);
    assertThat(bits.tryAllocId(128, 128)).isEqualTo(IdAllocator.NONE);
    assertThat(bits.allocId(7, 8)).isEqualTo(4032);
    bits.deallocId(321, 2);
    assertThat(bits.allocId(2, 2)).isEqualTo(4040);
    assertThat(bits.allocId(2, 1)).isEqualTo(321);
    assertThat(bits.tryAllocId(64, 64)).isEqualTo(IdAllocator.NONE);
    assertThat(bits.allocId(32, 16)).isEqualTo(4048);
  }
}
