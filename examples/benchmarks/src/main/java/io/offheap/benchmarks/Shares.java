package io.offheap.benchmarks;

import io.offheap.allocator.ByteAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what share of 256 MiB can be used, what comes back, and what the tables cost on the Java
 * heap.
 */
final class Shares {
  private Shares() {}

  public static void main(String[] args) {
    System.out.printf(
        "%-10s %12s %12s %12s %12s %12s %12s%n",
        "allocator", "16..4096", "8..256 KiB", "given back", "tables 16 B", "64 B", "4096 B");
    for (String name : new String[] {"slab", "slab-fine", "buddy", "tlsf"}) {
      System.out.printf(
          "%-10s %11.1f%% %11.1f%% %11.1f%% %11.2f%% %11.2f%% %11.2f%%%n",
          name,
          100 * fill(name, 4, 12),
          100 * fill(name, 13, 18),
          100 * giveBack(name),
          100 * tables(name, 16),
          100 * tables(name, 64),
          100 * tables(name, 4096));
    }
  }

  /** The share of the arena held as requested bytes when the first request is refused. */
  private static double fill(String name, int low, int high) {
    ByteAllocator allocator = Rival.allocator(name);
    Requests requests = new Requests(Requests.SEED);
    long requested = 0;
    while (true) {
      int byteSize = requests.octave(low, high);
      if (allocator.tryAllocate(byteSize, 8) == ByteAllocator.NONE) break;
      requested += byteSize;
    }
    return requested / (double) Rival.ARENA_BYTES;
  }

  /**
   * The largest request after filling with 64 bytes and freeing in order, as a share of the arena.
   */
  private static double giveBack(String name) {
    ByteAllocator allocator = Rival.allocator(name);
    List<Long> blocks = new ArrayList<>();
    for (long a = allocator.tryAllocate(64, 8); a >= 0; a = allocator.tryAllocate(64, 8)) {
      blocks.add(a);
    }
    blocks.forEach(allocator::free);
    return allocator.largestAllocatable() / (double) Rival.ARENA_BYTES;
  }

  /**
   * Java heap held by the allocator when it is full of blocks of one size, as a share of the arena.
   */
  private static double tables(String name, int byteSize) {
    long before = heapBytes();
    ByteAllocator allocator = Rival.allocator(name);
    long count = 0;
    while (allocator.tryAllocate(byteSize, 8) != ByteAllocator.NONE) count++;
    long after = heapBytes();
    if (count != allocator.usedBytes() / Math.max(byteSize, allocator.usedBytes() / count)) {
      throw new AssertionError("blocks of another size");
    }
    return (after - before) / (double) Rival.ARENA_BYTES;
  }

  private static long heapBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
