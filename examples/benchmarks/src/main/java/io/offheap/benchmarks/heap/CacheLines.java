package io.offheap.benchmarks.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * cache-scratch and cache-thrash, of mimalloc-bench: whether threads get blocks of the same cache
 * line. Parameters {@code P 1000 1 2000000}, here with fewer objects and writes. One operation is
 * one write, shared out over the threads.
 */
final class CacheLines implements Workload {
  private static final int OBJECTS = 50;
  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

  private final int threads;
  private final boolean scratch;
  private final int writes;

  /** With {@code scratch}, each thread first frees an object that the main thread allocated. */
  CacheLines(int threads, boolean scratch, int writes) {
    this.threads = threads;
    this.scratch = scratch;
    this.writes = writes / threads;
  }

  @Override
  public long run(Rival rival) throws Exception {
    Slots[] slots = new Slots[threads];
    for (int i = 0; i < threads; i++) {
      slots[i] = rival.slots(1);
      if (scratch) slots[i].allocate(0, 1);
    }
    if (threads == 1) work(slots[0]);
    else Threads.run(rival, threads, t -> work(slots[t]));
    return (long) OBJECTS * writes * threads;
  }

  private void work(Slots slots) {
    if (scratch) slots.free(0);
    for (int i = 0; i < OBJECTS; i++) {
      slots.allocate(0, 1);
      MemorySegment memory = slots.memory(0, 1);
      for (int n = 0; n < writes; n++) {
        BYTE.setOpaque(memory, 0L, (byte) ((byte) BYTE.getOpaque(memory, 0L) + 1));
      }
      slots.free(0);
    }
  }
}
