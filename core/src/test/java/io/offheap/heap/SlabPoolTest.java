package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlabPoolTest {
  private static final int HOME = 1;
  private static final int SLAB_BYTES = 8192;

  private final PageMap<Slab> pages = new PageMap<>(12);
  private int slabsMade;

  private Slab slab(int blockBytes) {
    Slab.Mold mold = new Slab.Mold(0, blockBytes, SLAB_BYTES);
    long start = (1L + slabsMade++) * 2 * SLAB_BYTES;
    Slab slab = new Slab(start, mold, true, MemorySegment.ofArray(new byte[SLAB_BYTES]));
    pages.reserve(start, SLAB_BYTES);
    pages.put(start, SLAB_BYTES, slab);
    return slab;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 48, 64, 80, 112, 320, 448, 1024, 4096})
  void blocks_areDisjointAndInsideTheirSlab(int blockBytes) {
    SlabPool pool = new SlabPool(pages, blockBytes);
    Slab slab = slab(blockBytes);
    assertThat(pool.add(slab)).as("the first").isTrue();
    long[] blocks = new long[1000];
    int taken = pool.take(blocks, 3, 900, HOME, false);
    assertThat(taken).isEqualTo(SLAB_BYTES / blockBytes);
    Set<Long> seen = new HashSet<>();
    for (int i = 3; i < 3 + taken; i++) {
      assertThat((blocks[i] - slab.start) % blockBytes).isZero();
      assertThat(blocks[i] + blockBytes).isLessThanOrEqualTo(slab.start + SLAB_BYTES);
      assertThat(seen.add(blocks[i])).isTrue();
      assertThat(slab.indexOf(blocks[i])).isNotNegative();
      assertThat(slab.indexOf(blocks[i] + 8)).isNegative();
    }
    assertThat(pool.take(blocks, 0, 1, HOME, false)).as("no more").isZero();
    pool.check();
    assertThat(pool.give(blocks, 3, taken)).as("one empty slab is kept").isNull();
    pool.check();
    assertThat(pool.takeEmpty()).isSameAs(slab);
    assertThat(pool.takeEmpty()).isNull();
    assertThat(pool.numbers()).isEqualTo(new SlabPool.Numbers(0, 0, 0, 0));
  }

  /** Two threads that find no block may each add a slab. */
  @Test
  void slabsAddedAtOnce_canAllBeTakenOut() {
    SlabPool pool = new SlabPool(pages, 1024);
    Slab first = slab(1024);
    Slab second = slab(1024);
    pool.add(first);
    pool.add(second);
    pool.check();
    assertThat(linked(pool.takeEmpty())).containsExactlyInAnyOrder(first, second);
    assertThat(pool.takeEmpty()).isNull();
    assertThat(pool.numbers()).isEqualTo(new SlabPool.Numbers(0, 0, 0, 0));
  }

  private static List<Slab> linked(@Nullable Slab slabs) {
    List<Slab> all = new ArrayList<>();
    for (Slab slab = slabs; slab != null; slab = slab.next) all.add(slab);
    return all;
  }

  /** One slab, or an eighth of those in use: of 18 that become empty while 16 are full, two. */
  @Test
  void emptySlabs_areKeptToAShareOfTheOthers() {
    SlabPool pool = new SlabPool(pages, 1024);
    for (int i = 0; i < 34; i++) pool.add(slab(1024));
    int blocksPerSlab = SLAB_BYTES / 1024;
    long[] blocks = new long[34 * blocksPerSlab];
    assertThat(pool.take(blocks, 0, blocks.length, HOME, false)).isEqualTo(blocks.length);
    List<Slab> gone = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      gone.addAll(linked(pool.give(blocks, i * blocksPerSlab, blocksPerSlab)));
      pool.check();
    }
    assertThat(gone).hasSize(16).allMatch(Slab::isEmpty);
    assertThat(linked(pool.takeEmpty())).hasSize(2);
    pool.check();
  }

  /** What has been needed since the last look stays. */
  @Test
  void takeIdle_takesWhatWasEmptyAllTheTime() {
    SlabPool pool = new SlabPool(pages, 1024);
    int blocksPerSlab = SLAB_BYTES / 1024;
    for (int i = 0; i < 27; i++) pool.add(slab(1024));
    pool.take(new long[24 * blocksPerSlab], 0, 24 * blocksPerSlab, HOME, false);
    assertThat(pool.takeIdle()).as("just added").isNull();
    long[] blocks = new long[3];
    pool.take(blocks, 0, 3, HOME, false);
    pool.give(blocks, 0, 3);
    assertThat(linked(pool.takeIdle())).as("two were idle").hasSize(2);
    pool.take(blocks, 0, 3, HOME, false);
    assertThat(pool.takeIdle()).as("none is empty").isNull();
    pool.give(blocks, 0, 3);
    assertThat(pool.takeIdle()).as("it was in use").isNull();
    assertThat(linked(pool.takeIdle())).hasSize(1);
    pool.check();
    assertThat(pool.numbers().slabCount()).isEqualTo(24);
  }

  @Test
  void fullestSlab_servesFirst() {
    SlabPool pool = new SlabPool(pages, 1024);
    Slab emptier = slab(1024);
    Slab fuller = slab(1024);
    pool.add(emptier);
    pool.add(fuller);
    long[] blocks = new long[16];
    assertThat(pool.take(blocks, 0, 16, HOME, false)).isEqualTo(16);
    for (int i = 0; i < 16; i++) {
      boolean inEmptier = pages.at(blocks[i]) == emptier;
      if (inEmptier ? emptier.freeCount < 6 : fuller.freeCount < 1) {
        pool.give(blocks, i, 1);
      }
    }
    assertThat(emptier.freeCount).isEqualTo(6);
    assertThat(fuller.freeCount).isEqualTo(1);
    assertThat(pool.take(blocks, 0, 1, HOME, false)).isEqualTo(1);
    assertThat(pages.at(blocks[0])).isSameAs(fuller);
    pool.check();
  }

  /** Against a set of what is out. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomBatches_keepEveryBlockOnce(long seed) {
    Random random = new Random(seed);
    SlabPool pool = new SlabPool(pages, 112);
    long[] out = new long[4000];
    int outCount = 0;
    Set<Long> known = new HashSet<>();
    for (int step = 0; step < 3000; step++) {
      int count = 1 + random.nextInt(40);
      if (random.nextBoolean()) {
        int taken =
            pool.take(
                out,
                outCount,
                Math.min(count, out.length - outCount),
                random.nextInt(4),
                random.nextBoolean());
        for (int i = 0; i < taken; i++) {
          assertThat(known.add(out[outCount + i])).as("seed %s step %s", seed, step).isTrue();
        }
        outCount += taken;
        if (taken == 0 && outCount < 3900) pool.add(slab(112));
      } else {
        count = Math.min(count, outCount);
        for (int i = 0; i < count; i++) swap(out, random.nextInt(outCount), outCount - 1 - i);
        outCount -= count;
        for (int i = 0; i < count; i++) known.remove(out[outCount + i]);
        for (Slab s = pool.give(out, outCount, count); s != null; s = s.next) {
          assertThat(s.isEmpty()).isTrue();
        }
      }
      assertThat(pool.numbers().outBlocks()).isEqualTo(outCount);
      if (step % 100 == 0) pool.check();
    }
    pool.check();
  }

  private static void swap(long[] array, int i, int j) {
    long held = array[i];
    array[i] = array[j];
    array[j] = held;
  }

  /** Of two slabs of eight blocks each, one home's. */
  @Test
  void slabOfAnotherHome_servesIfMuchOfAllIsFreeOrThereIsNoOther() {
    SlabPool pool = new SlabPool(pages, 1024);
    int blocksPerSlab = SLAB_BYTES / 1024;
    pool.add(slab(1024));
    pool.add(slab(1024));
    long[] blocks = new long[2 * blocksPerSlab];
    assertThat(pool.take(blocks, 0, blocks.length, HOME, false)).isEqualTo(blocks.length);
    int much = blocks.length / 8 + 1;
    pool.give(blocks, 0, much - 1);
    long[] others = new long[1];
    assertThat(pool.take(others, 0, 1, HOME + 1, false)).as("not much is free").isZero();
    assertThat(pool.take(others, 0, 1, HOME + 1, true)).as("any").isOne();
    pool.give(others, 0, 1);
    assertThat(pool.take(blocks, 0, 1, HOME, false)).as("it has another home now").isZero();
    pool.give(blocks, much - 1, 1);
    pool.check();
    assertThat(pool.take(blocks, 0, 1, HOME, false)).as("much is free").isOne();
    pool.check();
  }

  @Test
  void emptySlab_isAnybodys() {
    SlabPool pool = new SlabPool(pages, 1024);
    pool.add(slab(1024));
    long[] blocks = new long[1];
    assertThat(pool.take(blocks, 0, 1, HOME, false)).isOne();
    pool.give(blocks, 0, 1);
    assertThat(pool.take(blocks, 0, 1, HOME + 9, false)).isOne();
    pool.check();
  }

  @Test
  void check_seesABlockThatIsGivenTwice() {
    SlabPool pool = new SlabPool(pages, 1024);
    pool.add(slab(1024));
    long[] blocks = new long[2];
    pool.take(blocks, 0, 2, HOME, false);
    blocks[1] = blocks[0];
    pool.give(blocks, 0, 2);
    assertThatIllegalStateException().isThrownBy(pool::check);
  }
}
