package io.offheap.heap;

import io.offheap.allocator.AllocException;
import io.offheap.allocator.BuddyByteAllocator;
import io.offheap.concurrency.Lincheck;
import io.offheap.memory.Memoryless;
import io.offheap.memory.Region;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The heap's zone and pages: large blocks of 4 to 16 KiB and slabs of 8 KiB, out of one chunk of 64
 * KiB that is all there is.
 */
class BlockSourceLincheckTest {
  private static final long CHUNK_BYTES = 64 << 10;
  private static final int UNIT = 4096;
  private static final SlabShapes SHAPES = SlabShapes.powersOfTwo(CHUNK_BYTES);
  private static final int CLASS = SHAPES.count() - 1;
  private static final long SLAB_BYTES = SHAPES.slabBytes(CLASS);

  /** A source, its chunk committed. */
  public abstract static class Zone {
    final PageMap<Slab> pages = new PageMap<>(SHAPES.pageShift());
    final BlockSource source;
    final long start;

    Zone() {
      Region region = Memoryless.region(CHUNK_BYTES, CHUNK_BYTES);
      source =
          new BlockSource(
              region, new BuddyByteAllocator(), pages, new Notifier(region), CHUNK_BYTES);
      start = source.tryAllocate(UNIT, UNIT);
      source.free(start);
    }
  }

  /** As the heap does it. */
  public static class Blocks extends Zone {
    private final @Nullable Slab slab = source.takeSlab(CLASS, SHAPES);

    @Operation
    public long allocate(@Param(gen = IntGen.class, conf = "1:4") int units) {
      return source.tryAllocate((long) units * UNIT, UNIT);
    }

    @Operation
    public boolean free(@Param(gen = IntGen.class, conf = "0:3") int unit) {
      try {
        source.free(start + (long) unit * UNIT);
        return true;
      } catch (AllocException e) {
        return false;
      }
    }

    @Operation
    public long takeSlab() {
      Slab slab = source.takeSlab(CLASS, SHAPES);
      return slab == null ? 0 : slab.start;
    }

    @Operation(runOnce = true)
    public void giveSlab() {
      source.giveSlabs(slab);
    }

    @Operation
    public long slabAt(@Param(gen = IntGen.class, conf = "0:3") int unit) {
      @Nullable Slab slab = pages.at(start + unit * SLAB_BYTES);
      return slab == null ? 0 : slab.start;
    }

    @Operation
    public long usedBytes() {
      return source.usedBytes();
    }
  }

  /** The same tables without the lock. */
  public static class BlocksPlanted extends Zone {
    private final HeapTables tables = source.locked(t -> t);

    @Operation
    public long allocate(@Param(gen = IntGen.class, conf = "1:4") int units) {
      return tables.takeBlock((long) units * UNIT, UNIT);
    }

    @Operation
    public boolean free(@Param(gen = IntGen.class, conf = "0:3") int unit) {
      try {
        tables.giveBlock(start + (long) unit * UNIT);
        return true;
      } catch (AllocException e) {
        return false;
      }
    }

    @Operation
    public long usedBytes() {
      return source.usedBytes();
    }
  }

  @Test
  void blocks_areTakenAsInSomeOrder() {
    Lincheck.demandSound(Blocks.class);
  }

  @Test
  void plantedBlocks_areFound() {
    Lincheck.demandBroken(BlocksPlanted.class);
  }
}
