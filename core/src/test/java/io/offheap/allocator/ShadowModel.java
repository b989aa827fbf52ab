package io.offheap.allocator;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Drives an allocator with random calls and compares it, call by call, with a plain account of what
 * is live.
 *
 * <p>The account is a map from address to layout and a picture of the memory in which every block
 * has a pattern of its own, so that an overlap shows at the latest when a block is freed. The same
 * configuration, seed and steps make the same calls. What a step draws depends on the seed and its
 * number only, so steps can be left out.
 */
final class ShadowModel {
  /** What went wrong, and at which step, counted from 1. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    final int step;

    Failure(int step, Throwable cause) {
      super("step " + step + ": " + cause, cause);
      this.step = step;
    }
  }

  private final ByteAllocator allocator;
  private final long seed;
  private final Random random = new Random();
  private final long base;
  private final byte[] picture;
  private final long maxSize;
  private final long largestAtStart;
  private final TreeMap<Long, Layout> live = new TreeMap<>();
  private final List<Long> order = new ArrayList<>();
  private long lastFreed = -1;

  private ShadowModel(Configuration configuration, long seed) {
    allocator = configuration.make();
    this.seed = seed;
    base = configuration.lowest();
    picture = new byte[Math.toIntExact(configuration.highest() - base)];
    maxSize = configuration.memoryBytes() / 8;
    largestAtStart = allocator.largestAllocatable();
  }

  /**
   * Makes the calls {@code 1..steps} and then frees everything.
   *
   * @throws Failure at the first step after which something is wrong; {@code steps + 1} if only the
   *     end is
   */
  static void run(Configuration configuration, long seed, int steps, int expensiveEvery) {
    run(configuration, seed, Shrinker.prefix(steps), expensiveEvery);
  }

  /** As {@link #run(Configuration, long, int, int)}, with the calls of these numbers. */
  private static void run(
      Configuration configuration, long seed, BitSet steps, int expensiveEvery) {
    ShadowModel model = new ShadowModel(configuration, seed);
    int step = steps.nextSetBit(1);
    for (; step > 0; step = steps.nextSetBit(step + 1)) {
      try {
        model.step(step);
        model.allocator.checkInvariants(CheckLevel.CHEAP);
        if (step % expensiveEvery == 0) model.allocator.checkInvariants(CheckLevel.EXPENSIVE);
      } catch (RuntimeException | AssertionError e) {
        throw new Failure(step, e);
      }
    }
    try {
      model.freeAll();
    } catch (RuntimeException | AssertionError e) {
      throw new Failure(steps.length(), e);
    }
  }

  /**
   * As {@link #run(Configuration, long, int, int)}; on failure tells the seed, the shortest prefix
   * of calls that fails, and which of them are enough.
   */
  static void check(Configuration configuration, long seed, int steps) {
    try {
      run(configuration, seed, steps, 64);
    } catch (Failure first) {
      boolean cheapSees =
          failureOf(
                  configuration,
                  seed,
                  Shrinker.prefix(Math.min(first.step, steps)),
                  Integer.MAX_VALUE)
              != null;
      int every = cheapSees ? Integer.MAX_VALUE : 1;
      Shrinker shrinker = new Shrinker(kept -> failureOf(configuration, seed, kept, every));
      BitSet prefix = shrinker.shortestPrefix(Math.min(first.step, steps));
      BitSet enough = shrinker.withoutTheRest(prefix);
      Failure last = failureOf(configuration, seed, enough, every);
      throw new AssertionError(
          configuration
              + ", seed "
              + seed
              + ": fails within "
              + (prefix.length() - 1)
              + " steps; enough are these "
              + enough.cardinality()
              + ": "
              + enough,
          last == null ? first : last);
    }
  }

  private static @Nullable Failure failureOf(
      Configuration configuration, long seed, BitSet steps, int expensiveEvery) {
    try {
      run(configuration, seed, steps, expensiveEvery);
      return null;
    } catch (Failure failure) {
      return failure;
    }
  }

