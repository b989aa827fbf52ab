package io.offheap.array;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapListener.RefusalOutcome;
import io.offheap.heap.HeapOptions;
import io.offheap.heap.HeapStatistics;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The off-heap memory behind all handles of the process: one {@link Heap}, and the {@link
 * Reclaimer} that frees a block once its handle is unreachable.
 *
 * <p>Both are made when the first array asks for memory, or when {@link #heap()} or {@link
 * #reclaimer()} is called; until then neither memory nor a thread is used. Thread-safe.
 *
 * <p>A new array gets its elements, in this order, from: the Java heap if it is smaller than the
 * gate ({@link ArrayOptions#minBytes()}); the off-heap heap; the off-heap heap again once blocks of
 * dead handles are freed, for which the collector may be run; and then the Java heap or, if so
 * configured, nowhere: {@code OutOfMemoryError}.
 */
public final class ArrayMemory {
  /** Elements of 8 bytes must not tear. */
  private static final long BYTE_ALIGNMENT = 8;

  private static volatile @Nullable ArrayOptions configured;
  private static volatile @Nullable ArrayMemory current;

  /** What is to be run when the memory is opened; guarded by the class. */
  private static @Nullable Runnable opening;

  private final ArrayOptions options;
  private final Heap heap;
  private final Reclaimer reclaimer;

  private ArrayMemory(ArrayOptions options) {
    this.options = options;
    heap =
        Heap.open(
            HeapOptions.ofLimit(options.limitBytes())
                .withAllocator(options.allocator())
                .withBackend(options.backend()));
    reclaimer = new Reclaimer(heap);
  }

  /**
   * Says how the memory is to be. Without this, the system properties {@code offheap.limit}, {@code
   * offheap.allocator}, {@code offheap.min}, {@code offheap.exhausted} and {@code offheap.native}
   * do.
   *
   * @throws IllegalStateException if it is in use or configured already
   */
  public static void configure(ArrayOptions options) {
    configure(options, () -> {});
  }

  /**
   * Says how the memory is to be, and what is to happen when it is opened.
   *
   * @param whenOpened is run once, by the thread that opens the memory and before it gets any: for
   *     whoever wants to see all that happens
   * @throws IllegalStateException if it is in use or configured already
   */
  public static synchronized void configure(ArrayOptions options, Runnable whenOpened) {
    if (configured != null) {
      throw new IllegalStateException("the array memory is configured or in use already");
    }
    configured = options;
    opening = whenOpened;
  }

  /** The options in force. */
  public static ArrayOptions options() {
    ArrayOptions options = configured;
    return options != null ? options : configureDefaults();
  }

  /** Where the blocks come from. */
  public static Heap heap() {
    return current().heap;
  }

  /** What frees the blocks. */
  public static Reclaimer reclaimer() {
    return current().reclaimer;
  }

  /** For tests: new memory with these options. Handles that exist keep theirs. */
  static synchronized void replace(ArrayOptions options) {
    configured = options;
    current = null;
  }

  /**
   * Memory for the elements of a new handle, all zero, freed when the handle is unreachable.
   *
   * @param byteSize of the elements
   * @return a segment of that size, or {@link MemorySegment#NULL} if the elements belong on the
   *     Java heap
   * @throws OutOfMemoryError if there is no memory, and the options say that this is an error
   */
  static MemorySegment allocate(PrimitiveArray handle, long byteSize) {
    if (byteSize == 0 || byteSize < options().minBytes()) {
      return MemorySegment.NULL;
    }
    return current().allocateBlock(handle, byteSize);
  }

  private MemorySegment allocateBlock(PrimitiveArray handle, long byteSize) {
    StackProbe.check();
    // Whatever needs the Java heap comes before the block is taken, or gives it back on failure.
    Reclaimer.Block block = reclaimer.newBlock(handle);
    long address = heap.tryAllocateZeroed(byteSize, BYTE_ALIGNMENT);
    if (address == Heap.NULL) {
      address = reclaimer.allocateAfterReclaiming(byteSize, BYTE_ALIGNMENT);
      if (address == Heap.NULL) {
        return refuse(byteSize);
      }
    }
    MemorySegment memory;
    try {
      memory = heap.segment(address, byteSize);
    } catch (Throwable failure) {
      heap.free(address);
      throw failure;
    }
    reclaimer.track(block, address);
    return memory;
  }

  private MemorySegment refuse(long byteSize) {
    if (!options.failOnExhaustion()) {
      heap.refused(byteSize, RefusalOutcome.JAVA_HEAP);
      return MemorySegment.NULL;
    }
    heap.refused(byteSize, RefusalOutcome.ERROR);
    HeapStatistics statistics = heap.statistics();
    throw Failures.trimmed(
        new OutOfMemoryError(
            "no off-heap memory for an array of "
                + byteSize
                + " bytes: used "
                + statistics.usedBytes()
                + ", committed "
                + statistics.committedBytes()
                + ", limit "
                + statistics.limitBytes()
                + ", largest free block "
                + heap.largestAllocatable()));
  }

  private static ArrayMemory current() {
    ArrayMemory memory = current;
    return memory != null ? memory : open();
  }

  private static ArrayMemory open() {
    ArrayMemory memory;
    Runnable whenOpened;
    synchronized (ArrayMemory.class) {
      memory = current;
      if (memory == null) {
        memory = new ArrayMemory(options());
        current = memory;
      }
      whenOpened = opening;
      opening = null;
    }
    // Outside the lock: it may load classes, and it may use the memory.
    if (whenOpened != null) {
      whenOpened.run();
    }
    return memory;
  }

  private static synchronized ArrayOptions configureDefaults() {
    ArrayOptions options = configured;
    if (options == null) {
      options = ArrayOptions.ofSystemProperties();
      configured = options;
    }
    return options;
  }
}
