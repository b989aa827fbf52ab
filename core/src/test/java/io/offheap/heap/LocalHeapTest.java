package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offheap.allocator.AllocException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalHeapTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(strings = {"heap", "slab", "buddy"})
  void blocks_areTheHeaps(String allocator) {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB).withAllocator(allocator));
        LocalHeap local = heap.localHeap()) {
      for (long byteSize : new long[] {0, 1, 100, 5000, 300_000, 5 * MIB}) {
        for (int round = 0; round < 3; round++) {
          long address = local.tryAllocateZeroed(byteSize, 16);
          assertThat(address % 16).isZero();
          assertThat(heap.usableSize(address)).isGreaterThanOrEqualTo(byteSize);
          MemorySegment segment = heap.segment(address, byteSize);
          assertThat(segment.mismatch(MemorySegment.ofArray(new byte[(int) byteSize])))
              .isEqualTo(-1);
          segment.fill((byte) 1);
          if (round == 1) heap.free(address);
          else local.free(address);
          assertThatThrownBy(() -> local.free(address)).isInstanceOf(AllocException.class);
        }
        local.free(heap.tryAllocate(byteSize, 8));
        local.free(local.tryAllocate(byteSize, 8));
      }
      assertThat(local.heap()).isSameAs(heap);
      assertThat(heap.statistics().usedBytes()).isZero();
      heap.checkInvariants();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"heap", "buddy"})
  void otherThreads_areRefused(String allocator) {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB).withAllocator(allocator))) {
      LocalHeap local = heap.localHeap();
      long address = local.tryAllocate(100, 8);
      Runnable[] calls = {
        () -> local.tryAllocate(100, 8),
        () -> local.tryAllocateZeroed(100, 8),
        () -> local.free(address),
        local::close
      };
      for (Runnable call : calls) {
        assertThat(CompletableFuture.supplyAsync(() -> failureOf(call)).join())
            .isInstanceOf(WrongThreadException.class);
      }
      local.free(address);
      local.close();
      assertThatIllegalStateException().isThrownBy(() -> local.tryAllocate(1, 1));
    }
  }

  private static Throwable failureOf(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("no failure");
  }

  /** A purge takes the shard away; the next use gets it, or another, back. */
  @ParameterizedTest
  @ValueSource(strings = {"heap", "slab"})
  void purgeByAnother_leavesTheHandleUsable(String allocator) {
    try (Heap heap = Heap.open(HeapOptions.ofLimit(64 * MIB).withAllocator(allocator));
        LocalHeap local = heap.localHeap()) {
      for (int round = 0; round < 5; round++) {
        long address = local.tryAllocate(100, 8);
        heap.segment(address, 8).set(ValueLayout.JAVA_LONG, 0, round);
        CompletableFuture.runAsync(heap::purge).join();
        assertThat(heap.statistics().cachedBytes()).isZero();
        assertThat(heap.segment(address, 8).get(ValueLayout.JAVA_LONG, 0)).isEqualTo(round);
        local.free(address);
        assertThat(heap.statistics().cachedBytes()).isPositive();
      }
      CompletableFuture.runAsync(heap::purge).join();
      assertThat(heap.statistics().committedBytes()).isZero();
    }
  }
}
