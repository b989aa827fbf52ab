package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offheap.allocator.AllocException;
import io.offheap.memory.FaultyCalls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * All at once, for {@code offheap.stress.seconds}: threads that come, allocate, hand over, free and
 * die, platform and virtual ones; every word of a block a cookie; a purge always under way; one of
 * sixteen system calls refused. In the end every byte is accounted for.
 *
 * <p>The pattern is that of mimalloc-bench's mstress.
 */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class HeapFaultStressTest {
  private static final long SECONDS = Long.getLong("offheap.stress.seconds", 3);
  private static final long SEED = Long.getLong("offheap.stress.seed", 43);
  private static final int PLATFORM_THREADS = 4;
  private static final int VIRTUAL_THREADS = 40;
  private static final int TRANSFERS = 1000;
  private static final long COOKIE = 0xbf58476d1ce4e5b9L;
  private static final long MIB = 1L << 20;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final AtomicLongArray transfers = new AtomicLongArray(TRANSFERS);
  private final AtomicBoolean armed = new AtomicBoolean(true);
  private final AtomicLong allocations = new AtomicLong();
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong illegalFrees = new AtomicLong();

  private boolean refuses(long number) {
    return armed.get() && (number * 0x9E3779B97F4A7C15L) >>> 60 == 0;
  }

  @Test
  void everyByteIsAccountedFor() throws Exception {
    FaultyCalls calls = new FaultyCalls(this::refuses);
    HeapOptions options = HeapOptions.ofLimit(192 * MIB).withChunkByteSize(2 * MIB);
    Heap heap = Heap.open(options, calls.open(options.limitBytes(), options.chunkByteSize()));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long rounds = 0;
    long purges = 0;
    while (rounds == 0 || System.nanoTime() < deadline) {
      purges += round(heap, SEED + rounds * 1000);
      rounds++;
      Random random = new Random(rounds);
      for (int i = 0; i < TRANSFERS; i++) {
        if (random.nextBoolean()) release(heap, transfers.getAndSet(i, 0));
      }
      heap.checkInvariants();
    }
    for (int i = 0; i < TRANSFERS; i++) release(heap, transfers.getAndSet(i, 0));
    heap.checkInvariants();
    HeapStatistics end = heap.statistics();
    assertThat(end.usedBytes()).isZero();
    assertThat(end.allocationCount()).isEqualTo(end.freeCount()).isEqualTo(allocations.get());
    assertThat(end.committedBytes()).isEqualTo(calls.accessibleBytes());
    assertThat(end.peakCommittedBytes()).isLessThanOrEqualTo(192 * MIB);
    assertThat(calls.refusalCount()).as("system calls refused").isPositive();
    assertThat(illegalFrees.get()).as("illegal frees tried, all caught").isPositive();

    armed.set(false);
    heap.close();
    assertThat(calls.accessibleBytes()).isZero();
    System.out.printf(
        "stress: %d rounds, %d allocations, %d refused, %d purges, %d of %d system calls refused,"
            + " %d illegal frees caught, 0 bytes left%n",
        rounds,
        allocations.get(),
        refusals.get(),
        purges,
        calls.refusalCount(),
        calls.callCount(),
        illegalFrees.get());
  }

  /** New threads do their work while another purges; answers how often it did. */
  private long round(Heap heap, long seed) throws Exception {
    List<FutureTask<Long>> tasks = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    FutureTask<Long> purger = new FutureTask<>(() -> purge(heap, over));
    Thread purging = Thread.ofPlatform().start(purger);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < PLATFORM_THREADS + VIRTUAL_THREADS; t++) {
      boolean platform = t < PLATFORM_THREADS;
      Random random = new Random(seed + t);
      Callable<Long> work = () -> work(heap, random, platform ? 2000 : 50);
      FutureTask<Long> task = new FutureTask<>(work);
      tasks.add(task);
      threads.add(platform ? Thread.ofPlatform().start(task) : Thread.ofVirtual().start(task));
    }
    for (Thread thread : threads) thread.join();
    over.set(true);
    purging.join();
    for (FutureTask<Long> task : tasks) allocations.addAndGet(get(task));
    return get(purger);
  }

  private static long get(FutureTask<Long> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed", e.getCause());
    }
  }

  private static long purge(Heap heap, AtomicBoolean over) {
    long count = 0;
    while (!over.get()) {
      heap.purge();
      HeapStatistics s = heap.statistics();
      assertThat(s.committedBytes()).isLessThanOrEqualTo(s.limitBytes());
      count++;
    }
    return count;
  }

  private long work(Heap heap, Random random, int steps) {
    List<Long> mine = new ArrayList<>();
    long done = 0;
    for (int i = 0; i < steps; i++) {
      long address = allocate(heap, random);
      if (address == Heap.NULL) refusals.incrementAndGet();
      else {
        mine.add(address);
        done++;
      }
      if (!mine.isEmpty() && random.nextInt(100) < 67) {
        int last = mine.size() - 1;
        int index = random.nextInt(mine.size());
        long victim = mine.set(index, mine.get(last));
        mine.remove(last);
        release(heap, victim);
        if (random.nextInt(50) == 0) illegalFree(heap, victim + 4);
      }
      if (!mine.isEmpty() && random.nextInt(100) < 26) {
        int index = random.nextInt(mine.size());
        long other = transfers.getAndSet(random.nextInt(TRANSFERS), mine.get(index));
        if (other == 0) mine.remove(index);
        else mine.set(index, other);
      }
    }
    for (long address : mine) release(heap, address);
    return done;
  }

  /** No block starts there whatever the others do: blocks are aligned to 8. */
  private void illegalFree(Heap heap, long address) {
    assertThatThrownBy(() -> heap.free(address)).isInstanceOf(AllocException.class);
    illegalFrees.incrementAndGet();
  }

  private static long allocate(Heap heap, Random random) {
    int words = 2 << random.nextInt(6);
    int kind = random.nextInt(5000);
    if (kind < 100) words *= 100;
    else if (kind < 110) words *= 1000;
    else if (kind < 112) words *= 10_000;
    long byteSize = words * 8L;
    boolean zeroed = random.nextBoolean();
    long address = zeroed ? heap.tryAllocateZeroed(byteSize, 8) : heap.tryAllocate(byteSize, 8);
    if (address == Heap.NULL) return Heap.NULL;
    MemorySegment block = heap.segment(address, byteSize);
    for (int i = 0; i < words; i++) {
      if (zeroed && block.getAtIndex(LONG, i) != 0) {
        throw new AssertionError("not zero at word " + i + " of " + words);
      }
      block.setAtIndex(LONG, i, address ^ COOKIE ^ i);
    }
    block.setAtIndex(LONG, 1, words);
    return address;
  }

  private static void release(Heap heap, long address) {
    if (address == 0) return;
    int words = (int) heap.segment(address, 16).getAtIndex(LONG, 1);
    MemorySegment block = heap.segment(address, words * 8L);
    for (int i = 0; i < words; i++) {
      if (i != 1 && block.getAtIndex(LONG, i) != (address ^ COOKIE ^ i)) {
        throw new AssertionError("corrupted at word " + i + " of " + words);
      }
    }
    heap.free(address);
  }
}
