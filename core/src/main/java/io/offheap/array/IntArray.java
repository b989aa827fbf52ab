package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an {@code int[]}. See {@link PrimitiveArray} for what handles promise.
 *
 * <p>The methods named like those of {@code java.util.Arrays} take handles for arrays and do the
 * same, exceptions included; {@code ToHeap} marks those whose result is an {@code int[]}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // an access that throws has not touched memory
public final class IntArray extends PrimitiveArray {
  /** So that the compiler knows that an offset is an {@code int}, see {@link PrimitiveArray}. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE >>> 2;

  /** The elements, if they lie on the Java heap; otherwise null. */
  private final int @Nullable [] heap;

  private IntArray(int length, int siteId) {
    super(length, ElementKind.INT, siteId);
    heap = isOffHeap() ? null : new int[length];
  }

  private IntArray(int length, Confined memory, int slot, int siteId) {
    super(length, ElementKind.INT, memory, slot, siteId);
    heap = isOffHeap() ? null : new int[length];
  }

  private IntArray(int[] elements) {
    super(elements.length);
    heap = elements;
  }

  /**
   * Makes an array of {@code length} elements, all 0.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   * @throws OutOfMemoryError if there is no memory for it, see {@link ArrayMemory}
   */
  public static IntArray allocate(int length) {
    return allocate(length, Sites.UNMARKED);
  }

  /**
   * As {@link #allocate(int)}, and counted for a site.
   *
   * @param siteId what {@link Sites#register} has answered
   */
  public static IntArray allocate(int length, int siteId) {
    Failures.checkNewLength(length);
    return new IntArray(length, siteId);
  }

  /**
   * Makes an array that does not outlive the call that makes it, see {@link Confined}.
   *
   * @param slot of the place that makes it
   * @param siteId what {@link Sites#register} has answered
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static IntArray allocateConfined(int length, Confined memory, int slot, int siteId) {
    Failures.checkNewLength(length);
    return new IntArray(length, memory, slot, siteId);
  }

  /** {@code clone()} of an array or handle, confined. */
  public static IntArray cloneConfined(Object original, Confined memory, int slot, int siteId) {
    return copyOfConfined(original, lengthOf(original), memory, slot, siteId);
  }

