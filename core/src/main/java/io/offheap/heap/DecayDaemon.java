package io.offheap.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that lets idle memory of all heaps go. It is started when there is something to do,
 * and ends when there is not.
 */
final class DecayDaemon implements Runnable {
  static final long TICK_NANOS = 250_000_000;

  private static final DecayDaemon INSTANCE = new DecayDaemon();

  /** Guarded by this. */
  private final List<Task> tasks = new ArrayList<>();

  private boolean running; // guarded by this

  private DecayDaemon() {}

  /** What is to be done each tick. */
  interface Task {
    /** Does a tick's work and answers whether there may be more later. */
    boolean tick();
  }

  /**
   * Has a task done each tick until it says that there is no more. It is not in the list already.
   */
  static void add(Task task) {
    INSTANCE.addTask(task);
  }

  @SuppressWarnings("ThreadPriorityCheck") // low, as it only has to end some day
  private synchronized void addTask(Task task) {
    tasks.add(task);
    if (running) return;
    try {
      Thread thread =
          Thread.ofPlatform()
              .name("offheap-decay")
              .daemon()
              .priority(Thread.MIN_PRIORITY)
              .inheritInheritableThreadLocals(false)
              .unstarted(this);
      thread.setContextClassLoader(null);
      thread.start();
      running = true;
    } catch (OutOfMemoryError e) {
      tasks.remove(task); // no thread at present: whoever next frees memory tries again
      throw e;
    }
  }

  @Override
  public void run() {
    long nextNanos = System.nanoTime() + TICK_NANOS;
    while (true) {
      long waitNanos = nextNanos - System.nanoTime();
      if (waitNanos > 0) {
        LockSupport.parkNanos(this, waitNanos);
        continue;
      }
      nextNanos = System.nanoTime() + TICK_NANOS;
      for (Task task : snapshot()) {
        if (!tickSafely(task)) remove(task);
      }
      if (isDone()) return;
    }
  }

  /** An error, as of an exhausted Java heap, ends this heap's decay until something is freed. */
  private static boolean tickSafely(Task task) {
    try {
      return task.tick();
    } catch (Throwable e) {
      return false;
    }
  }

  private synchronized List<Task> snapshot() {
    return new ArrayList<>(tasks);
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  private synchronized boolean isDone() {
    if (!tasks.isEmpty()) return false;
    running = false;
    return true;
  }
}
