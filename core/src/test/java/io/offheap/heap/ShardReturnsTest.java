package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.memory.BackendChoice;
import io.offheap.memory.Region;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that are freed in another shard than their slab's home. */
class ShardReturnsTest {
  private static final long CHUNK_BYTES = 64 << 10;
  private static final long LIMIT_BYTES = 16 << 20; // never reached
  private static final SlabShapes SHAPES = SlabShapes.powersOfTwo(CHUNK_BYTES);
  private static final int LARGEST = SHAPES.count() - 1;

  private final Region region = Region.open(LIMIT_BYTES, CHUNK_BYTES, BackendChoice.PORTABLE);
  private final PageMap<Slab> pages = new PageMap<>(SHAPES.pageShift());
  private final Notifier notifier = new Notifier(region);
  private final BlockSource source =
      new BlockSource(
          region,
          new BuddyByteAllocator(4096, BuddyByteAllocator.DEFAULT_MAX_BLOCK_BYTES),
          pages,
          notifier,
          0);
  private final SlabLayer slabs = new SlabLayer(SHAPES, pages, source, notifier, 64 << 10);
  private final List<Shard> shards = new ArrayList<>();

  ShardReturnsTest() {
    for (int home = 1; home <= 3; home++) shards.add(new Shard(slabs, home));
  }

  @AfterEach
  void close() {
    source.close();
  }

  /** Address, or 0 at the limit. */
  private long take(Shard shard, int classIndex) {
    for (int attempt = 0; ; attempt++) {
      long taken = shard.take(classIndex, 1) & ~Shard.DIRTY;
      if (taken != Shard.NULL) return taken;
      if (shard.refill(classIndex, attempt > 1)) continue;
      if (attempt > 1 || (!slabs.grow(classIndex) && attempt > 0)) return 0;
    }
  }

  private boolean free(Shard shard, long address) {
    Slab slab = pages.get(address);
    return shard.give(slab, address) || shard.giveMakingRoom(slab, address);
  }

  private long outBlocks(int classIndex) {
    return slabs.pool(classIndex).numbers().outBlocks();
  }

  /** Takes all blocks of a slab's worth and more, so that there is no other place for them. */
  private List<Long> taken(Shard shard, int count) {
    List<Long> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) addresses.add(take(shard, LARGEST));
    shard.drain();
    return addresses;
  }

  @Test
  void blocksFreedElsewhere_waitAndGoBackByTheBatch() {
    Shard home = shards.get(0);
    Shard other = shards.get(1);
    int batch = SHAPES.returnedBlocks(LARGEST);
    List<Long> live = taken(home, 3 * batch);
    assertThat(outBlocks(LARGEST)).isEqualTo(3L * batch);
    for (int i = 0; i < batch; i++) {
      assertThat(free(other, live.get(i))).isTrue();
      assertThat(outBlocks(LARGEST)).as("they wait").isEqualTo(3L * batch);
    }
    assertThat(other.cachedBlocks(LARGEST)).isEqualTo(batch);
    assertThat(other.take(LARGEST, 1)).as("and serve nobody").isEqualTo(Shard.NULL);
    assertThat(free(other, live.get(batch))).isTrue();
    assertThat(outBlocks(LARGEST)).as("a batch is back").isEqualTo(2L * batch);
    assertThat(other.cachedBlocks(LARGEST)).isEqualTo(1);
    other.drain();
    assertThat(outBlocks(LARGEST)).as("so is the rest").isEqualTo(2L * batch - 1);
    slabs.check();
  }

  @Test
  void blocksFreedAtHome_areReadyAgain() {
    Shard home = shards.get(0);
    List<Long> live = taken(home, 4);
    assertThat(free(home, live.get(2))).isTrue();
    assertThat(home.take(LARGEST, 1) & ~Shard.DIRTY).isEqualTo(live.get(2));
  }

  @Test
  void blockThatWaits_cannotBeFreedAgain() {
    List<Long> live = taken(shards.get(0), 2);
    assertThat(free(shards.get(1), live.get(0))).isTrue();
    for (Shard shard : shards) assertThat(free(shard, live.get(0))).isFalse();
    assertThat(shards.get(1).cachedBlocks(LARGEST)).isEqualTo(1);
    assertThat(shards.get(0).cachedBlocks(LARGEST)).isZero();
  }

  /**
   * Three shards take and free at random, what is freed being anybody's, against a set of what
   * lives. After each step a block is live, cached or in its slab, and in one of them only.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomUse_keepsEveryBlockOnce(long seed) {
    Random random = new Random(seed);
    Set<Long> known = new HashSet<>();
    List<Long> live = new ArrayList<>();
    long[] liveCounts = new long[SHAPES.count()];
    for (int step = 0; step < 20_000; step++) {
      Shard shard = shards.get(random.nextInt(shards.size()));
      boolean grows = step / 2000 % 2 == 0;
      int dice = random.nextInt(1000);
      if (dice == 0) {
        shard.drain();
      } else if (dice == 1) {
        slabs.releaseIdle();
      } else if (live.isEmpty() || random.nextInt(5) < (grows ? 3 : 2)) {
        int classIndex = LARGEST - random.nextInt(3);
        long address = take(shard, classIndex);
        assertThat(known.add(address)).as("seed %s step %s", seed, step).isTrue();
        assertThat(pages.get(address).blockBytes).isEqualTo(SHAPES.blockBytes(classIndex));
        live.add(address);
        liveCounts[classIndex]++;
      } else {
        int index = random.nextInt(live.size());
        long address = live.set(index, live.getLast());
        live.removeLast();
        known.remove(address);
        liveCounts[pages.get(address).classIndex]--;
        assertThat(free(shard, address)).as("seed %s step %s", seed, step).isTrue();
        assertThat(free(shard, address)).as("a second time").isFalse();
      }
      if (step % 50 == 0) check(liveCounts);
    }
    check(liveCounts);
    for (long address : live) assertThat(free(shards.get(0), address)).isTrue();
    for (Shard shard : shards) shard.drain();
    for (int c = 0; c < SHAPES.count(); c++) assertThat(outBlocks(c)).isZero();
    slabs.check();
    slabs.releaseEmpty();
    source.checkInvariants();
    assertThat(source.locked(HeapTables::takenBytes)).as("no slab is left").isZero();
  }

  /** {@code out = live + Σ cached}, for each class; and all slabs agree with their pools. */
  private void check(long[] liveCounts) {
    slabs.check();
    source.checkInvariants();
    for (int c = 0; c < SHAPES.count(); c++) {
      long cached = 0;
      for (Shard shard : shards) cached += shard.cachedBlocks(c);
      assertThat(outBlocks(c)).as("class %s", c).isEqualTo(liveCounts[c] + cached);
    }
  }
}
