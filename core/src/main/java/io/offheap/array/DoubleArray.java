package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a {@code double[]}. See {@link PrimitiveArray} for what handles promise.
 *
 * <p>The methods named like those of {@code java.util.Arrays} take handles for arrays and do the
 * same, exceptions included; {@code ToHeap} marks those whose result is a {@code double[]}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // an access that throws has not touched memory
public final class DoubleArray extends PrimitiveArray {
  /** So that the compiler knows that an offset is an {@code int}, see {@link PrimitiveArray}. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE >>> 3;

  /** The elements, if they lie on the Java heap; otherwise null. */
  private final double @Nullable [] heap;

  private DoubleArray(int length, int siteId) {
    super(length, ElementKind.DOUBLE, siteId);
    heap = isOffHeap() ? null : new double[length];
  }

  private DoubleArray(int length, Confined memory, int slot, int siteId) {
    super(length, ElementKind.DOUBLE, memory, slot, siteId);
    heap = isOffHeap() ? null : new double[length];
  }

  private DoubleArray(double[] elements) {
    super(elements.length);
    heap = elements;
  }

  /**
   * Makes an array of {@code length} elements, all 0.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   * @throws OutOfMemoryError if there is no memory for it, see {@link ArrayMemory}
   */
  public static DoubleArray allocate(int length) {
    return allocate(length, Sites.UNMARKED);
  }

  /**
   * As {@link #allocate(int)}, and counted for a site.
   *
   * @param siteId what {@link Sites#register} has answered
   */
  public static DoubleArray allocate(int length, int siteId) {
    Failures.checkNewLength(length);
    return new DoubleArray(length, siteId);
  }

  /**
   * Makes an array that does not outlive the call that makes it, see {@link Confined}.
   *
   * @param slot of the place that makes it
   * @param siteId what {@link Sites#register} has answered
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static DoubleArray allocateConfined(int length, Confined memory, int slot, int siteId) {
    Failures.checkNewLength(length);
    return new DoubleArray(length, memory, slot, siteId);
  }

  /** {@code clone()} of an array or handle, confined. */
  public static DoubleArray cloneConfined(Object original, Confined memory, int slot, int siteId) {
    return copyOfConfined(original, lengthOf(original), memory, slot, siteId);
  }

