package io.offheap.allocator;

/** Why an allocator refused a call. */
public enum AllocError {
  /** A size, alignment, address or range that no state of the allocator could make valid. */
  INVALID_PARAM,
  /** Memory was added that the allocator already manages, wholly or in part. */
  MEMORY_OVERLAP,
  /** No free block satisfies the request. */
  NO_MEMORY,
  /** What was to be freed or looked up is not the start of a live block. */
  NOT_ALLOCATED;

  /**
   * The two-valued form in which operating-system interfaces report it.
   *
   * @return {@code NO_MEMORY} for exhaustion and {@code INVALID_INPUT} for everything else
   */
  public Kind kind() {
    return this == NO_MEMORY ? Kind.NO_MEMORY : Kind.INVALID_INPUT;
  }

  /** Exhaustion, which a correct program may meet, against misuse, which it may not. */
  public enum Kind {
    NO_MEMORY,
    INVALID_INPUT
  }
}
