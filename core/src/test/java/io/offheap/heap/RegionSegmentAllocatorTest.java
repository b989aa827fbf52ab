package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import io.offheap.allocator.ByteAllocators;
import io.offheap.memory.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte allocator that has a name, a user's own among them, over a bare region. */
class RegionSegmentAllocatorTest {
  private static final long LIMIT = 16 << 20;

  private final Region region = Region.open(LIMIT);

  private RegionSegmentAllocator open(String allocator) {
    return new RegionSegmentAllocator(ByteAllocators.create(allocator, Map.of()), region);
  }

  @AfterEach
  void close() {
    region.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"slab", "buddy", "tlsf", "bump"})
  void segments_areZeroedAlignedAndDieWithTheArena(String allocator) {
    RegionSegmentAllocator memory = open(allocator);
    for (int round = 0; round < 2; round++) {
      ArenaContract.check(BlockArena.ofConfined(memory), memory.allocator()::usedBytes);
    }
    memory.allocator().checkInvariants(CheckLevel.EXPENSIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"slab", "buddy", "tlsf"})
  void alignment_isTheMachines(String allocator) {
    RegionSegmentAllocator memory = open(allocator);
    try (Arena arena = BlockArena.ofConfined(memory)) {
      for (long alignment = 1; alignment <= 1 << 16; alignment *= 2) {
        assertThat(arena.allocate(24, alignment).address() % alignment).isZero();
        MemorySegment segment = memory.allocate(24, alignment);
        assertThat(segment.address() % alignment).isZero();
        memory.free(segment);
        assertThat(arena.allocate(0, alignment).address() % alignment).isZero();
        assertThat(memory.allocate(0, alignment).address() % alignment).isZero();
      }
    }
    assertThat(memory.allocator().usedBytes()).isZero();
    long beyond = 2 * region.byteAlignment();
    assertThatThrownBy(() -> memory.allocate(8, beyond))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + beyond);
  }

  @ParameterizedTest
  @ValueSource(strings = {"slab", "tlsf", "bump"})
  void wrongCalls_areRefused(String allocator) {
    RegionSegmentAllocator memory = open(allocator);
    Arena confined = BlockArena.ofConfined(memory);
    assertThatThrownBy(() -> confined.allocate(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> confined.allocate(8, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> confined.allocate(8, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> confined.allocate(8, Long.MIN_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    for (long huge : new long[] {1L << 40, Long.MAX_VALUE, Long.MAX_VALUE / 2 + 1}) {
      assertThatThrownBy(() -> confined.allocate(huge, 8))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessageContaining("requested " + huge + " bytes");
    }
    assertThat(CompletableFuture.supplyAsync(() -> failureOf(confined)).join())
        .isInstanceOf(WrongThreadException.class);
    confined.close();
    assertThat(failureOf(confined)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> confined.allocate(0, 8)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(confined::close).isInstanceOf(IllegalStateException.class);
    assertThat(memory.allocator().usedBytes()).isZero();
  }

  private static RuntimeException failureOf(Arena arena) {
    try {
      arena.allocate(8, 8);
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("allocated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"slab", "buddy", "tlsf"})
  void sharedArena_servesAllThreads(String allocator) {
    RegionSegmentAllocator memory = open(allocator);
    try (Arena arena = BlockArena.ofShared(memory)) {
      List<CompletableFuture<MemorySegment>> futures = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int value = i;
        futures.add(CompletableFuture.supplyAsync(() -> arena.allocate(500, 8).fill((byte) value)));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(futures.get(i).join().get(ValueLayout.JAVA_BYTE, 499)).isEqualTo((byte) i);
      }
    }
    assertThat(memory.allocator().usedBytes()).isZero();
    memory.allocator().checkInvariants(CheckLevel.EXPENSIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"slab", "buddy", "tlsf"})
  void segmentAllocator_grows_andTakesItsSegmentsBack(String allocator) {
    RegionSegmentAllocator memory = open(allocator);
    assertThat(region.committedBytes()).isZero();
    Random random = new Random(1);
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      MemorySegment segment = memory.allocate(1 + random.nextInt(8000), 16).fill((byte) i);
      segments.add(segment);
    }
    assertThat(region.committedBytes()).isBetween(4L << 20, LIMIT);
    assertThat(memory.liveSegments()).isEqualTo(1000);
    for (int i = 0; i < 1000; i++) {
      MemorySegment segment = segments.get(i);
      assertThat(segment.get(ValueLayout.JAVA_BYTE, segment.byteSize() - 1)).isEqualTo((byte) i);
      memory.free(segment);
      assertThatThrownBy(() -> memory.free(segment)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(memory.liveSegments()).isZero();
    assertThat(memory.allocator().usedBytes()).isZero();
    memory.allocator().checkInvariants(CheckLevel.EXPENSIVE);
  }

  /** A request larger than the usual chunk gets one of its own; at the limit it is refused. */
  @ParameterizedTest
  @ValueSource(strings = {"slab", "buddy", "tlsf"})
  void largeSegments_areServedUpToTheLimit(String allocator) {
    RegionSegmentAllocator memory = open(allocator);
    MemorySegment large = memory.allocate(3 << 20, 4096);
    large.fill((byte) 1);
    MemorySegment text = memory.allocateFrom("text");
    assertThat(text.getString(0)).isEqualTo("text");
    long committed = region.committedBytes();
    long used = memory.allocator().usedBytes();
    assertThatThrownBy(() -> memory.allocate(LIMIT, 1)).isInstanceOf(OutOfMemoryError.class);
    assertThat(region.committedBytes()).isEqualTo(committed);
    assertThat(memory.allocator().usedBytes()).isEqualTo(used);
    memory.free(large);
    memory.free(text);
    assertThat(memory.allocator().usedBytes()).isZero();
  }

  /** Three quarters of the limit: there is memory for it, but no aligned block of a buddy. */
  @ParameterizedTest
  @ValueSource(strings = {"slab", "buddy"})
  void requestThatNoChunkCanServe_leavesNothingCommitted(String allocator) {
    RegionSegmentAllocator memory = open(allocator);
    MemorySegment small = memory.allocate(100, 8);
    for (int i = 0; i < 3; i++) {
      long committed = region.committedBytes();
      long total = memory.allocator().totalBytes();
      assertThatThrownBy(() -> memory.allocate(LIMIT / 4 * 3, 8))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(region.committedBytes()).isEqualTo(committed);
      assertThat(memory.allocator().totalBytes()).isEqualTo(total);
    }
    memory.free(small);
    memory.allocator().checkInvariants(CheckLevel.EXPENSIVE);
  }

  /** An allocator that takes one range only is full when that is. */
  @Test
  void allocatorOfOneRange_isRefusedASecond() {
    RegionSegmentAllocator memory = open("bump");
    memory.allocate(region.chunkByteSize() / 2, 8);
    long committed = region.committedBytes();
    assertThatThrownBy(() -> memory.allocate(region.chunkByteSize(), 8))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(region.committedBytes()).isEqualTo(committed);
  }

  @Test
  void segments_refuseAccessOnceTheRegionIsClosed() {
    RegionSegmentAllocator memory = open("tlsf");
    MemorySegment segment = memory.allocate(8, 8);
    region.close();
    assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_LONG, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.allocate(1 << 20, 8)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> memory.allocate(8, 8)).isInstanceOf(IllegalStateException.class);
    assertThat(memory.allocator().usedBytes()).isEqualTo(16); // the refused ones went back
  }
}
