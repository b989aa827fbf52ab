package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames of confined arrays: zeroed, apart from each other, and gone with their frame. */
class ConfinedTest {
  private final Confined memory = Confined.ofThread();

  @AfterEach
  void nothingIsLeft() {
    memory.checkInvariants();
  }

  @Test
  void array_isZeroAndHasTheBoundsOfOne() {
    int base = memory.enter(1);
    LongArray array = LongArray.allocateConfined(5, memory, base);

    assertThat(array.length()).isEqualTo(5);
    assertThat(array.isOffHeap()).isTrue();
    assertThat(LongArray.hashCode(array)).isEqualTo(java.util.Arrays.hashCode(new long[5]));
    assertThatThrownBy(() -> array.get(5))
        .isInstanceOf(ArrayIndexOutOfBoundsException.class)
        .hasMessage("Index 5 out of bounds for length 5");
    assertThatThrownBy(() -> LongArray.allocateConfined(-2, memory, base))
        .isInstanceOf(NegativeArraySizeException.class)
        .hasMessage("-2");
    memory.leave(base);
  }

  @Test
  void sameSlot_getsTheSameBlockZeroedAgain() {
    int base = memory.enter(1);
    IntArray first = IntArray.allocateConfined(100, memory, base);
    IntArray.fill(first, 7);
    IntArray second = IntArray.allocateConfined(40, memory, base);

    assertThat(second.memory.address()).isEqualTo(first.memory.address());
    assertThat(second.get(39)).isZero();
    memory.leave(base);
  }

  @Test
  void emptyArray_isHeapBacked() {
    int base = memory.enter(1);
    assertThat(ByteArray.allocateConfined(0, memory, base).isOffHeap()).isFalse();
    memory.leave(base);
  }

  @Test
  void largeBlocks_areFreedWithTheirFrame() {
    long used = ArrayMemory.heap().statistics().usedBytes();
    int base = memory.enter(2);
    int outer = base;
    ByteArray.allocateConfined(1 << 20, memory, outer);
    int inner = memory.enter(1);
    ByteArray.allocateConfined(1 << 20, memory, inner);
    ByteArray.allocateConfined(3 << 20, memory, inner);
    assertThat(ArrayMemory.heap().statistics().usedBytes())
        .isGreaterThanOrEqualTo(used + (4 << 20));

    memory.leave(base); // as after a StackOverflowError within

    assertThat(ArrayMemory.heap().statistics().usedBytes()).isLessThan(used + (1 << 20));
  }

  @Test
  void randomFrames_keepTheirContents() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      frame(random, 6);
      memory.checkInvariants();
    }
  }

  /** Fills arrays, calls itself, and finds what it had filled in. */
  private void frame(SplittableRandom random, int depth) {
    int count = 1 + random.nextInt(4);
    int base = memory.enter(count);
    List<ShortArray> arrays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(20) == 0 ? 60_000 : random.nextInt(3000);
      ShortArray.fill(
          ShortArray.allocateConfined(random.nextInt(100), memory, base + i), (short) -1);
      ShortArray array = ShortArray.allocateConfined(length, memory, base + i);
      assertThat(array.length() == 0 || array.get(length / 2) == 0).isTrue();
      ShortArray.fill(array, (short) (depth * 10 + i));
      arrays.add(array);
    }
    if (depth > 0 && random.nextInt(5) != 0) {
      frame(random, depth - 1);
    }
    for (int i = 0; i < count; i++) {
      ShortArray array = arrays.get(i);
      for (int at = 0; at < array.length(); at += 97) {
        assertThat(array.get(at)).isEqualTo((short) (depth * 10 + i));
      }
    }
    memory.leave(base);
  }
}
