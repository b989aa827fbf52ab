package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a {@code float[]}. See {@link PrimitiveArray} for what handles promise.
 *
 * <p>The methods named like those of {@code java.util.Arrays} take handles for arrays and do the
 * same, exceptions included; {@code ToHeap} marks those whose result is a {@code float[]}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // an access that throws has not touched memory
public final class FloatArray extends PrimitiveArray {
  /** So that the compiler knows that an offset is an {@code int}, see {@link PrimitiveArray}. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE >>> 2;

  /** The elements, if they lie on the Java heap; otherwise null. */
  private final float @Nullable [] heap;

  private FloatArray(int length, int siteId) {
    super(length, ElementKind.FLOAT, siteId);
    heap = isOffHeap() ? null : new float[length];
  }

  private FloatArray(int length, Confined memory, int slot, int siteId) {
    super(length, ElementKind.FLOAT, memory, slot, siteId);
    heap = isOffHeap() ? null : new float[length];
  }

  private FloatArray(float[] elements) {
    super(elements.length);
    heap = elements;
  }

  /**
   * Makes an array of {@code length} elements, all 0.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   * @throws OutOfMemoryError if there is no memory for it, see {@link ArrayMemory}
   */
  public static FloatArray allocate(int length) {
    return allocate(length, Sites.UNMARKED);
  }

  /**
   * As {@link #allocate(int)}, and counted for a site.
   *
   * @param siteId what {@link Sites#register} has answered
   */
  public static FloatArray allocate(int length, int siteId) {
    Failures.checkNewLength(length);
    return new FloatArray(length, siteId);
  }

  /**
   * Makes an array that does not outlive the call that makes it, see {@link Confined}.
   *
   * @param slot of the place that makes it
   * @param siteId what {@link Sites#register} has answered
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static FloatArray allocateConfined(int length, Confined memory, int slot, int siteId) {
    Failures.checkNewLength(length);
    return new FloatArray(length, memory, slot, siteId);
  }

  /** {@code clone()} of an array or handle, confined. */
  public static FloatArray cloneConfined(Object original, Confined memory, int slot, int siteId) {
    return copyOfConfined(original, lengthOf(original), memory, slot, siteId);
  }

