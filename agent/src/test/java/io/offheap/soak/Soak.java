package io.offheap.soak;

import io.offheap.array.ArrayMemory;
import io.offheap.heap.Heap;
import io.offheap.heap.HeapStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * Loads a marked class in a class loader of its own, so that the agent weaves it, runs it, and
 * drops both; on several threads, again and again. At the end nothing may be left: no loader, no
 * class, no handle, no off-heap byte.
 *
 * <p>Usage, with the agent: {@code Soak <seconds> <threads> [leak]}, where {@code leak} plants one:
 * {@code loader}, {@code handle} or {@code block}. Exits with 1 and says what is left if something
 * is.
 */
public final class Soak {
  /** Classes that the virtual machine and the JDK may load in the second half of the time. */
  private static final int OTHER_CLASSES = 100;

  private static final List<Object> LEAKED = Collections.synchronizedList(new ArrayList<>());

  private final byte[] classFile;
  private final String leak;
  private final List<WeakReference<ClassLoader>> loaders =
      Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

  private Soak(byte[] classFile, String leak) {
    this.classFile = classFile;
    this.leak = leak;
  }

  public static void main(String[] arguments) throws Exception {
    long seconds = Long.parseLong(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    Soak soak = new Soak(read(), arguments.length > 2 ? arguments[2] : "");
    long half = TimeUnit.SECONDS.toNanos(seconds) / 2;
    long loads = soak.run(half, threads);
    soak.settle();
    int classesBefore = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    long committedBefore = ArrayMemory.heap().statistics().committedBytes();
    loads += soak.run(half, threads);
    soak.settle();
    List<String> left = soak.left(classesBefore);
    HeapStatistics statistics = ArrayMemory.heap().statistics();
    System.out.println(
        "loaded "
            + loads
            + " classes, allocated "
            + statistics.allocationCount()
            + " arrays, committed "
            + committedBefore
            + " bytes after half the time, "
            + statistics.committedBytes()
            + " at the end");
    if (statistics.allocationCount() < loads) left.add("the class was not woven");
    left.forEach(System.out::println);
    System.exit(left.isEmpty() ? 0 : 1);
  }

  private static byte[] read() throws IOException {
    try (InputStream in = Soak.class.getResourceAsStream("Load.class")) {
      if (in == null) throw new IOException("no Load.class");
      return in.readAllBytes();
    }
  }

  private long run(long nanos, int threadCount) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + nanos;
    long[] counts = new long[threadCount];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < threadCount; i++) {
      int index = i;
      threads.add(
          new Thread(() -> {
            try {
              while (System.nanoTime() - deadlineNanos < 0) {
                once(1000L * counts[index]++ + index);
              }
            } catch (Throwable e) {
              failures.add(e);
            }
          }));
    }
    threads.forEach(Thread::start);
    long sum = 0;
    for (int i = 0; i < threadCount; i++) {
      threads.get(i).join();
      sum += counts[i];
    }
    return sum;
  }

  private void once(long seed) throws ReflectiveOperationException {
    Loader loader = new Loader(classFile);
    Object load = loader.loadClass(Load.class.getName()).getDeclaredConstructor().newInstance();
    if (((LongUnaryOperator) load).applyAsLong(seed) != seed) {
      throw new IllegalStateException("wrong contents, seed " + seed);
    }
    loaders.add(new WeakReference<>(loader));
    if (loaders.size() > 10_000) loaders.removeIf(reference -> reference.refersTo(null));
    if (seed % 1000 == 0 && seed > 0) plant(loader);
  }

  private void plant(Loader loader) {
    if (leak.equals("loader")) LEAKED.add(loader);
    if (leak.equals("handle")) LEAKED.add(io.offheap.array.LongArray.allocate(100_000));
    if (leak.equals("block") && ArrayMemory.heap().tryAllocate(64, 8) == Heap.NULL) {
      throw new IllegalStateException("no memory to leak");
    }
  }

  /** Waits until the collector has found all that is dead; half a minute at most. */
  private void settle() {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    do {
      System.gc();
      loaders.removeIf(reference -> reference.refersTo(null));
    } while (System.nanoTime() - deadlineNanos < 0
        && !(loaders.isEmpty() && ArrayMemory.reclaimer().trackedCount() == 0)
        && leak.isEmpty());
    // Once more, for what became dead with the last handles; and for a planted leak, which never
    // settles.
    for (int i = 0; i < 5; i++) System.gc();
  }

  private List<String> left(int classesBefore) {
    List<String> left = new ArrayList<>();
    for (Throwable failure : failures) left.add("failed: " + failure);
    loaders.removeIf(reference -> reference.refersTo(null));
    if (!loaders.isEmpty()) left.add(loaders.size() + " class loaders are left");
    int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    if (classes > classesBefore + OTHER_CLASSES) {
      left.add("classes grew from " + classesBefore + " to " + classes);
    }
    long handles = ArrayMemory.reclaimer().trackedCount();
    if (handles > 0) left.add(handles + " handles are left");
    long bytes = ArrayMemory.heap().statistics().usedBytes();
    if (bytes > 0) left.add(bytes + " off-heap bytes are left");
    ArrayMemory.heap().checkInvariants();
    return left;
  }

  /** Defines the class itself and asks its parent for all others. */
  private static final class Loader extends ClassLoader {
    private final byte[] classFile;

    Loader(byte[] classFile) {
      super(Soak.class.getClassLoader());
      this.classFile = classFile;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Load.class.getName())) return super.loadClass(name, resolve);
      return defineClass(name, classFile, 0, classFile.length);
    }
  }
}
