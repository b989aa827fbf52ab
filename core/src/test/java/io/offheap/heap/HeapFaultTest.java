package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.offheap.memory.FaultyCalls;
import io.offheap.memory.FaultyCalls.Refused;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A scripted life of a heap in which the n-th system call fails, for each n. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class HeapFaultTest {
  private static final long MIB = 1L << 20;
  private static final HeapOptions OPTIONS =
      HeapOptions.ofLimit(24 * MIB).withChunkByteSize(2 * MIB).withDecayMillis(0);

  @Test
  void anyCallRefused_losesNoByteAndNoLock() throws Exception {
    FaultyCalls sound = FaultyCalls.refusing(0);
    run(sound);
    long calls = sound.callCount();
    assertThat(calls).isGreaterThan(30);
    for (long n = 1; n <= calls; n++) {
      FaultyCalls faulty = FaultyCalls.refusing(n);
      run(faulty);
      assertThat(faulty.refusalCount()).as("call %s of %s", n, calls).isEqualTo(1);
    }
  }

  private static void run(FaultyCalls calls) throws Exception {
    Heap heap;
    try {
      heap = Heap.open(OPTIONS, calls.open(OPTIONS.limitBytes(), OPTIONS.chunkByteSize()));
    } catch (Refused e) {
      assertThat(calls.refusalCount()).isPositive();
      return;
    }
    Random random = new Random(17);
    List<MemorySegment> live = new ArrayList<>();
    List<Long> addresses = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      if (!live.isEmpty() && random.nextInt(i < 2500 ? 4 : 2) == 0) {
        int victim = random.nextInt(live.size());
        heap.free(take(live, addresses, victim));
        continue;
      }
      long byteSize = size(random);
      long address = heap.tryAllocateZeroed(byteSize, 8);
      if (address == Heap.NULL) continue;
      MemorySegment segment = heap.segment(address, byteSize);
      for (long at = 0; at + 8 <= byteSize; at += 4096) {
        assertThat(segment.get(ValueLayout.JAVA_LONG, at)).as("zeroed").isZero();
      }
      segment.fill((byte) address);
      segment.set(ValueLayout.JAVA_LONG, 0, address);
      live.add(segment);
      addresses.add(address);
    }
    heap.checkInvariants();
    while (!live.isEmpty()) heap.free(take(live, addresses, live.size() - 1));
    heap.checkInvariants();
    HeapStatistics statistics = heap.statistics();
    assertThat(statistics.usedBytes()).isZero();
    assertThat(statistics.committedBytes()).isEqualTo(calls.accessibleBytes());
    close(heap);
    assertThat(calls.accessibleBytes()).isZero();
  }

  private static long take(List<MemorySegment> live, List<Long> addresses, int index) {
    long address = addresses.get(index);
    assertThat(live.get(index).get(ValueLayout.JAVA_LONG, 0)).as("contents").isEqualTo(address);
    live.set(index, live.getLast());
    live.removeLast();
    addresses.set(index, addresses.getLast());
    addresses.removeLast();
    return address;
  }

  private static long size(Random random) {
    int kind = random.nextInt(100);
    if (kind < 80) return 8L + random.nextInt(4000);
    if (kind < 97) return 8L + random.nextInt(200_000);
    return 8L + random.nextInt(3_000_000);
  }

  /** A refused call leaves a chunk to be given back by the next attempt. */
  private static void close(Heap heap) {
    for (int attempt = 0; attempt < 5; attempt++) {
      try {
        heap.close();
        return;
      } catch (IllegalStateException later) {
        assertThat(later).hasMessageContaining("in use");
      }
    }
    fail("the heap does not close");
  }
}
