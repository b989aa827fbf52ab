package io.offheap.benchmarks.heap;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * xmalloc-test, of mimalloc-bench: some threads only allocate, others only free. Parameters {@code
 * -w P -s 64}: as many of each as there are processors, batches of 4096 blocks of 64 bytes, at most
 * 100 batches under way, here for a number of batches instead of five seconds.
 */
final class XmallocTest implements Workload {
  private static final int BATCH = 4096;
  private static final int BYTES = 64;

  private final BlockingQueue<Slots> filled = new ArrayBlockingQueue<>(100);
  private final BlockingQueue<Slots> empty = new ArrayBlockingQueue<>(200);
  private final int pairs;
  private final int batches;

  XmallocTest(Rival rival, int pairs, int batches) {
    this.pairs = pairs;
    this.batches = batches;
    for (int i = 0; i < 100 + 2 * pairs; i++) empty.add(rival.slots(BATCH));
  }

  @Override
  public long run(Rival rival) throws Exception {
    Threads.run(
        rival,
        2 * pairs,
        t -> {
          if (t % 2 == 0) produce();
          else consume();
        });
    return (long) pairs * batches * BATCH;
  }

  private void produce() throws InterruptedException {
    for (int n = 0; n < batches; n++) {
      Slots batch = empty.take();
      for (int i = 0; i < BATCH; i++) {
        batch.allocate(i, BYTES);
        batch.fill(i, BYTES);
      }
      filled.put(batch);
    }
  }

  private void consume() throws InterruptedException {
    for (int n = 0; n < batches; n++) {
      Slots batch = filled.take();
      for (int i = 0; i < BATCH; i++) batch.free(i);
      empty.put(batch);
    }
  }
}
