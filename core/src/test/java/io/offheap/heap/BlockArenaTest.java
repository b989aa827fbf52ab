package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A heap as arena and as segment allocator; over every allocator that has a name. */
class BlockArenaTest {
  private static Heap open(String allocator) {
    return Heap.open(HeapOptions.ofLimit(16 << 20).withAllocator(allocator));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "slab", "buddy", "tlsf"})
  void segments_areZeroedAlignedAndDieWithTheArena(String allocator) {
    Heap heap = open(allocator);
    for (int round = 0; round < 2; round++) {
      ArenaContract.check(BlockArena.ofConfined(heap), () -> heap.statistics().usedBytes());
    }
    heap.checkInvariants();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "tlsf"})
  void wrongCalls_areRefused(String allocator) {
    Heap heap = open(allocator);
    Arena confined = BlockArena.ofConfined(heap);
    assertThatThrownBy(() -> confined.allocate(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> confined.allocate(8, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> confined.allocate(1L << 40, 1))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("requested 1099511627776 bytes");
    assertThat(CompletableFuture.supplyAsync(() -> failureOf(confined)).join())
        .isInstanceOf(WrongThreadException.class);
    confined.close();
    assertThat(failureOf(confined)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(confined::close).isInstanceOf(IllegalStateException.class);
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
  @ValueSource(strings = {"heap", "buddy"})
  void sharedArena_servesAllThreads(String allocator) {
    Heap heap = open(allocator);
    long before = heap.statistics().usedBytes();
    try (Arena arena = BlockArena.ofShared(heap)) {
      List<CompletableFuture<MemorySegment>> futures = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int value = i;
        futures.add(CompletableFuture.supplyAsync(() -> arena.allocate(500, 8).fill((byte) value)));
      }
      for (int i = 0; i < 50; i++) {
        assertThat(futures.get(i).join().get(ValueLayout.JAVA_BYTE, 499)).isEqualTo((byte) i);
      }
    }
    assertThat(heap.statistics().usedBytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "slab", "buddy", "tlsf"})
  void segmentAllocator_takesItsSegmentsBack(String allocator) {
    Heap heap = open(allocator);
    long before = heap.statistics().usedBytes();
    HeapSegmentAllocator segments = new HeapSegmentAllocator(heap);
    MemorySegment a = segments.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3);
    MemorySegment b = segments.allocateFrom("text");
    assertThat(a.getAtIndex(ValueLayout.JAVA_INT, 2)).isEqualTo(3);
    assertThat(b.getString(0)).isEqualTo("text");
    assertThat(segments.liveSegments()).isEqualTo(2);
    segments.free(a);
    assertThatThrownBy(() -> segments.free(a)).isInstanceOf(IllegalArgumentException.class);
    segments.free(b);
    assertThatThrownBy(() -> segments.allocate(1L << 40, 1)).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> segments.allocate(8, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThat(segments.liveSegments()).isZero();
    assertThat(heap.statistics().usedBytes()).isEqualTo(before);
  }
}