  /** {@code Arrays.copyOf} of an array or handle, confined. */
  public static IntArray copyOfConfined(
      Object original, int newLength, Confined memory, int slot, int siteId) {
    int length = lengthOf(original);
    IntArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  /** {@code Arrays.copyOfRange} of an array or handle, confined. */
  public static IntArray copyOfRangeConfined(
      Object original, int fromIndex, int toIndex, Confined memory, int slot, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    IntArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  /**
   * Makes an array whose elements are on the Java heap in any case.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static IntArray allocateOnHeap(int length) {
    Failures.checkNewLength(length);
    return new IntArray(new int[length]);
  }

  /**
   * Returns an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public int get(int index) {
    try {
      int[] elements = heap;
      if (elements != null) {
        return elements[index];
      }
      int value =
          (address != 0 && DIRECT != null)
              ? DIRECT.getInt(
                  address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 2))
              : memory.get(JAVA_INT, (long) index << 2);
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
  public void set(int index, int value) {
    try {
      int[] elements = heap;
      if (elements != null) {
        elements[index] = value;
        return;
      }
      if (address != 0 && DIRECT != null) {
        DIRECT.putInt(
            address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 2), value);
      } else {
        memory.set(JAVA_INT, (long) index << 2, value);
      }
      Reference.reachabilityFence(this);
    } catch (IndexOutOfBoundsException _) {
      throw Failures.index(index, length);
    }
  }

  /** {@code clone()}: a new array with the same elements. */
  public IntArray copy() {
    return copy(Sites.UNMARKED);
  }

  /** {@code clone()}, counted for a site. */
  public IntArray copy(int siteId) {
    return copyOf(this, length, siteId);
  }

  /** {@code clone()} to an array on the Java heap. */
  public int[] toHeap() {
    return copyOfToHeap(this, length);
  }

  /** {@code clone()} of an array on the Java heap. */
  public static IntArray copyOf(int[] original) {
    return cloneOf(original, Sites.UNMARKED);
  }

  /** {@link #copyOf(int[])}, counted for a site. */
  public static IntArray cloneOf(int[] original, int siteId) {
    return copyOf(original, lengthOf(original), siteId);
  }

  public static IntArray copyOf(IntArray original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static IntArray copyOf(IntArray original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  public static IntArray copyOf(int[] original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static IntArray copyOf(int[] original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  private static IntArray copyOf(Object original, int length, int newLength, int siteId) {
    IntArray copy = allocate(newLength, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  public static int[] copyOfToHeap(IntArray original, int newLength) {
    int count = Math.min(lengthOf(original), newLength);
    Failures.checkNewLength(newLength);
    int[] copy = new int[newLength];
    arraycopy(original, 0, copy, 0, count);
    return copy;
  }

  public static IntArray copyOfRange(IntArray original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static IntArray copyOfRange(IntArray original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  public static IntArray copyOfRange(int[] original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static IntArray copyOfRange(int[] original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  private static IntArray copyOfRange(Object original, int fromIndex, int toIndex, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    IntArray copy = allocate(newLength, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static int[] copyOfRangeToHeap(IntArray original, int fromIndex, int toIndex) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    int[] copy = new int[newLength];
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static void fill(IntArray array, int value) {
    fill(array, 0, lengthOf(array), value);
  }

  public static void fill(IntArray array, int fromIndex, int toIndex, int value) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    int[] elements = array.heap;
    if (elements != null) {
      Arrays.fill(elements, fromIndex, toIndex, value);
      return;
    }
    MemorySegment memory = array.segment();
    for (int i = fromIndex; i < toIndex; i++) {
      memory.setAtIndex(JAVA_INT, i, value);
    }
    Reference.reachabilityFence(array);
  }

  public static void sort(IntArray array) {
    sort(array, 0, lengthOf(array));
  }

  public static void sort(IntArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    int[] elements = array.heap;
    if (elements != null) {
      Arrays.sort(elements, fromIndex, toIndex);
      return;
    }
    int[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.sort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static void parallelSort(IntArray array) {
    parallelSort(array, 0, lengthOf(array));
  }

  public static void parallelSort(IntArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    int[] elements = array.heap;
    if (elements != null) {
      Arrays.parallelSort(elements, fromIndex, toIndex);
      return;
    }
    int[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.parallelSort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static int binarySearch(IntArray array, int key) {
    return Comparison.search(array, 0, lengthOf(array), key);
  }

  public static int binarySearch(IntArray array, int fromIndex, int toIndex, int key) {
    return Comparison.search(array, fromIndex, toIndex, key);
  }

  public static boolean equals(@Nullable IntArray a, @Nullable IntArray b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(@Nullable IntArray a, int @Nullable [] b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(int @Nullable [] a, @Nullable IntArray b) {
    return Comparison.equal(a, b);
  }

  public static int mismatch(IntArray a, IntArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(IntArray a, int[] b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(int[] a, IntArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int compare(@Nullable IntArray a, @Nullable IntArray b) {
    return Comparison.compare(a, b);
  }

  public static int compare(@Nullable IntArray a, int @Nullable [] b) {
    return Comparison.compare(a, b);
  }

  public static int compare(int @Nullable [] a, @Nullable IntArray b) {
    return Comparison.compare(a, b);
  }

  public static int hashCode(@Nullable IntArray array) {
    if (array == null) {
      return 0;
    }
    int hash = 1;
    for (int i = 0; i < array.length; i++) {
      hash = 31 * hash + Integer.hashCode(array.get(i));
    }
    return hash;
  }

  public static String toString(@Nullable IntArray array) {
    return array == null ? "null" : Arrays.toString(array.toHeap());
  }

  /** The elements, if they lie on the Java heap; otherwise null. */
  int @Nullable [] elementsOnHeap() {
    return heap;
  }

  @Override
  ElementKind kind() {
    return ElementKind.INT;
  }

  @Override
  MemorySegment heapSegment() {
    int[] elements = heap;
    return elements == null ? MemorySegment.NULL : MemorySegment.ofArray(elements);
  }
}
