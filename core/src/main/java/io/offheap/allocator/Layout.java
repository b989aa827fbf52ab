package io.offheap.allocator;

/**
 * The size and the alignment of a request.
 *
 * @param byteSize at least 0; 0 is served by the smallest block
 * @param byteAlignment a power of two; {@code byteSize} rounded up to it must not exceed {@link
 *     Long#MAX_VALUE}
 */
public record Layout(long byteSize, long byteAlignment) {

  /**
   * Validates both components.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} if they are outside the ranges
   *     above
   */
  public Layout {
    Alignment.checkRequest(byteSize, byteAlignment);
  }

  /**
   * A layout without a demand on the address.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} if {@code byteSize} is negative
   */
  public static Layout ofBytes(long byteSize) {
    return new Layout(byteSize, 1);
  }

  /** The smallest multiple of the alignment that holds the size. */
  public long paddedByteSize() {
    return Alignment.roundUp(byteSize, byteAlignment);
  }
}
