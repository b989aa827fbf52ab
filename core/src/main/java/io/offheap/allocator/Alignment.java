package io.offheap.allocator;

/** Arithmetic on addresses and sizes with power-of-two alignments. */
public final class Alignment {
  private Alignment() {}

  /**
   * The largest multiple of {@code byteAlignment} that is not above {@code value}.
   *
   * @param value at least 0
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a negative value or an
   *     alignment that is no power of two
   */
  public static long alignDown(long value, long byteAlignment) {
    checkRequest(value, 1);
    checkAlignment(byteAlignment);
    return roundDown(value, byteAlignment);
  }

  /**
   * The smallest multiple of {@code byteAlignment} that is not below {@code value}.
   *
   * @param value at least 0
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a negative value, an alignment
   *     that is no power of two, or a result above {@link Long#MAX_VALUE}
   */
  public static long alignUp(long value, long byteAlignment) {
    checkRequest(value, byteAlignment);
    return roundUp(value, byteAlignment);
  }

  /**
   * Whether {@code value} is a multiple of {@code byteAlignment}.
   *
   * @param value at least 0
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a negative value or an
   *     alignment that is no power of two
   */
  public static boolean isAligned(long value, long byteAlignment) {
    return alignDown(value, byteAlignment) == value;
  }

  // Below: for arguments that are known to be valid.

  static long roundDown(long value, long byteAlignment) {
    return value & -byteAlignment;
  }

  static long roundUp(long value, long byteAlignment) {
    return (value + byteAlignment - 1) & -byteAlignment;
  }

  static boolean isPowerOfTwo(long value) {
    return value > 0 && (value & (value - 1)) == 0;
  }

  /** The exponent of the largest power of two that is not above {@code value >= 1}. */
  static int floorLog2(long value) {
    return 63 - Long.numberOfLeadingZeros(value);
  }

  /** The exponent of the smallest power of two that is not below {@code value >= 1}. */
  static int ceilLog2(long value) {
    return 64 - Long.numberOfLeadingZeros(value - 1);
  }

  static void checkAlignment(long byteAlignment) {
    if (!isPowerOfTwo(byteAlignment)) throw AllocException.invalidAlignment(byteAlignment);
  }

  /** The condition of {@link Layout}, for requests that come as two numbers. */
  static void checkRequest(long byteSize, long byteAlignment) {
    checkAlignment(byteAlignment);
    if (byteSize < 0) throw AllocException.invalidSize(byteSize);
    if (byteSize > Long.MAX_VALUE - (byteAlignment - 1)) {
      throw AllocException.sizeTooLarge(byteSize, byteAlignment);
    }
  }
}
