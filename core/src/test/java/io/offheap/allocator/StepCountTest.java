package io.offheap.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance cases 11 and 29: that the number of blocks does not make a call longer. */
class StepCountTest {
  private static final long POOL_BYTES = 16 << 20;

  /**
   * Takes the given number of 64-byte blocks and frees every other; answers the most steps that one
   * of these frees has made. What is free then grows from 1 to half of the blocks.
   */
  private abstract static class Checkerboard implements LongUnaryOperator {
    abstract ByteAllocator make();

    @Override
    public long applyAsLong(long blockCount) {
      ByteAllocator allocator = make();
      allocator.init(POOL_BYTES, POOL_BYTES);
      long[] blocks = new long[(int) blockCount];
      for (int i = 0; i < blocks.length; i++) blocks[i] = allocator.tryAllocate(64, 8);
      long most = 0;
      for (int i = 0; i < blocks.length; i += 2) {
        long before = StepCount.now();
        allocator.free(blocks[i]);
        most = Math.max(most, StepCount.now() - before);
      }
      return most;
    }
  }

  private static final class Buddy extends Checkerboard {
    @Override
    ByteAllocator make() {
      return new BuddyByteAllocator();
    }
  }

  private static final class Slab extends Checkerboard {
    @Override
    ByteAllocator make() {
      return new SlabByteAllocator();
    }
  }

  private static final class Tlsf extends Checkerboard {
    @Override
    ByteAllocator make() {
      return new TlsfByteAllocator();
    }
  }

  /** The counter itself: the walk over all blocks does get longer. */
  private static final class Walk implements LongUnaryOperator {
    @Override
    public long applyAsLong(long blockCount) {
      ByteAllocator allocator = new BuddyByteAllocator();
      allocator.init(POOL_BYTES, POOL_BYTES);
      for (int i = 0; i < blockCount; i++) allocator.tryAllocate(64, 8);
      long before = StepCount.now();
      allocator.checkInvariants(ByteAllocator.CheckLevel.EXPENSIVE);
      return StepCount.now() - before;
    }
  }

  private static void assertFlat(Class<? extends LongUnaryOperator> work, long most)
      throws Exception {
    LongUnaryOperator counting = StepCount.counting(work);
    assertThat(counting.applyAsLong(1_000)).isBetween(1L, most);
    long steps = counting.applyAsLong(10_000);
    assertThat(steps).isBetween(1L, most);
    assertThat(counting.applyAsLong(80_000)).isBetween(steps - 2, steps + 2);
  }

  @Test
  void buddyFree_takesAsManySteps_whateverIsFree() throws Exception {
    assertFlat(Buddy.class, 64);
  }

  @Test
  void slabFree_takesAsManySteps_whateverIsFree() throws Exception {
    assertFlat(Slab.class, 12L * SlabClass.CACHE_CAPACITY / 2); // once in so many frees
  }

  @Test
  void tlsfFree_takesAsManySteps_whateverIsFree() throws Exception {
    assertFlat(Tlsf.class, 64);
  }

  @Test
  void walk_takesStepsInProportion() throws Exception {
    LongUnaryOperator counting = StepCount.counting(Walk.class);
    assertThat(counting.applyAsLong(10_000)).isGreaterThan(10_000);
    assertThat(counting.applyAsLong(80_000)).isGreaterThan(80_000);
  }

  /** Finds as many pages as it is told in 64 Ki free ones; answers the steps. */
  private static final class FreePages implements LongUnaryOperator {
    @Override
    public long applyAsLong(long pageCount) {
      BitmapPageAllocator pages = new BitmapPageAllocator();
      pages.init(0, 65536L * 4096);
      long before = StepCount.now();
      pages.allocPages(pageCount, 4096);
      return StepCount.now() - before;
    }
  }

  /** Every other of 64 Ki pages is taken: looks in vain for as many together as it is told. */
  private static final class HalfTakenPages implements LongUnaryOperator {
    @Override
    public long applyAsLong(long pageCount) {
      BitmapPageAllocator pages = new BitmapPageAllocator();
      pages.init(0, 65536L * 4096);
      for (long p = 0; p < 65536; p += 2) pages.allocPagesAt(p * 4096, 1, 4096);
      long before = StepCount.now();
      if (pages.tryAllocPages(pageCount, 4096) != PageAllocator.NONE) return Long.MAX_VALUE;
      return StepCount.now() - before;
    }
  }

  /** 64 Ki pages are 1,024 words. */
  @ParameterizedTest
  @ValueSource(longs = {2, 33, 64, 65, 512})
  void pages_areSearchedByWords(long pageCount) throws Exception {
    assertThat(StepCount.counting(FreePages.class).applyAsLong(pageCount)).isBetween(1L, 150L);
    assertThat(StepCount.counting(HalfTakenPages.class).applyAsLong(pageCount))
        .isBetween(1L, 10L * 1024);
  }
}
