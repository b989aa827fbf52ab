package io.offheap.array;

import io.offheap.array.PrimitiveArray.Elements;
import io.offheap.heap.Heap;
import io.offheap.heap.HeapListener;
import io.offheap.heap.HeapListener.RefusalOutcome;
import io.offheap.heap.HeapOptions;
import io.offheap.heap.HeapStatistics;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.locks.ReentrantLock;
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

  /** Plain: that a thread hears late of a new listener costs it a few arrays, no more. */
  private static @Nullable AllocationListener listener;

  /**
   * Held while the memory is opened, so that nobody gets any before those who want to see it all
   * are there. Taken before the class's monitor, and never by who watches.
   */
  private static final ReentrantLock OPENING = new ReentrantLock();

  /** What is to be run before the memory is opened; guarded by the class. */
  private static @Nullable Runnable opening;

  /** Who hears of the heap, once there is one; guarded by the class. */
  private static @Nullable HeapListener heapListener;

  private final ArrayOptions options;
  private final Heap heap;
  private final Reclaimer reclaimer;

  /** Larger blocks come from below the size classes. */
  private final long largestClassByteSize;

  private ArrayMemory(ArrayOptions options) {
    this.options = options;
    heap =
        Heap.open(
            HeapOptions.ofLimit(options.limitBytes())
                .withAllocator(options.allocator())
                .withBackend(options.backend()));
    reclaimer = new Reclaimer(heap);
    long largest = heap.largestClassByteSize();
    largestClassByteSize = largest == 0 ? Long.MAX_VALUE : largest;
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
   * @param whenOpened is run once, by the thread that opens the memory and before any thread gets
   *     any: for whoever wants to see all that happens; may call {@link #setHeapListener}
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

  /** Where the blocks come from, if the memory has been opened; otherwise null. */
  public static @Nullable Heap heapIfOpen() {
    ArrayMemory memory = current;
    return memory == null ? null : memory.heap;
  }

  /**
   * Sets who hears of the heap's growth from now on. If the memory has not been opened, the
   * listener is there before the first array.
   */
  public static synchronized void setHeapListener(@Nullable HeapListener listener) {
    heapListener = listener;
    Heap heap = heapIfOpen();
    if (heap != null) {
      heap.setListener(listener);
    }
  }

  /** What frees the blocks. */
  public static Reclaimer reclaimer() {
    return current().reclaimer;
  }

  /** Sets who hears of each off-heap array from now on; null for nobody, which costs nothing. */
  public static void setListener(@Nullable AllocationListener newListener) {
    listener = newListener;
  }

  /** For tests: new memory with these options. Handles that exist keep theirs. */
  static void replace(ArrayOptions options) {
    replace(options, null);
  }

  /** As {@link #configure(ArrayOptions, Runnable)}, for memory that replaces any before. */
  static synchronized void replace(ArrayOptions options, @Nullable Runnable whenOpened) {
    ArrayMemory replaced = current;
    if (replaced != null) {
      replaced.reclaimer.stopPacing();
    }
    configured = options;
    current = null;
    opening = whenOpened;
  }

  /**
   * Memory for the elements of a new handle, all zero, freed when the handle is unreachable.
   *
   * @param byteSize of the elements
   * @param siteId what the array is counted for, see {@link Sites}
   * @return {@link Elements#ON_HEAP} if they belong on the Java heap
   * @throws OutOfMemoryError if there is no memory, and the options say that this is an error
   */
  static Elements allocate(PrimitiveArray handle, long byteSize, ElementKind kind, int siteId) {
    SiteCounter site = Sites.counter(siteId, kind);
    if (byteSize == 0 || byteSize < options().minBytes()) {
      site.heapBacked(byteSize);
      return Elements.ON_HEAP;
    }
    return current().allocateBlock(handle, byteSize, site, siteId);
  }

  /**
   * Memory of at least {@code byteSize} bytes, all zero, that the caller frees.
   *
   * @return its address in {@link #heap()}, or {@link Heap#NULL} if the elements belong on the Java
   *     heap
   * @throws OutOfMemoryError if there is no memory, and the options say that this is an error
   */
  static long allocateUntracked(long byteSize) {
    ArrayMemory memory = current();
    long address = memory.heap.tryAllocateZeroed(byteSize, BYTE_ALIGNMENT);
    if (address == Heap.NULL) {
      address = memory.reclaimer.allocateAfterReclaiming(byteSize, BYTE_ALIGNMENT);
    }
    if (address == Heap.NULL) {
      memory.refuse(byteSize, Sites.counter(Sites.UNMARKED, ElementKind.BYTE));
    }
    return address;
  }

  @SuppressWarnings("ReachabilityFenceUsage") // what throws has not counted anything
  private Elements allocateBlock(
      PrimitiveArray handle, long byteSize, SiteCounter site, int siteId) {
    StackProbe.check();
    // Whatever needs the Java heap comes before the block is taken, or gives it back on failure.
    site.prepare();
    Reclaimer.Block block = reclaimer.newBlock(handle);
    long address = heap.tryAllocateZeroed(byteSize, BYTE_ALIGNMENT);
    if (address == Heap.NULL) {
      address = reclaimer.allocateAfterReclaiming(byteSize, BYTE_ALIGNMENT);
      if (address == Heap.NULL) {
        return refuse(byteSize, site);
      }
    }
    Elements elements;
    try {
      elements = elementsAt(address, byteSize);
      reclaimer.track(block, address, byteSize, site);
    } catch (Throwable failure) {
      heap.free(address);
      throw failure;
    }
    site.allocated(byteSize, byteSize > largestClassByteSize);
    Reference.reachabilityFence(handle); // it is not counted as freed before
    reclaimer.started();
    AllocationListener hearing = listener;
    if (hearing != null) {
      tell(hearing, handle, siteId, byteSize, address);
    }
    return elements;
  }

  private Elements elementsAt(long address, long byteSize) {
    MemorySegment memory = heap.segment(address, byteSize);
    return PrimitiveArray.isDirect(byteSize)
        ? new Elements(heap.chunk(address), memory.address()) // so that no slice need be kept
        : new Elements(memory, 0);
  }

  /** The program must not fail because it is watched. */
  private static void tell(
      AllocationListener hearing, PrimitiveArray handle, int siteId, long byteSize, long address) {
    try {
      hearing.allocated(handle, siteId, byteSize, address);
    } catch (Throwable _) {
      // A sample less.
    }
  }

  private Elements refuse(long byteSize, SiteCounter site) {
    if (!options.failOnExhaustion()) {
      site.heapBacked(byteSize);
      heap.refused(byteSize, RefusalOutcome.JAVA_HEAP);
      return Elements.ON_HEAP;
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
    OPENING.lock();
    try {
      Runnable whenOpened = takeOpening();
      if (whenOpened != null) {
        whenOpened.run(); // without the class's monitor: it may load classes
      }
      return openOnce();
    } finally {
      OPENING.unlock();
    }
  }

  private static synchronized @Nullable Runnable takeOpening() {
    Runnable whenOpened = opening;
    opening = null;
    return whenOpened;
  }

  private static synchronized ArrayMemory openOnce() {
    ArrayMemory memory = current;
    if (memory == null) {
      memory = new ArrayMemory(options());
      if (heapListener != null) {
        memory.heap.setListener(heapListener);
      }
      current = memory;
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
