package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of confined arrays: zeroed, apart from each other, and gone with their frame. */
class ConfinedTest {
  private static final int SITE = Sites.register("ConfinedTest", "any[]");

  private final Confined memory = Confined.ofThread();

  @AfterEach
  void nothingIsLeft() {
    memory.checkInvariants();
  }

  @Test
  void array_isZeroAndHasTheBoundsOfOne() {
    int base = memory.enter(1);
    LongArray array = LongArray.allocateConfined(5, memory, base, SITE);

    assertThat(array.length()).isEqualTo(5);
    assertThat(array.isOffHeap()).isTrue();
    assertThat(LongArray.hashCode(array)).isEqualTo(java.util.Arrays.hashCode(new long[5]));
    assertThatThrownBy(() -> array.get(5))
        .isInstanceOf(ArrayIndexOutOfBoundsException.class)
        .hasMessage("Index 5 out of bounds for length 5");
    assertThatThrownBy(() -> LongArray.allocateConfined(-2, memory, base, SITE))
        .isInstanceOf(NegativeArraySizeException.class)
        .hasMessage("-2");
    memory.leave(base);
  }

  @Test
  void sameSlot_getsTheSameBlockZeroedAgain() {
    int base = memory.enter(1);
    IntArray first = IntArray.allocateConfined(100, memory, base, SITE);
    IntArray.fill(first, 7);
    IntArray second = IntArray.allocateConfined(40, memory, base, SITE);

    assertThat(second.memory.address()).isEqualTo(first.memory.address());
    assertThat(second.get(39)).isZero();
    memory.leave(base);
  }

  @Test
  void emptyArray_isHeapBacked() {
    int base = memory.enter(1);
    assertThat(ByteArray.allocateConfined(0, memory, base, SITE).isOffHeap()).isFalse();
    memory.leave(base);
  }

  @Test
  void largeBlocks_areFreedWithTheirFrame() {
    long used = ArrayMemory.heap().statistics().usedBytes();
    int base = memory.enter(2);
    int outer = base;
    ByteArray.allocateConfined(1 << 20, memory, outer, SITE);
    int inner = memory.enter(1);
    ByteArray.allocateConfined(1 << 20, memory, inner, SITE);
    ByteArray.allocateConfined(3 << 20, memory, inner, SITE);
    assertThat(ArrayMemory.heap().statistics().usedBytes())
        .isGreaterThanOrEqualTo(used + (4 << 20));

    memory.leave(base); // as after a StackOverflowError within

    assertThat(ArrayMemory.heap().statistics().usedBytes()).isLessThan(used + (1 << 20));
  }

  private static SiteStatistics counts(int siteId) {
    String name = Sites.name(siteId);
    return Sites.statistics().stream()
        .filter(statistics -> statistics.site().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void arrays_areCountedForTheirSite() {
    int site = Sites.register("ConfinedTest.counted", "long[]");
    int base = memory.enter(2);
    LongArray.allocateConfined(10, memory, base, site);
    LongArray.allocateConfined(20, memory, base, site); // in the place of the first
    LongArray.allocateConfined(3, memory, base + 1, site);

    SiteStatistics within = counts(site);
    assertThat(within.liveCount()).isEqualTo(2);
    assertThat(within.liveBytes()).isEqualTo(184);
    assertThat(within.allocationCount()).isEqualTo(3);
    assertThat(within.allocatedBytes()).isEqualTo(264);
    memory.leave(base);

    SiteStatistics after = counts(site);
    assertThat(after.liveCount()).isZero();
    assertThat(after.liveBytes()).isZero();
    assertThat(after.peakLiveBytes()).isEqualTo(184);
    assertThat(after.allocatedBytes()).isEqualTo(264);
  }

  @Test
  void frameThatWasNotLeft_isCountedWithTheOneAroundIt() {
    int site = Sites.register("ConfinedTest.notLeft", "byte[]");
    int outer = memory.enter(1);
    ByteArray.allocateConfined(100, memory, outer, site);
    int inner = memory.enter(1);
    ByteArray.allocateConfined(50, memory, inner, site);
    assertThat(counts(site).liveBytes()).isEqualTo(150);

    memory.leave(outer);

    assertThat(counts(site).liveBytes()).isZero();
    assertThat(counts(site).liveCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void countsOfManyThreads_addUp(boolean virtual) throws InterruptedException {
    int site = Sites.register("ConfinedTest.threads" + virtual, "int[]");
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 100; t++) {
      Runnable work =
          () -> {
            Confined own = Confined.ofThread();
            for (int round = 0; round < 50; round++) {
              int base = own.enter(1);
              IntArray.allocateConfined(7, own, base, site);
              own.leave(base);
            }
          };
      threads.add(virtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().start(work));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    SiteStatistics counts = counts(site);
    assertThat(counts.allocationCount()).isEqualTo(5000);
    assertThat(counts.allocatedBytes()).isEqualTo(5000 * 28);
    assertThat(counts.liveCount()).isZero();
    assertThat(counts.liveBytes()).isZero();
  }

  @Test
  void copies_areThoseOfArrays() {
    int base = memory.enter(2);
    int[] heap = {5, 6, 7};
    IntArray copy = IntArray.cloneConfined(heap, memory, base, SITE);
    IntArray longer = IntArray.copyOfConfined(copy, 5, memory, base + 1, SITE);
    assertThat(IntArray.toString(copy)).isEqualTo("[5, 6, 7]");
    assertThat(IntArray.toString(longer)).isEqualTo("[5, 6, 7, 0, 0]");

    IntArray part = IntArray.copyOfRangeConfined(longer, 1, 4, memory, base, SITE);
    assertThat(IntArray.toString(part)).isEqualTo("[6, 7, 0]");
    assertThatThrownBy(() -> IntArray.copyOfRangeConfined(part, 3, 2, memory, base, SITE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 > 2");
    assertThatThrownBy(() -> IntArray.copyOfConfined(part, -2, memory, base, SITE))
        .isInstanceOf(NegativeArraySizeException.class)
        .hasMessage("-2");
    memory.leave(base);
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
          ShortArray.allocateConfined(random.nextInt(100), memory, base + i, SITE), (short) -1);
      ShortArray array = ShortArray.allocateConfined(length, memory, base + i, SITE);
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
