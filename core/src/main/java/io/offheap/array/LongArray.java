package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a {@code long[]}. See {@link PrimitiveArray} for what handles promise.
 *
 * <p>The methods named like those of {@code java.util.Arrays} take handles for arrays and do the
 * same, exceptions included; {@code ToHeap} marks those whose result is a {@code long[]}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // an access that throws has not touched memory
public final class LongArray extends PrimitiveArray {
  /** So that the compiler knows that an offset is an {@code int}, see {@link PrimitiveArray}. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE >>> 3;

  /** The elements, if they lie on the Java heap; otherwise null. */
  private final long @Nullable [] heap;

  private LongArray(int length, int siteId) {
    super(length, ElementKind.LONG, siteId);
    heap = isOffHeap() ? null : new long[length];
  }

  private LongArray(int length, Confined memory, int slot, int siteId) {
    super(length, ElementKind.LONG, memory, slot, siteId);
    heap = isOffHeap() ? null : new long[length];
  }

  private LongArray(long[] elements) {
    super(elements.length);
    heap = elements;
  }

  /**
   * Makes an array of {@code length} elements, all 0.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   * @throws OutOfMemoryError if there is no memory for it, see {@link ArrayMemory}
   */
  public static LongArray allocate(int length) {
    return allocate(length, Sites.UNMARKED);
  }

  /**
   * As {@link #allocate(int)}, and counted for a site.
   *
   * @param siteId what {@link Sites#register} has answered
   */
  public static LongArray allocate(int length, int siteId) {
    Failures.checkNewLength(length);
    return new LongArray(length, siteId);
  }

  /**
   * Makes an array that does not outlive the call that makes it, see {@link Confined}.
   *
   * @param slot of the place that makes it
   * @param siteId what {@link Sites#register} has answered
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static LongArray allocateConfined(int length, Confined memory, int slot, int siteId) {
    Failures.checkNewLength(length);
    return new LongArray(length, memory, slot, siteId);
  }

  /** {@code clone()} of an array or handle, confined. */
  public static LongArray cloneConfined(Object original, Confined memory, int slot, int siteId) {
    return copyOfConfined(original, lengthOf(original), memory, slot, siteId);
  }

