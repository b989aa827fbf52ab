package io.offheap.benchmarks.collector;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of 1 MiB that live as long as the program, beside objects that die young.
 *
 * <p>Usage: {@code LongLived <MiB> <seconds>}. Prints how many objects were made a second; ends
 * with {@code OutOfMemoryError} if the Java heap is too small.
 */
public final class LongLived {
  private static final int OBJECT_BYTES = 256;
  private static final int KEPT = 4096;

  private LongLived() {}

  public static void main(String[] arguments) {
    Entry[] entries = new Entry[Integer.parseInt(arguments[0])];
    for (int i = 0; i < entries.length; i++) entries[i] = new Entry((1 << 20) / Long.BYTES, i);
    long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
    byte @Nullable [][] recent = new byte[KEPT][];
    long startNanos = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - startNanos < nanos) {
      for (int i = 0; i < 1000; i++) recent[(int) (count++ % KEPT)] = new byte[OBJECT_BYTES];
    }
    for (Entry entry : entries) {
      if (!entry.isIntact()) throw new IllegalStateException("an array is spoilt");
    }
    System.out.printf("objects %.0f%n", count / (nanos / 1e9));
  }
}
