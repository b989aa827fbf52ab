package io.offheap.benchmarks.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs the threads of a workload. */
final class Threads {
  private Threads() {}

  /** What a thread does. */
  @FunctionalInterface
  interface Body {
    void run(int thread) throws Exception;
  }

  /** Starts so many new platform threads that use a rival, and waits for all. */
  static void run(Rival rival, int count, Body body) throws Exception {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int thread = i;
      FutureTask<Void> task =
          new FutureTask<>(() -> {
            rival.threadStarts();
            try {
              body.run(thread);
            } finally {
              rival.threadEnds();
            }
            return null;
          });
      tasks.add(task);
      threads.add(Thread.ofPlatform().start(task));
    }
    for (Thread thread : threads) thread.join();
    for (FutureTask<Void> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a thread failed", e.getCause());
      }
    }
  }
}