  /** {@code Arrays.copyOf} of an array or handle, confined. */
  public static LongArray copyOfConfined(
      Object original, int newLength, Confined memory, int slot, int siteId) {
    int length = lengthOf(original);
    LongArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  /** {@code Arrays.copyOfRange} of an array or handle, confined. */
  public static LongArray copyOfRangeConfined(
      Object original, int fromIndex, int toIndex, Confined memory, int slot, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    LongArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  /**
   * Makes an array whose elements are on the Java heap in any case.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static LongArray allocateOnHeap(int length) {
    Failures.checkNewLength(length);
    return new LongArray(new long[length]);
  }

  /**
   * Returns an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public long get(int index) {
    try {
      long[] elements = heap;
      if (elements != null) {
        return elements[index];
      }
      long value =
          (address != 0 && DIRECT != null)
              ? DIRECT.getLong(
                  address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 3))
              : memory.get(JAVA_LONG, (long) index << 3);
      Reference.reachabilityFence(this);
      return value;
    } catch (IndexOutOfBoundsException _) {
      throw Failures.index(index, length);
    }
  }

  /**
   * Replaces an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public void set(int index, long value) {
    try {
      long[] elements = heap;
      if (elements != null) {
        elements[index] = value;
        return;
      }
      if (address != 0 && DIRECT != null) {
        DIRECT.putLong(
            address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 3), value);
      } else {
        memory.set(JAVA_LONG, (long) index << 3, value);
      }
      Reference.reachabilityFence(this);
    } catch (IndexOutOfBoundsException _) {
      throw Failures.index(index, length);
    }
  }

  /** {@code clone()}: a new array with the same elements. */
  public LongArray copy() {
    return copy(Sites.UNMARKED);
  }

  /** {@code clone()}, counted for a site. */
  public LongArray copy(int siteId) {
    return copyOf(this, length, siteId);
  }

  /** {@code clone()} to an array on the Java heap. */
  public long[] toHeap() {
    return copyOfToHeap(this, length);
  }

  /** {@code clone()} of an array on the Java heap. */
  public static LongArray copyOf(long[] original) {
    return cloneOf(original, Sites.UNMARKED);
  }

  /** {@link #copyOf(long[])}, counted for a site. */
  public static LongArray cloneOf(long[] original, int siteId) {
    return copyOf(original, lengthOf(original), siteId);
  }

  public static LongArray copyOf(LongArray original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static LongArray copyOf(LongArray original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  public static LongArray copyOf(long[] original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static LongArray copyOf(long[] original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  private static LongArray copyOf(Object original, int length, int newLength, int siteId) {
    LongArray copy = allocate(newLength, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  public static long[] copyOfToHeap(LongArray original, int newLength) {
    int count = Math.min(lengthOf(original), newLength);
    Failures.checkNewLength(newLength);
    long[] copy = new long[newLength];
    arraycopy(original, 0, copy, 0, count);
    return copy;
  }

  public static LongArray copyOfRange(LongArray original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static LongArray copyOfRange(LongArray original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  public static LongArray copyOfRange(long[] original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static LongArray copyOfRange(long[] original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  private static LongArray copyOfRange(Object original, int fromIndex, int toIndex, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    LongArray copy = allocate(newLength, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static long[] copyOfRangeToHeap(LongArray original, int fromIndex, int toIndex) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    long[] copy = new long[newLength];
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static void fill(LongArray array, long value) {
    fill(array, 0, lengthOf(array), value);
  }

  public static void fill(LongArray array, int fromIndex, int toIndex, long value) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    long[] elements = array.heap;
    if (elements != null) {
      Arrays.fill(elements, fromIndex, toIndex, value);
      return;
    }
    MemorySegment memory = array.segment();
    for (int i = fromIndex; i < toIndex; i++) {
      memory.setAtIndex(JAVA_LONG, i, value);
    }
    Reference.reachabilityFence(array);
  }

  public static void sort(LongArray array) {
    sort(array, 0, lengthOf(array));
  }

  public static void sort(LongArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    long[] elements = array.heap;
    if (elements != null) {
      Arrays.sort(elements, fromIndex, toIndex);
      return;
    }
    long[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.sort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static void parallelSort(LongArray array) {
    parallelSort(array, 0, lengthOf(array));
  }

  public static void parallelSort(LongArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    long[] elements = array.heap;
    if (elements != null) {
      Arrays.parallelSort(elements, fromIndex, toIndex);
      return;
    }
    long[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.parallelSort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static int binarySearch(LongArray array, long key) {
    return Comparison.search(array, 0, lengthOf(array), key);
  }

  public static int binarySearch(LongArray array, int fromIndex, int toIndex, long key) {
    return Comparison.search(array, fromIndex, toIndex, key);
  }

  public static boolean equals(@Nullable LongArray a, @Nullable LongArray b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(@Nullable LongArray a, long @Nullable [] b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(long @Nullable [] a, @Nullable LongArray b) {
    return Comparison.equal(a, b);
  }

  public static int mismatch(LongArray a, LongArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(LongArray a, long[] b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(long[] a, LongArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int compare(@Nullable LongArray a, @Nullable LongArray b) {
    return Comparison.compare(a, b);
  }

  public static int compare(@Nullable LongArray a, long @Nullable [] b) {
    return Comparison.compare(a, b);
  }

  public static int compare(long @Nullable [] a, @Nullable LongArray b) {
    return Comparison.compare(a, b);
  }

  public static int hashCode(@Nullable LongArray array) {
    if (array == null) {
      return 0;
    }
    int hash = 1;
    for (int i = 0; i < array.length; i++) {
      hash = 31 * hash + Long.hashCode(array.get(i));
    }
    return hash;
  }

  public static String toString(@Nullable LongArray array) {
    return array == null ? "null" : Arrays.toString(array.toHeap());
  }

  /** The elements, if they lie on the Java heap; otherwise null. */
  long @Nullable [] elementsOnHeap() {
    return heap;
  }

  @Override
  ElementKind kind() {
    return ElementKind.LONG;
  }

  @Override
  MemorySegment heapSegment() {
    long[] elements = heap;
    return elements == null ? MemorySegment.NULL : MemorySegment.ofArray(elements);
  }
}