  /** {@code Arrays.copyOf} of an array or handle, confined. */
  public static FloatArray copyOfConfined(
      Object original, int newLength, Confined memory, int slot, int siteId) {
    int length = lengthOf(original);
    FloatArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  /** {@code Arrays.copyOfRange} of an array or handle, confined. */
  public static FloatArray copyOfRangeConfined(
      Object original, int fromIndex, int toIndex, Confined memory, int slot, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    FloatArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  /**
   * Makes an array whose elements are on the Java heap in any case.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static FloatArray allocateOnHeap(int length) {
    Failures.checkNewLength(length);
    return new FloatArray(new float[length]);
  }

  /**
   * Returns an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public float get(int index) {
    try {
      float[] elements = heap;
      if (elements != null) {
        return elements[index];
      }
      float value =
          (address != 0 && DIRECT != null)
              ? DIRECT.getFloat(
                  address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 2))
              : memory.get(JAVA_FLOAT, (long) index << 2);
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
  public void set(int index, float value) {
    try {
      float[] elements = heap;
      if (elements != null) {
        elements[index] = value;
        return;
      }
      if (address != 0 && DIRECT != null) {
        DIRECT.putFloat(
            address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 2), value);
      } else {
        memory.set(JAVA_FLOAT, (long) index << 2, value);
      }
      Reference.reachabilityFence(this);
    } catch (IndexOutOfBoundsException _) {
      throw Failures.index(index, length);
    }
  }

  /** {@code clone()}: a new array with the same elements. */
  public FloatArray copy() {
    return copy(Sites.UNMARKED);
  }

  /** {@code clone()}, counted for a site. */
  public FloatArray copy(int siteId) {
    return copyOf(this, length, siteId);
  }

  /** {@code clone()} to an array on the Java heap. */
  public float[] toHeap() {
    return copyOfToHeap(this, length);
  }

  /** {@code clone()} of an array on the Java heap. */
  public static FloatArray copyOf(float[] original) {
    return cloneOf(original, Sites.UNMARKED);
  }

  /** {@link #copyOf(float[])}, counted for a site. */
  public static FloatArray cloneOf(float[] original, int siteId) {
    return copyOf(original, lengthOf(original), siteId);
  }

  public static FloatArray copyOf(FloatArray original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static FloatArray copyOf(FloatArray original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  public static FloatArray copyOf(float[] original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static FloatArray copyOf(float[] original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  private static FloatArray copyOf(Object original, int length, int newLength, int siteId) {
    FloatArray copy = allocate(newLength, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  public static float[] copyOfToHeap(FloatArray original, int newLength) {
    int count = Math.min(lengthOf(original), newLength);
    Failures.checkNewLength(newLength);
    float[] copy = new float[newLength];
    arraycopy(original, 0, copy, 0, count);
    return copy;
  }

  public static FloatArray copyOfRange(FloatArray original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static FloatArray copyOfRange(
      FloatArray original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  public static FloatArray copyOfRange(float[] original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static FloatArray copyOfRange(float[] original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  private static FloatArray copyOfRange(Object original, int fromIndex, int toIndex, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    FloatArray copy = allocate(newLength, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static float[] copyOfRangeToHeap(FloatArray original, int fromIndex, int toIndex) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    float[] copy = new float[newLength];
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static void fill(FloatArray array, float value) {
    fill(array, 0, lengthOf(array), value);
  }

  public static void fill(FloatArray array, int fromIndex, int toIndex, float value) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    float[] elements = array.heap;
    if (elements != null) {
      Arrays.fill(elements, fromIndex, toIndex, value);
      return;
    }
    MemorySegment memory = array.segment();
    for (int i = fromIndex; i < toIndex; i++) {
      memory.setAtIndex(JAVA_FLOAT, i, value);
    }
    Reference.reachabilityFence(array);
  }

  public static void sort(FloatArray array) {
    sort(array, 0, lengthOf(array));
  }

  public static void sort(FloatArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    float[] elements = array.heap;
    if (elements != null) {
      Arrays.sort(elements, fromIndex, toIndex);
      return;
    }
    float[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.sort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static void parallelSort(FloatArray array) {
    parallelSort(array, 0, lengthOf(array));
  }

  public static void parallelSort(FloatArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    float[] elements = array.heap;
    if (elements != null) {
      Arrays.parallelSort(elements, fromIndex, toIndex);
      return;
    }
    float[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.parallelSort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static int binarySearch(FloatArray array, float key) {
    return Comparison.search(array, 0, lengthOf(array), ElementKind.sortKey(key));
  }

  public static int binarySearch(FloatArray array, int fromIndex, int toIndex, float key) {
    return Comparison.search(array, fromIndex, toIndex, ElementKind.sortKey(key));
  }

  public static boolean equals(@Nullable FloatArray a, @Nullable FloatArray b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(@Nullable FloatArray a, float @Nullable [] b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(float @Nullable [] a, @Nullable FloatArray b) {
    return Comparison.equal(a, b);
  }

  public static int mismatch(FloatArray a, FloatArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(FloatArray a, float[] b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(float[] a, FloatArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int compare(@Nullable FloatArray a, @Nullable FloatArray b) {
    return Comparison.compare(a, b);
  }

  public static int compare(@Nullable FloatArray a, float @Nullable [] b) {
    return Comparison.compare(a, b);
  }

  public static int compare(float @Nullable [] a, @Nullable FloatArray b) {
    return Comparison.compare(a, b);
  }

  public static int hashCode(@Nullable FloatArray array) {
    if (array == null) {
      return 0;
    }
    int hash = 1;
    for (int i = 0; i < array.length; i++) {
      hash = 31 * hash + Float.hashCode(array.get(i));
    }
    return hash;
  }

  public static String toString(@Nullable FloatArray array) {
    return array == null ? "null" : Arrays.toString(array.toHeap());
  }

  /** The elements, if they lie on the Java heap; otherwise null. */
  float @Nullable [] elementsOnHeap() {
    return heap;
  }

  @Override
  ElementKind kind() {
    return ElementKind.FLOAT;
  }

  @Override
  MemorySegment heapSegment() {
    float[] elements = heap;
    return elements == null ? MemorySegment.NULL : MemorySegment.ofArray(elements);
  }
}
