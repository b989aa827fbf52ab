package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a {@code short[]}. See {@link PrimitiveArray} for what handles promise.
 *
 * <p>The methods named like those of {@code java.util.Arrays} take handles for arrays and do the
 * same, exceptions included; {@code ToHeap} marks those whose result is a {@code short[]}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // an access that throws has not touched memory
public final class ShortArray extends PrimitiveArray {
  /** So that the compiler knows that an offset is an {@code int}, see {@link PrimitiveArray}. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE >>> 1;

  /** The elements, if they lie on the Java heap; otherwise null. */
  private final short @Nullable [] heap;

  private ShortArray(int length, int siteId) {
    super(length, ElementKind.SHORT, siteId);
    heap = isOffHeap() ? null : new short[length];
  }

  private ShortArray(int length, Confined memory, int slot, int siteId) {
    super(length, ElementKind.SHORT, memory, slot, siteId);
    heap = isOffHeap() ? null : new short[length];
  }

  private ShortArray(short[] elements) {
    super(elements.length);
    heap = elements;
  }

  /**
   * Makes an array of {@code length} elements, all 0.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   * @throws OutOfMemoryError if there is no memory for it, see {@link ArrayMemory}
   */
  public static ShortArray allocate(int length) {
    return allocate(length, Sites.UNMARKED);
  }

  /**
   * As {@link #allocate(int)}, and counted for a site.
   *
   * @param siteId what {@link Sites#register} has answered
   */
  public static ShortArray allocate(int length, int siteId) {
    Failures.checkNewLength(length);
    return new ShortArray(length, siteId);
  }

  /**
   * Makes an array that does not outlive the call that makes it, see {@link Confined}.
   *
   * @param slot of the place that makes it
   * @param siteId what {@link Sites#register} has answered
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static ShortArray allocateConfined(int length, Confined memory, int slot, int siteId) {
    Failures.checkNewLength(length);
    return new ShortArray(length, memory, slot, siteId);
  }

  /** {@code clone()} of an array or handle, confined. */
  public static ShortArray cloneConfined(Object original, Confined memory, int slot, int siteId) {
    return copyOfConfined(original, lengthOf(original), memory, slot, siteId);
  }