  private void step(int number) {
    long mixed = (seed + number * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    random.setSeed(mixed ^ mixed >>> 31);
    int kind = random.nextInt(100);
    if (kind < 55 || live.isEmpty()) allocate();
    else if (kind < 88) freeOne(order.get(random.nextInt(order.size())));
    else if (kind < 93) resize();
    else refuse();
    long sum = 0;
    if (random.nextInt(64) == 0) {
      for (Map.Entry<Long, Layout> block : live.entrySet()) {
        sum += allocator.usableSize(block.getKey());
      }
      require(sum == allocator.usedBytes(), "used bytes");
    }
  }

  private Layout randomLayout() {
    int bits = random.nextInt(Alignment.floorLog2(maxSize) + 1);
    long size = random.nextInt(20) == 0 ? 0 : random.nextLong(1L << bits, 2L << bits);
    return new Layout(Math.min(size, maxSize), 1L << random.nextInt(13));
  }

  private void allocate() {
    Layout layout = randomLayout();
    long address = allocator.tryAllocate(layout.byteSize(), layout.byteAlignment());
    if (address == ByteAllocator.NONE) {
      long needed = layout.byteSize() + layout.byteAlignment();
      require(needed * 4 > allocator.largestAllocatable(), "refused " + layout);
      if (live.isEmpty()) return;
      for (int i = live.size() / 4; i >= 0; i--) freeOne(order.get(random.nextInt(order.size())));
      return;
    }
    require(address % layout.byteAlignment() == 0, "alignment of " + address);
    if (address == SharedByteAllocator.EMPTY) {
      allocator.free(address, layout);
      return;
    }
    long usable = allocator.usableSize(address);
    require(usable >= layout.byteSize(), "usable size of " + address);
    Map.Entry<Long, Layout> before = live.floorEntry(address);
    require(
        before == null || before.getKey() + Math.max(1, before.getValue().byteSize()) <= address,
        "overlaps the block before: " + address);
    Long after = live.ceilingKey(address);
    require(after == null || address + usable <= after, "overlaps the block after: " + address);
    live.put(address, layout);
    order.add(address);
    paint(address, layout.byteSize());
  }

  private void paint(long address, long byteSize) {
    int from = (int) (address - base);
    Arrays.fill(picture, from, from + (int) byteSize, pattern(address));
  }

  private void requirePainted(long address, long byteSize) {
    int from = (int) (address - base);
    byte pattern = pattern(address);
    for (int i = from; i < from + byteSize; i++) {
      require(picture[i] == pattern, "contents of the block at " + address);
    }
  }

  private static byte pattern(long address) {
    return (byte) ((address * 0x9E3779B97F4A7C15L) >>> 56);
  }

  private void freeOne(long address) {
    Layout layout = Objects.requireNonNull(live.remove(address));
    int at = order.indexOf(address);
    order.set(at, order.get(order.size() - 1));
    order.remove(order.size() - 1);
    requirePainted(address, layout.byteSize());
    if (random.nextBoolean()) allocator.free(address, layout);
    else require(allocator.free(address) >= layout.byteSize(), "freed bytes");
    lastFreed = address;
  }

  private void resize() {
    long address = order.get(random.nextInt(order.size()));
    Layout old = Objects.requireNonNull(live.get(address));
    Layout layout = new Layout(randomLayout().byteSize(), old.byteAlignment());
    long used = allocator.usedBytes();
    if (allocator.tryResize(address, layout)) {
      requirePainted(address, Math.min(old.byteSize(), layout.byteSize()));
      live.put(address, layout);
      paint(address, layout.byteSize());
      Long after = live.higherKey(address);
      long end = address + allocator.usableSize(address);
      require(after == null || end <= after, "grew into the block after: " + address);
    } else {
      require(allocator.usedBytes() == used, "used bytes after a refused resize");
    }
  }

  /** A call that must be refused and must change nothing. */
  private void refuse() {
    boolean compare = random.nextInt(8) == 0;
    long digest = compare ? AllocAssertions.digest(allocator) : 0;
    long used = allocator.usedBytes();
    long address = order.get(random.nextInt(order.size()));
    Layout layout = Objects.requireNonNull(live.get(address));
    switch (random.nextInt(5)) {
      case 0 -> requireRefused(address + 1 + random.nextInt(7), null);
      case 1 -> {
        if (layout.byteSize() > 8) requireRefused(address + layout.byteSize() / 2 + 1, layout);
      }
      case 2 -> {
        if (lastFreed >= 0 && !live.containsKey(lastFreed)) requireRefused(lastFreed, null);
      }
      case 3 -> {
        long larger = allocator.usableSize(address) + 1 + random.nextInt(1000);
        requireRefused(address, new Layout(larger, 1));
      }
      default -> requireRefused(random.nextLong() | 1L << 62 | 1, layout);
    }
    require(allocator.usedBytes() == used, "used bytes after a refused call");
    if (compare) require(AllocAssertions.digest(allocator) == digest, "state after a refused call");
  }

  private void requireRefused(long address, @Nullable Layout layout) {
    if (live.containsKey(address) && layout == null) return;
    try {
      if (layout == null) allocator.free(address);
      else allocator.free(address, layout);
    } catch (AllocException expected) {
      return;
    }
    throw new AssertionError("free of " + address + " as " + layout + " was accepted");
  }

  private void freeAll() {
    random.setSeed(seed);
    while (!order.isEmpty()) freeOne(order.get(order.size() - 1));
    require(allocator.usedBytes() == 0, "used bytes at the end");
    require(allocator.largestAllocatable() == largestAtStart, "largest block at the end");
    allocator.checkInvariants(CheckLevel.EXPENSIVE);
  }

  private static void require(boolean holds, String what) {
    if (!holds) throw new AssertionError(what);
  }
}
