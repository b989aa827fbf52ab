package io.offheap.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conformance case 32: the collections of the originals' integration test, one after the other on
 * one allocator, whose blocks are 128 MiB of real memory.
 *
 * <p>The system property {@code offheap.workloads.percent} scales them (5 if not set); at 100 they
 * have the originals' sizes.
 */
class CollectionWorkloadsTest {
  private static final int PERCENT = Integer.getInteger("offheap.workloads.percent", 5);
  private static final long POOL_BYTES = 128 << 20;
  private static final long BASE = 1L << 30;

  private static final Arena ARENA = Arena.ofShared();
  private static final MemorySegment POOL = ARENA.allocate(POOL_BYTES, 4096);

  @AfterAll
  static void release() {
    ARENA.close();
  }

  private static int scaled(int full) {
    return Math.max(10, (int) ((long) full * PERCENT / 100));
  }

  private static ByteAllocator make(String name) {
    return switch (name) {
      case "slab fine" -> ByteAllocators.create("slab", Map.of("steps", "8"));
      case "shared slab" -> new SharedByteAllocator(new SlabByteAllocator());
      default -> ByteAllocators.create(name, Map.of());
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"buddy", "slab", "slab fine", "tlsf", "shared slab", "bump"})
  void collections_work(String name) {
    ByteAllocator allocator = make(name);
    allocator.init(BASE, POOL_BYTES);
    long largest = allocator.largestAllocatable();
    Random random = new Random(20260101);
    alignment(allocator, random, 50);
    assertGivenBack(allocator, largest);
    vec(allocator, random, scaled(3_000_000));
    assertGivenBack(allocator, largest);
    vec2(allocator, random, scaled(30_000), 64);
    assertGivenBack(allocator, largest);
    vec2(allocator, random, scaled(7_500), 520);
    assertGivenBack(allocator, largest);
    map(allocator, random, scaled(50_000));
    assertGivenBack(allocator, largest);
    assertThat(allocator.failureCount()).isZero();
  }

  private static void assertGivenBack(ByteAllocator allocator, long largest) {
    assertThat(allocator.usedBytes()).isZero();
    assertThat(allocator.largestAllocatable()).isEqualTo(largest);
    allocator.checkInvariants(CheckLevel.EXPENSIVE);
  }

  private static MemorySegment block(long address, long byteSize) {
    return POOL.asSlice(address - BASE, byteSize);
  }

  /** Blocks of all alignments up to 64, of which a third goes while the others come. */
  private static void alignment(ByteAllocator allocator, Random random, int steps) {
    record Block(long address, Layout layout) {}
    List<Block> live = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      if (live.isEmpty() || random.nextInt(3) < 2) {
        long size = Math.round((1L << random.nextInt(16)) * (1 + random.nextDouble()));
        Layout layout = new Layout(size, 1L << random.nextInt(8));
        long address = allocator.allocate(layout);
        assertThat(address % layout.byteAlignment()).isZero();
        live.add(new Block(address, layout));
      } else {
        Block block = live.remove(random.nextInt(live.size()));
        allocator.free(block.address, block.layout);
      }
    }
    for (Block block : live) allocator.free(block.address, block.layout);
  }

  /** A list of numbers whose capacity is known, sorted with the help of a second block. */
  private static void vec(ByteAllocator allocator, Random random, int count) {
    Layout layout = new Layout(4L * count, 4);
    long numbers = allocator.allocate(layout);
    long scratch = allocator.allocate(layout);
    MemorySegment from = block(numbers, layout.byteSize());
    MemorySegment to = block(scratch, layout.byteSize());
    long sum = 0;
    for (int i = 0; i < count; i++) {
      int number = random.nextInt();
      from.setAtIndex(ValueLayout.JAVA_INT, i, number);
      sum += number;
    }
    for (long run = 1; run < count; run *= 2) {
      for (long i = 0; i < count; i += 2 * run) {
        merge(from, to, i, Math.min(i + run, count), Math.min(i + 2 * run, count));
      }
      MemorySegment sorted = to;
      to = from;
      from = sorted;
    }
    boolean ascending = true;
    int previous = Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int number = from.getAtIndex(ValueLayout.JAVA_INT, i);
      ascending &= previous <= number;
      previous = number;
      sum -= number;
    }
    assertThat(ascending).isTrue();
    assertThat(sum).isZero();
    allocator.free(numbers, layout);
    allocator.free(scratch, layout);
  }

  private static void merge(MemorySegment from, MemorySegment to, long low, long mid, long high) {
    long left = low;
    long right = mid;
    for (long i = low; i < high; i++) {
      int a = left < mid ? from.getAtIndex(ValueLayout.JAVA_INT, left) : 0;
      int b = right < high ? from.getAtIndex(ValueLayout.JAVA_INT, right) : 0;
      boolean takeLeft = right == high || (left < mid && a <= b);
      to.setAtIndex(ValueLayout.JAVA_INT, i, takeLeft ? a : b);
      if (takeLeft) left++;
      else right++;
    }
  }

  /** Blocks of {@code words} numbers each, freed in random order. */
  private static void vec2(ByteAllocator allocator, Random random, int count, int words) {
    Layout layout = new Layout(8L * words, 8);
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long address = allocator.allocate(layout);
      MemorySegment block = block(address, layout.byteSize());
      for (int w = 0; w < words; w++) block.setAtIndex(ValueLayout.JAVA_LONG, w, address + w);
      blocks.add(address);
    }
    Collections.shuffle(blocks, random);
    for (long address : blocks) {
      MemorySegment block = block(address, layout.byteSize());
      boolean intact = true;
      for (int w = 0; w < words; w++) {
        intact &= block.getAtIndex(ValueLayout.JAVA_LONG, w) == address + w;
      }
      assertThat(intact).isTrue();
      allocator.free(address, layout);
    }
  }

  private static void map(ByteAllocator allocator, Random random, int steps) {
    TreeInBlocks tree = new TreeInBlocks(allocator, POOL, BASE);
    for (int i = 0; i < steps; i++) {
      if (!tree.isEmpty() && random.nextInt(5) == 0) tree.removeFirst();
      else tree.put(random.nextInt() & 0xffff_ffffL);
    }
    assertThat(tree.size()).isGreaterThan(1);
    String previous = "";
    while (!tree.isEmpty()) {
      String key = tree.removeFirst();
      assertThat(key).isGreaterThan(previous);
      previous = key;
    }
    assertThat(tree.size()).isZero();
  }
}
