package io.offheap.allocator;

/**
 * Which free list a block size belongs to: 32 lists per doubling, numbered {@code first * 32 +
 * second}.
 *
 * <p>{@code first} is how many doublings a size is above the granule, {@code second} the five bits
 * after its leading one. Sizes are in bytes and multiples of the granule.
 */
final class TlsfSizes {
  static final int SECOND_LEVEL_BITS = 5;
  static final int SECOND_LEVEL_COUNT = 1 << SECOND_LEVEL_BITS;

  private TlsfSizes() {}

  /** The list that a block of this size is put on. */
  static int floor(long byteSize, int granuleShift) {
    int log2 = Alignment.floorLog2(byteSize);
    long mantissa =
        log2 >= SECOND_LEVEL_BITS
            ? byteSize >>> (log2 - SECOND_LEVEL_BITS)
            : byteSize << (SECOND_LEVEL_BITS - log2);
    return ((log2 - granuleShift) << SECOND_LEVEL_BITS) + (int) (mantissa & 31);
  }

  /** The first list of which every block is at least this large. */
  static int ceil(long byteSize, int granuleShift) {
    int log2 = Alignment.floorLog2(byteSize);
    if (log2 < SECOND_LEVEL_BITS) return floor(byteSize, granuleShift);
    return floor(byteSize + (1L << (log2 - SECOND_LEVEL_BITS)) - 1, granuleShift);
  }

  /** The smallest size on a list. It need not be a multiple of the granule. */
  static long start(int list, int granuleShift) {
    int log2 = (list >>> SECOND_LEVEL_BITS) + granuleShift;
    long mantissa = SECOND_LEVEL_COUNT + (long) (list & 31);
    return log2 >= SECOND_LEVEL_BITS
        ? mantissa << (log2 - SECOND_LEVEL_BITS)
        : mantissa >>> (SECOND_LEVEL_BITS - log2);
  }
}