  /** {@code Arrays.copyOf} of an array or handle, confined. */
  public static DoubleArray copyOfConfined(
      Object original, int newLength, Confined memory, int slot, int siteId) {
    int length = lengthOf(original);
    DoubleArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  /** {@code Arrays.copyOfRange} of an array or handle, confined. */
  public static DoubleArray copyOfRangeConfined(
      Object original, int fromIndex, int toIndex, Confined memory, int slot, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    DoubleArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  /**
   * Makes an array whose elements are on the Java heap in any case.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static DoubleArray allocateOnHeap(int length) {
    Failures.checkNewLength(length);
    return new DoubleArray(new double[length]);
  }

  /**
   * Returns an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public double get(int index) {
    try {
      double[] elements = heap;
      if (elements != null) {
        return elements[index];
      }
      double value =
          (address != 0 && DIRECT != null)
              ? DIRECT.getDouble(
                  address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 3))
              : memory.get(JAVA_DOUBLE, (long) index << 3);
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
  public void set(int index, double value) {
    try {
      double[] elements = heap;
      if (elements != null) {
        elements[index] = value;
        return;
      }
      if (address != 0 && DIRECT != null) {
        DIRECT.putDouble(
            address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 3), value);
      } else {
        memory.set(JAVA_DOUBLE, (long) index << 3, value);
      }
      Reference.reachabilityFence(this);
    } catch (IndexOutOfBoundsException _) {
      throw Failures.index(index, length);
    }
  }

  /** {@code clone()}: a new array with the same elements. */
  public DoubleArray copy() {
    return copy(Sites.UNMARKED);
  }

  /** {@code clone()}, counted for a site. */
  public DoubleArray copy(int siteId) {
    return copyOf(this, length, siteId);
  }

  /** {@code clone()} to an array on the Java heap. */
  public double[] toHeap() {
    return copyOfToHeap(this, length);
  }

  /** {@code clone()} of an array on the Java heap. */
  public static DoubleArray copyOf(double[] original) {
    return cloneOf(original, Sites.UNMARKED);
  }

  /** {@link #copyOf(double[])}, counted for a site. */
  public static DoubleArray cloneOf(double[] original, int siteId) {
    return copyOf(original, lengthOf(original), siteId);
  }

  public static DoubleArray copyOf(DoubleArray original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static DoubleArray copyOf(DoubleArray original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  public static DoubleArray copyOf(double[] original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static DoubleArray copyOf(double[] original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  private static DoubleArray copyOf(Object original, int length, int newLength, int siteId) {
    DoubleArray copy = allocate(newLength, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  public static double[] copyOfToHeap(DoubleArray original, int newLength) {
    int count = Math.min(lengthOf(original), newLength);
    Failures.checkNewLength(newLength);
    double[] copy = new double[newLength];
    arraycopy(original, 0, copy, 0, count);
    return copy;
  }

  public static DoubleArray copyOfRange(DoubleArray original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static DoubleArray copyOfRange(
      DoubleArray original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  public static DoubleArray copyOfRange(double[] original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static DoubleArray copyOfRange(double[] original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  private static DoubleArray copyOfRange(Object original, int fromIndex, int toIndex, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    DoubleArray copy = allocate(newLength, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static double[] copyOfRangeToHeap(DoubleArray original, int fromIndex, int toIndex) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    double[] copy = new double[newLength];
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static void fill(DoubleArray array, double value) {
    fill(array, 0, lengthOf(array), value);
  }

  public static void fill(DoubleArray array, int fromIndex, int toIndex, double value) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    double[] elements = array.heap;
    if (elements != null) {
      Arrays.fill(elements, fromIndex, toIndex, value);
      return;
    }
    MemorySegment memory = array.segment();
    for (int i = fromIndex; i < toIndex; i++) {
      memory.setAtIndex(JAVA_DOUBLE, i, value);
    }
    Reference.reachabilityFence(array);
  }

  public static void sort(DoubleArray array) {
    sort(array, 0, lengthOf(array));
  }

  public static void sort(DoubleArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    double[] elements = array.heap;
    if (elements != null) {
      Arrays.sort(elements, fromIndex, toIndex);
      return;
    }
    double[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.sort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static void parallelSort(DoubleArray array) {
    parallelSort(array, 0, lengthOf(array));
  }

  public static void parallelSort(DoubleArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    double[] elements = array.heap;
    if (elements != null) {
      Arrays.parallelSort(elements, fromIndex, toIndex);
      return;
    }
    double[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.parallelSort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static int binarySearch(DoubleArray array, double key) {
    return Comparison.search(array, 0, lengthOf(array), ElementKind.sortKey(key));
  }

  public static int binarySearch(DoubleArray array, int fromIndex, int toIndex, double key) {
    return Comparison.search(array, fromIndex, toIndex, ElementKind.sortKey(key));
  }

  public static boolean equals(@Nullable DoubleArray a, @Nullable DoubleArray b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(@Nullable DoubleArray a, double @Nullable [] b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(double @Nullable [] a, @Nullable DoubleArray b) {
    return Comparison.equal(a, b);
  }

  public static int mismatch(DoubleArray a, DoubleArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(DoubleArray a, double[] b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(double[] a, DoubleArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int compare(@Nullable DoubleArray a, @Nullable DoubleArray b) {
    return Comparison.compare(a, b);
  }

  public static int compare(@Nullable DoubleArray a, double @Nullable [] b) {
    return Comparison.compare(a, b);
  }

  public static int compare(double @Nullable [] a, @Nullable DoubleArray b) {
    return Comparison.compare(a, b);
  }

  public static int hashCode(@Nullable DoubleArray array) {
    if (array == null) {
      return 0;
    }
    int hash = 1;
    for (int i = 0; i < array.length; i++) {
      hash = 31 * hash + Double.hashCode(array.get(i));
    }
    return hash;
  }

  public static String toString(@Nullable DoubleArray array) {
    return array == null ? "null" : Arrays.toString(array.toHeap());
  }

  /** The elements, if they lie on the Java heap; otherwise null. */
  double @Nullable [] elementsOnHeap() {
    return heap;
  }

  @Override
  ElementKind kind() {
    return ElementKind.DOUBLE;
  }

  @Override
  MemorySegment heapSegment() {
    double[] elements = heap;
    return elements == null ? MemorySegment.NULL : MemorySegment.ofArray(elements);
  }
}
