package io.offheap.allocator;

import java.util.Arrays;

/**
 * The block sizes that a slab allocator cuts.
 *
 * <p>Each is a multiple of 8; a block of size {@code c} is aligned to the largest power of two that
 * divides {@code c}. Immutable.
 */
public final class SizeClasses {
  /** The largest permitted size class, in bytes. */
  public static final int MAX_CLASS_BYTES = 1 << 20;

  private static final int MAX_COUNT = 127;
  private static final int QUANTUM_SHIFT = 3;

  private final int[] byteSizes;

  /**
   * {@code table[ceil(size / 8)]} is the index of the first class that holds {@code size} bytes.
   */
  private final byte[] table;

  private SizeClasses(int[] byteSizes) {
    this.byteSizes = byteSizes;
    int largest = byteSizes[byteSizes.length - 1];
    table = new byte[(largest >>> QUANTUM_SHIFT) + 1];
    int from = 0;
    for (int i = 0; i < byteSizes.length; i++) {
      int end = (byteSizes[i] >>> QUANTUM_SHIFT) + 1;
      Arrays.fill(table, from, end, (byte) i);
      from = end;
    }
  }

  /**
   * Any sizes.
   *
   * @param byteSizes 1 to 127 ascending multiples of 8, up to {@link #MAX_CLASS_BYTES}
   * @throws AllocException with {@link AllocError#INVALID_PARAM} otherwise
   */
  public static SizeClasses of(int... byteSizes) {
    int[] sizes = byteSizes.clone();
    if (sizes.length == 0 || sizes.length > MAX_COUNT) {
      throw AllocException.invalidState("number of size classes: " + sizes.length);
    }
    int previous = 0;
    for (int size : sizes) {
      if (size <= previous || size > MAX_CLASS_BYTES || (size & 7) != 0) {
        throw AllocException.invalidState("size class after " + previous + ": " + size);
      }
      previous = size;
    }
    return new SizeClasses(sizes);
  }

  /** 64, 128, 256, 512, 1024, 2048, 4096. */
  public static SizeClasses powersOfTwo() {
    return of(64, 128, 256, 512, 1024, 2048, 4096);
  }

  /**
   * Every 16 bytes to {@code 16 * steps}, then {@code steps} evenly spaced sizes per doubling; a
   * block wastes less than one part in {@code steps}.
   *
   * @param steps classes per doubling; a power of two from 1 to 16
   * @param largestBytes the last class; a power of two, from {@code 16 * steps} to {@link
   *     #MAX_CLASS_BYTES}
   * @throws AllocException with {@link AllocError#INVALID_PARAM} otherwise
   */
  public static SizeClasses fine(int steps, int largestBytes) {
    if (!Alignment.isPowerOfTwo(steps)
        || steps > 16
        || !Alignment.isPowerOfTwo(largestBytes)
        || largestBytes < 16 * steps) {
      throw AllocException.invalidState("steps, largestBytes: " + steps + ", " + largestBytes);
    }
    int[] sizes = new int[MAX_COUNT + 1];
    int count = 0;
    for (int size = 16; size <= 16 * steps; size += 16) sizes[count++] = size;
    for (int base = 16 * steps; base < largestBytes && count < MAX_COUNT; base *= 2) {
      for (int i = 1; i <= steps && count <= MAX_COUNT; i++) {
        sizes[count++] = base + base / steps * i;
      }
    }
    return of(Arrays.copyOf(sizes, count));
  }

  public int count() {
    return byteSizes.length;
  }

  /** The block size of a class, {@code 0 <= index < count()}. */
  public int byteSize(int index) {
    return byteSizes[index];
  }

  /**
   * The first class whose blocks hold {@code byteSize} bytes at a multiple of {@code
   * byteAlignment}; -1 if there is none.
   *
   * @param byteSize at least 0
   * @param byteAlignment a power of two
   */
  public int classFor(long byteSize, long byteAlignment) {
    long quanta = (byteSize + 7) >>> QUANTUM_SHIFT;
    if (quanta >= table.length) return -1;
    int index = table[(int) quanta];
    if (byteAlignment <= 1 << QUANTUM_SHIFT) return index;
    while ((byteSizes[index] & byteAlignment - 1) != 0) {
      if (++index == byteSizes.length) return -1;
    }
    return index;
  }
}