  /** {@code Arrays.copyOf} of an array or handle, confined. */
  public static ShortArray copyOfConfined(
      Object original, int newLength, Confined memory, int slot, int siteId) {
    int length = lengthOf(original);
    ShortArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  /** {@code Arrays.copyOfRange} of an array or handle, confined. */
  public static ShortArray copyOfRangeConfined(
      Object original, int fromIndex, int toIndex, Confined memory, int slot, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    ShortArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  /**
   * Makes an array whose elements are on the Java heap in any case.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static ShortArray allocateOnHeap(int length) {
    Failures.checkNewLength(length);
    return new ShortArray(new short[length]);
  }

  /**
   * Returns an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public short get(int index) {
    try {
      short[] elements = heap;
      if (elements != null) {
        return elements[index];
      }
      short value =
          (address != 0 && DIRECT != null)
              ? DIRECT.getShort(
                  address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 1))
              : memory.get(JAVA_SHORT, (long) index << 1);
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
  public void set(int index, short value) {
    try {
      short[] elements = heap;
      if (elements != null) {
        elements[index] = value;
        return;
      }
      if (address != 0 && DIRECT != null) {
        DIRECT.putShort(
            address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 1), value);
      } else {
        memory.set(JAVA_SHORT, (long) index << 1, value);
      }
      Reference.reachabilityFence(this);
    } catch (IndexOutOfBoundsException _) {
      throw Failures.index(index, length);
    }
  }

  /**
   * Replaces an element by the lowest 16 bits of {@code value}, as the bytecode instruction does.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public void store(int index, int value) {
    set(index, (short) value);
  }

  /** {@code clone()}: a new array with the same elements. */
  public ShortArray copy() {
    return copy(Sites.UNMARKED);
  }

  /** {@code clone()}, counted for a site. */
  public ShortArray copy(int siteId) {
    return copyOf(this, length, siteId);
  }

  /** {@code clone()} to an array on the Java heap. */
  public short[] toHeap() {
    return copyOfToHeap(this, length);
  }

  /** {@code clone()} of an array on the Java heap. */
  public static ShortArray copyOf(short[] original) {
    return cloneOf(original, Sites.UNMARKED);
  }

  /** {@link #copyOf(short[])}, counted for a site. */
  public static ShortArray cloneOf(short[] original, int siteId) {
    return copyOf(original, lengthOf(original), siteId);
  }

  public static ShortArray copyOf(ShortArray original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static ShortArray copyOf(ShortArray original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  public static ShortArray copyOf(short[] original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static ShortArray copyOf(short[] original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  private static ShortArray copyOf(Object original, int length, int newLength, int siteId) {
    ShortArray copy = allocate(newLength, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  public static short[] copyOfToHeap(ShortArray original, int newLength) {
    int count = Math.min(lengthOf(original), newLength);
    Failures.checkNewLength(newLength);
    short[] copy = new short[newLength];
    arraycopy(original, 0, copy, 0, count);
    return copy;
  }

  public static ShortArray copyOfRange(ShortArray original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static ShortArray copyOfRange(
      ShortArray original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  public static ShortArray copyOfRange(short[] original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static ShortArray copyOfRange(short[] original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  private static ShortArray copyOfRange(Object original, int fromIndex, int toIndex, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    ShortArray copy = allocate(newLength, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static short[] copyOfRangeToHeap(ShortArray original, int fromIndex, int toIndex) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    short[] copy = new short[newLength];
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static void fill(ShortArray array, short value) {
    fill(array, 0, lengthOf(array), value);
  }

  public static void fill(ShortArray array, int fromIndex, int toIndex, short value) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    short[] elements = array.heap;
    if (elements != null) {
      Arrays.fill(elements, fromIndex, toIndex, value);
      return;
    }
    MemorySegment memory = array.segment();
    for (int i = fromIndex; i < toIndex; i++) {
      memory.setAtIndex(JAVA_SHORT, i, value);
    }
    Reference.reachabilityFence(array);
  }

  public static void sort(ShortArray array) {
    sort(array, 0, lengthOf(array));
  }

  public static void sort(ShortArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    short[] elements = array.heap;
    if (elements != null) {
      Arrays.sort(elements, fromIndex, toIndex);
      return;
    }
    short[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.sort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static void parallelSort(ShortArray array) {
    parallelSort(array, 0, lengthOf(array));
  }

  public static void parallelSort(ShortArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    short[] elements = array.heap;
    if (elements != null) {
      Arrays.parallelSort(elements, fromIndex, toIndex);
      return;
    }
    short[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.parallelSort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static int binarySearch(ShortArray array, short key) {
    return Comparison.search(array, 0, lengthOf(array), key);
  }

  public static int binarySearch(ShortArray array, int fromIndex, int toIndex, short key) {
    return Comparison.search(array, fromIndex, toIndex, key);
  }

  public static boolean equals(@Nullable ShortArray a, @Nullable ShortArray b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(@Nullable ShortArray a, short @Nullable [] b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(short @Nullable [] a, @Nullable ShortArray b) {
    return Comparison.equal(a, b);
  }

  public static int mismatch(ShortArray a, ShortArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(ShortArray a, short[] b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(short[] a, ShortArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int compare(@Nullable ShortArray a, @Nullable ShortArray b) {
    return Comparison.compare(a, b);
  }

  public static int compare(@Nullable ShortArray a, short @Nullable [] b) {
    return Comparison.compare(a, b);
  }

  public static int compare(short @Nullable [] a, @Nullable ShortArray b) {
    return Comparison.compare(a, b);
  }

  public static int hashCode(@Nullable ShortArray array) {
    if (array == null) {
      return 0;
    }
    int hash = 1;
    for (int i = 0; i < array.length; i++) {
      hash = 31 * hash + Short.hashCode(array.get(i));
    }
    return hash;
  }

  public static String toString(@Nullable ShortArray array) {
    return array == null ? "null" : Arrays.toString(array.toHeap());
  }

  /** The elements, if they lie on the Java heap; otherwise null. */
  short @Nullable [] elementsOnHeap() {
    return heap;
  }

  @Override
  ElementKind kind() {
    return ElementKind.SHORT;
  }

  @Override
  MemorySegment heapSegment() {
    short[] elements = heap;
    return elements == null ? MemorySegment.NULL : MemorySegment.ofArray(elements);
  }
}
