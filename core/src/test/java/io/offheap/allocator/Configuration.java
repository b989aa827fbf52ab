package io.offheap.allocator;

import com.acme.bump.BumpByteAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A byte allocator with its parameters and its memory, for tests that run over many. */
final class Configuration {
  private final String name;
  private final Supplier<ByteAllocator> maker;

  /** Start and size of each range, pairwise. */
  private final long[] regions;

  private Configuration(String name, Supplier<ByteAllocator> maker, long... regions) {
    this.name = name;
    this.maker = maker;
    this.regions = regions;
  }

  ByteAllocator make() {
    ByteAllocator allocator = maker.get();
    allocator.init(regions[0], regions[1]);
    for (int i = 2; i < regions.length; i += 2) allocator.addMemory(regions[i], regions[i + 1]);
    return allocator;
  }

  /** The lowest address of the memory, and the first above it. */
  long lowest() {
    long lowest = Long.MAX_VALUE;
    for (int i = 0; i < regions.length; i += 2) lowest = Math.min(lowest, regions[i]);
    return lowest;
  }

  long highest() {
    long highest = 0;
    for (int i = 0; i < regions.length; i += 2) {
      highest = Math.max(highest, regions[i] + regions[i + 1]);
    }
    return highest;
  }

  /** The same memory under an allocator that wraps this one's. */
  Configuration wrapped(String newName, UnaryOperator<ByteAllocator> wrapper) {
    return new Configuration(newName, () -> wrapper.apply(maker.get()), regions);
  }

  long memoryBytes() {
    long sum = 0;
    for (int i = 1; i < regions.length; i += 2) sum += regions[i];
    return sum;
  }

  @Override
  public String toString() {
    return name;
  }

  private static final long MIB = 1 << 20;

  /** Every allocator, by parameters, base and number of ranges. */
  static List<Configuration> all() {
    List<Configuration> all = new ArrayList<>();
    long[][] places = {
      {0, MIB},
      {MIB, MIB},
      {1L << 40, MIB / 2, (1L << 40) + MIB / 2, MIB / 2},
      {8 * MIB, MIB / 2, 2 * MIB, MIB / 4, 9 * MIB, MIB / 4},
    };
    String[] placeNames = {"at 0", "at 1 MiB", "two that touch", "three apart"};
    for (int p = 0; p < places.length; p++) {
      String at = " " + placeNames[p];
      long[] place = places[p];
      all.add(new Configuration("buddy 8" + at, BuddyByteAllocator::new, place));
      all.add(new Configuration("buddy 64" + at, () -> buddy(64, 1L << 62), place));
      all.add(new Configuration("buddy 4096" + at, () -> buddy(4096, 1L << 62), place));
      all.add(new Configuration("buddy to 64 KiB" + at, () -> buddy(16, 65536), place));
      all.add(new Configuration("slab" + at, SlabByteAllocator::new, place));
      all.add(new Configuration("slab fine 4" + at, () -> slab(4, 32768), place));
      all.add(new Configuration("slab fine 8" + at, () -> slab(8, 4096), place));
      all.add(new Configuration("tlsf 16" + at, TlsfByteAllocator::new, place));
      all.add(new Configuration("tlsf 64" + at, () -> new TlsfByteAllocator(64), place));
      all.add(
          new Configuration(
              "shared tlsf 8" + at,
              () -> new SharedByteAllocator(new TlsfByteAllocator(8)),
              place));
    }
    long odd = 24;
    all.add(new Configuration("buddy odd", BuddyByteAllocator::new, odd, MIB + 1000));
    all.add(new Configuration("tlsf odd", TlsfByteAllocator::new, odd, MIB + 1000));
    all.add(new Configuration("bump", BumpByteAllocator::new, MIB, MIB / 16));
    return all;
  }

  private static ByteAllocator buddy(long min, long max) {
    return new BuddyByteAllocator(min, max);
  }

  private static ByteAllocator slab(int steps, int largest) {
    return new SlabByteAllocator(SizeClasses.fine(steps, largest), SlabListener.NONE);
  }
}
