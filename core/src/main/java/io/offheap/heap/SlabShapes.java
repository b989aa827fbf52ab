package io.offheap.heap;

import io.offheap.allocator.SizeClasses;
import java.util.Arrays;

/**
 * The size classes of a heap, how large their slabs are, and how many blocks a shard may keep of
 * each. Immutable.
 *
 * <p>All follow from the chunk size, so that a heap with a small limit is not used up by one slab
 * of each class: with chunks of 16 MiB pages have 64 KiB and classes end at 256 KiB, with chunks of
 * 64 KiB pages have 4 KiB and classes end there too.
 */
final class SlabShapes {
  private static final int MIN_PAGE_BYTES = 4096;
  private static final int MAX_PAGE_BYTES = 64 << 10;
  private static final int PAGES_PER_CHUNK = 256;

  /** A slab has so many blocks, unless that makes it larger than a 128th of a chunk. */
  private static final int USUAL_BLOCKS = 64;

  /** And so many in any case, unless that makes it larger than an eighth of a chunk. */
  private static final int MIN_BLOCKS = 8;

  private static final int CACHED_BYTES = 64 << 10;
  private static final int MIN_CACHED_BLOCKS = 16;
  private static final int MAX_CACHED_BLOCKS = 128;

  private static final int RETURNED_BYTES = 8 << 10;
  private static final int MIN_RETURNED_BLOCKS = 4;
  private static final int MAX_RETURNED_BLOCKS = 32;

  private static final int FINE_STEPS = 8;
  private static final int FINE_TO_BYTES = 4096;
  private static final int COARSE_STEPS = 4;
  private static final int MAX_CLASS_BYTES = 256 << 10;

  private final SizeClasses classes;
  private final int pageShift;
  private final int[] slabBytes;
  private final int[] cachedBlocks;

  private SlabShapes(SizeClasses classes, long chunkByteSize) {
    this.classes = classes;
    int pageBytes = pageBytes(chunkByteSize);
    pageShift = Integer.numberOfTrailingZeros(pageBytes);
    slabBytes = new int[classes.count()];
    cachedBlocks = new int[classes.count()];
    for (int i = 0; i < slabBytes.length; i++) {
      int blockBytes = classes.byteSize(i);
      long usual = Math.min(powerOfTwo((long) USUAL_BLOCKS * blockBytes), chunkByteSize / 128);
      long least = Math.min(powerOfTwo((long) MIN_BLOCKS * blockBytes), largestSlab(chunkByteSize));
      slabBytes[i] = (int) Math.max(Math.max(usual, least), pageBytes);
      cachedBlocks[i] = Math.clamp(CACHED_BYTES / blockBytes, MIN_CACHED_BLOCKS, MAX_CACHED_BLOCKS);
    }
  }

  /**
   * Every 16 bytes to 128, eight classes a doubling to 4 KiB, four a doubling up to 256 KiB or what
   * the chunks allow.
   */
  static SlabShapes fine(long chunkByteSize) {
    return new SlabShapes(upTo(fineClasses(), chunkByteSize), chunkByteSize);
  }

  /** 64, 128 ... 4096, or what the chunks allow. */
  static SlabShapes powersOfTwo(long chunkByteSize) {
    return new SlabShapes(upTo(SizeClasses.powersOfTwo(), chunkByteSize), chunkByteSize);
  }

  private static SizeClasses fineClasses() {
    SizeClasses small = SizeClasses.fine(FINE_STEPS, FINE_TO_BYTES);
    int[] sizes = new int[127];
    int count = 0;
    for (; count < small.count(); count++) sizes[count] = small.byteSize(count);
    for (int base = FINE_TO_BYTES; base < MAX_CLASS_BYTES; base *= 2) {
      for (int i = 1; i <= COARSE_STEPS; i++) sizes[count++] = base + base / COARSE_STEPS * i;
    }
    return SizeClasses.of(Arrays.copyOf(sizes, count));
  }

  /** Those classes of which the largest slab holds eight blocks, or two up to 4 KiB. */
  private static SizeClasses upTo(SizeClasses all, long chunkByteSize) {
    long slab = largestSlab(chunkByteSize);
    long largest = Math.max(slab / MIN_BLOCKS, Math.min(FINE_TO_BYTES, slab / 2));
    int[] sizes = new int[all.count()];
    int count = 0;
    while (count < sizes.length && all.byteSize(count) <= largest) {
      sizes[count] = all.byteSize(count);
      count++;
    }
    return SizeClasses.of(Arrays.copyOf(sizes, count));
  }

  private static int pageBytes(long chunkByteSize) {
    return Math.clamp(chunkByteSize / PAGES_PER_CHUNK, MIN_PAGE_BYTES, MAX_PAGE_BYTES);
  }

  private static long largestSlab(long chunkByteSize) {
    return Math.max(pageBytes(chunkByteSize), chunkByteSize / 8);
  }

  private static long powerOfTwo(long byteSize) {
    return Long.highestOneBit(byteSize - 1) << 1;
  }

  SizeClasses classes() {
    return classes;
  }

  int count() {
    return slabBytes.length;
  }

  int pageShift() {
    return pageShift;
  }

  int blockBytes(int index) {
    return classes.byteSize(index);
  }

  /** A power of two. */
  int slabBytes(int index) {
    return slabBytes[index];
  }

  /** What makes all blocks of the slab as aligned as their size is. */
  long slabAlignment(int index) {
    return Math.max(1L << pageShift, Integer.lowestOneBit(classes.byteSize(index)));
  }

  /**
   * The most blocks of other shards' slabs that a shard collects before it gives them back; 0 for
   * large blocks, which it uses as its own: few of their states share a cache line.
   */
  int returnedBlocks(int index) {
    int blockBytes = classes.byteSize(index);
    if (blockBytes > FINE_TO_BYTES) return 0;
    return Math.clamp(RETURNED_BYTES / blockBytes, MIN_RETURNED_BLOCKS, MAX_RETURNED_BLOCKS);
  }

  /** The most blocks that a shard keeps. */
  int cachedBlocks(int index) {
    return cachedBlocks[index];
  }
}
