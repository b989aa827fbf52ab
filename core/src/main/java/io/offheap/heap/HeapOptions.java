package io.offheap.heap;

import io.offheap.memory.AvailableMemory;
import io.offheap.memory.BackendChoice;
import io.offheap.memory.Region;
import java.util.List;

/**
 * How a {@link Heap} is to be.
 *
 * @param limitBytes most bytes to commit, at least 4096
 * @param chunkByteSize what is committed at a time, a power of two from 4096 to 1 GiB; below 32 KiB
 *     only the allocator {@code buddy} can use it
 * @param allocator the name of the back end, one of {@link #allocatorNames()}
 * @param backend where the memory may come from
 * @param decayMillis after how long idle memory has gone back to the system, in steps of 250; 0 for
 *     never but on {@link Heap#purge}
 */
public record HeapOptions(
    long limitBytes,
    long chunkByteSize,
    String allocator,
    BackendChoice backend,
    long decayMillis) {
  /** The back end of those who name none: slabs with fine size classes over a buddy. */
  public static final String DEFAULT_ALLOCATOR = "heap";

  /** After how long idle memory has gone back unless told otherwise, in milliseconds. */
  public static final long DEFAULT_DECAY_MILLIS = 10_000;

  private static final int SHARE_OF_MEMORY = 4;

  /**
   * Checks the name; the numbers are checked when the heap is opened.
   *
   * @throws IllegalArgumentException if there is no such allocator; the message lists those there
   *     are
   */
  public HeapOptions {
    BackEnds.check(allocator);
    if (decayMillis < 0) {
      throw new IllegalArgumentException("decayMillis is negative: " + decayMillis);
    }
  }

  /**
   * A quarter of the memory that the process may use, chunks that suit it, the default back end.
   */
  public static HeapOptions defaults() {
    return ofLimit(Math.max(AvailableMemory.bytes() / SHARE_OF_MEMORY, Region.PAGE_BYTE_SIZE));
  }

  /**
   * This limit, chunks that suit it, the default back end.
   *
   * @throws IllegalArgumentException if {@code limitBytes} is below 4096
   */
  public static HeapOptions ofLimit(long limitBytes) {
    return new HeapOptions(
        limitBytes,
        Region.chunkByteSizeFor(limitBytes),
        DEFAULT_ALLOCATOR,
        BackendChoice.AUTO,
        DEFAULT_DECAY_MILLIS);
  }

  /** The same with another chunk size. */
  public HeapOptions withChunkByteSize(long chunkByteSize) {
    return new HeapOptions(limitBytes, chunkByteSize, allocator, backend, decayMillis);
  }

  /**
   * The same with another back end.
   *
   * @throws IllegalArgumentException as for the constructor
   */
  public HeapOptions withAllocator(String allocator) {
    return new HeapOptions(limitBytes, chunkByteSize, allocator, backend, decayMillis);
  }

  /** The same with another choice of where the memory comes from. */
  public HeapOptions withBackend(BackendChoice backend) {
    return new HeapOptions(limitBytes, chunkByteSize, allocator, backend, decayMillis);
  }

  /** The same with another time that idle memory stays. */
  public HeapOptions withDecayMillis(long decayMillis) {
    return new HeapOptions(limitBytes, chunkByteSize, allocator, backend, decayMillis);
  }

  /** The names that {@code allocator} may have. */
  public static List<String> allocatorNames() {
    return BackEnds.names();
  }
}
