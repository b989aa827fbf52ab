package io.offheap.allocator;

/** Hands out numbers, singly or in runs. Ids are independent: a run may be freed in parts. */
public interface IdAllocator extends BaseAllocator {
  /** The answer of {@link #tryAllocId} on exhaustion. */
  long NONE = -1;

  /**
   * Takes the lowest free run of {@code count} ids whose first is a multiple of {@code alignment}.
   *
   * @param count at least 1
   * @param alignment a power of two
   * @return the first id
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a wrong count or alignment,
   *     {@link AllocError#NO_MEMORY} if there is no such run
   */
  default long allocId(long count, long alignment) {
    long id = tryAllocId(count, alignment);
    if (id == NONE) throw AllocException.noIds(count, alignment, this);
    return id;
  }

  /**
   * As {@link #allocId}, but {@link #NONE} if there is no such run.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a wrong count or alignment
   */
  long tryAllocId(long count, long alignment);

  /**
   * Takes exactly this id until it is freed.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} if the id is not supported, {@link
   *     AllocError#NO_MEMORY} if it is taken
   */
  default void allocFixedId(long id) {
    if (!tryAllocFixedId(id)) throw AllocException.idTaken(id);
  }

  /**
   * As {@link #allocFixedId}, but answers whether the id could be had.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} if the id is not supported
   */
  boolean tryAllocFixedId(long id);

  /**
   * Gives ids back; none at all if any of them is not taken.
   *
   * @throws AllocException with {@link AllocError#INVALID_PARAM} for a negative count, {@link
   *     AllocError#NOT_ALLOCATED} if any of the ids is free or not supported
   */
  void deallocId(long firstId, long count);

  /** Whether the id is taken; false for those not supported. */
  boolean isAllocated(long id);

  /** The number of ids supported. */
  long size();

  long used();

  /** {@code size() - used()}. */
  default long available() {
    return size() - used();
  }

  /** The highest value that {@link #used} has had. */
  long peakUsed();

  /** How many requests have been refused because nothing fitting was free. */
  long failureCount();

  /** The length of the longest run of free ids. */
  long largestRun();

  /** Visits the maximal free and taken runs in ascending order; they tile what is supported. */
  void forEachRun(ByteAllocator.BlockVisitor visitor);

  /** Counts the maximal free runs by the base-two logarithm of their length. */
  default long[] freeRunHistogram() {
    long[] counts = new long[64];
    forEachRun((firstId, count, live) -> {
      if (!live) counts[Alignment.floorLog2(count)]++;
    });
    return counts;
  }

  /**
   * Checks the implementation's own records against each other.
   *
   * @throws IllegalStateException if they disagree
   */
  void checkInvariants(ByteAllocator.CheckLevel level);
}
