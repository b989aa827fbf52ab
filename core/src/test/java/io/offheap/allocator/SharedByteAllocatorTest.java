package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.assertStats;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static io.offheap.allocator.AllocError.MEMORY_OVERLAP;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Conformance case 31. */
class SharedByteAllocatorTest {
  private static SharedByteAllocator of(ByteAllocator inner, long byteSize) {
    SharedByteAllocator shared = new SharedByteAllocator(inner);
    shared.init(0, byteSize);
    return shared;
  }

  @Test
  void emptyBlocks_doNotReachTheInnerAllocator() {
    SharedByteAllocator shared = of(new BuddyByteAllocator(), 4096);
    Layout empty = new Layout(0, 1 << 20);
    long address = shared.allocate(empty);
    assertThat(address % (1 << 20)).isZero();
    assertThat(shared.tryAllocate(0, 1)).isEqualTo(address);
    assertThat(shared.usableSize(address)).isZero();
    assertStats(shared, 4096, 0);
    shared.free(address, empty);
    assertThat(shared.free(address)).isZero();
    long live = shared.allocate(new Layout(8, 8));
    assertRefusedUnchanged(INVALID_PARAM, shared, () -> shared.free(live, new Layout(0, 8)));
    assertRefusedUnchanged(INVALID_PARAM, shared, () -> shared.free(address, new Layout(8, 8)));
    assertRefusedUnchanged(NOT_ALLOCATED, shared, () -> shared.free(live + 8, new Layout(0, 8)));
    assertThat(shared.tryResize(live, new Layout(0, 8))).isFalse();
    assertThat(shared.tryResize(live, new Layout(1, 8))).isTrue();
    assertThat(shared.tryResize(address, empty)).isTrue();
    assertThat(shared.tryResize(address, new Layout(1, 1))).isFalse();
    assertStats(shared, 4096, 8);
  }

  @Test
  void memoryThatHoldsTheEmptyAddress_isRefused() {
    SharedByteAllocator shared = new SharedByteAllocator(new BuddyByteAllocator());
    long last = SharedByteAllocator.EMPTY;
    assertRefusedUnchanged(INVALID_PARAM, shared, () -> shared.init(last - 8, 16));
    assertRefusedUnchanged(INVALID_PARAM, shared, () -> shared.init(last + 8, 8));
    shared.init(last - 64, 64);
    assertRefusedUnchanged(INVALID_PARAM, shared, () -> shared.addMemory(last, 64));
    assertThat(shared.allocate(new Layout(64, 64))).isEqualTo(last - 64);
  }

  /** After each call, whether it succeeds or throws, the lock is free for another thread. */
  @Test
  void everyCall_releasesTheLock() throws Exception {
    SharedByteAllocator shared = new SharedByteAllocator(new TlsfByteAllocator());
    Layout layout = new Layout(64, 8);
    List<Runnable> calls =
        List.of(
            () -> shared.init(0, 4096),
            () -> shared.init(0, 4096),
            () -> shared.tryAllocate(64, 8),
            () -> shared.tryAllocate(1 << 20, 8),
            () -> shared.free(0),
            () -> shared.free(0),
            () -> shared.allocate(layout),
            () -> shared.allocate(new Layout(1 << 20, 8)),
            () -> shared.tryResize(0, new Layout(128, 8)),
            () -> shared.tryResize(8, layout),
            () -> shared.free(0, new Layout(128, 8)),
            () -> shared.free(0, new Layout(0, 8)),
            () -> shared.usableSize(0),
            () -> shared.addMemory(8192, 4096),
            () -> shared.addMemory(8192, 4096),
            () -> shared.tryRemoveMemory(8192, 4096),
            () -> shared.tryRemoveMemory(-1, 4096),
            () -> shared.forEachBlock((address, byteSize, live) -> {}),
            () -> shared.checkInvariants(ByteAllocator.CheckLevel.EXPENSIVE),
            shared::totalBytes,
            shared::largestAllocatable);
    try (var executor = Executors.newSingleThreadExecutor()) {
      for (Runnable call : calls) {
        try {
          call.run();
        } catch (AllocException refused) {
          assertThat(refused.error()).isNotNull();
        }
        executor.submit(shared::usedBytes).get(10, TimeUnit.SECONDS);
      }
    }
    assertStats(shared, 4096, 0);
    assertThat(shared.failureCount()).isEqualTo(2);
  }

  @Test
  void memoryRemoved_isTheInnerAllocators() {
    SharedByteAllocator shared = of(new TlsfByteAllocator(), 8192);
    long live = shared.tryAllocate(16, 1);
    assertThat(shared.tryRemoveMemory(live, 4096)).isFalse();
    assertThat(shared.tryRemoveMemory(4096, 4096)).isTrue();
    assertStats(shared, 4096, 16);
    long[] visited = {0};
    shared.forEachBlock((address, byteSize, isLive) -> visited[0] += byteSize);
    assertThat(visited[0]).isEqualTo(4096);
  }

  @Test
  void wrongRequests_areRefusedAsByTheInnerAllocator() {
    SharedByteAllocator shared = of(new TlsfByteAllocator(), 4096);
    assertRefusedUnchanged(INVALID_PARAM, shared, () -> shared.tryAllocate(0, 3));
    assertRefusedUnchanged(INVALID_PARAM, shared, () -> shared.tryAllocate(-1, 8));
    assertRefusedUnchanged(NOT_ALLOCATED, shared, () -> shared.tryResize(8, new Layout(0, 1)));
    shared.allocate(new Layout(4096, 1));
    assertRefusedUnchanged(
        MEMORY_OVERLAP, shared, () -> shared.addMemory(0, SharedByteAllocator.EMPTY));
  }

  @Test
  void manyThreads_shareOneAllocator() throws Exception {
    SharedByteAllocator shared = of(new SlabByteAllocator(), 1 << 22);
    List<Callable<List<Long>>> tasks = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      long seed = t;
      tasks.add(() -> churn(shared, seed));
    }
    List<Long> left = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (Future<List<Long>> future : executor.invokeAll(tasks)) left.addAll(future.get());
    }
    assertThat(left).doesNotHaveDuplicates();
    long live = left.stream().mapToLong(shared::usableSize).sum();
    assertStats(shared, 1 << 22, live);
    left.forEach(shared::free); // by another thread than the one that took them
    assertStats(shared, 1 << 22, 0);
    assertThat(shared.largestAllocatable()).isEqualTo(1 << 22);
    assertThat(shared.peakUsedBytes()).isPositive();
    assertThat(shared.failureCount()).isZero();
  }

  private static List<Long> churn(ByteAllocator allocator, long seed) {
    Random random = new Random(seed);
    List<Long> live = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (live.size() < 50 || (random.nextBoolean() && live.size() < 100)) {
        live.add(allocator.allocate(Layout.ofBytes(1 + random.nextInt(5000))));
      } else {
        allocator.free(live.remove(random.nextInt(live.size())));
      }
    }
    return live;
  }
}
