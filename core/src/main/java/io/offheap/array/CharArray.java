package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_CHAR;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a {@code char[]}. See {@link PrimitiveArray} for what handles promise.
 *
 * <p>The methods named like those of {@code java.util.Arrays} take handles for arrays and do the
 * same, exceptions included; {@code ToHeap} marks those whose result is a {@code char[]}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // an access that throws has not touched memory
public final class CharArray extends PrimitiveArray {
  /** So that the compiler knows that an offset is an {@code int}, see {@link PrimitiveArray}. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE >>> 1;

  /** The elements, if they lie on the Java heap; otherwise null. */
  private final char @Nullable [] heap;

  private CharArray(int length, int siteId) {
    super(length, ElementKind.CHAR, siteId);
    heap = isOffHeap() ? null : new char[length];
  }

  private CharArray(int length, Confined memory, int slot, int siteId) {
    super(length, ElementKind.CHAR, memory, slot, siteId);
    heap = isOffHeap() ? null : new char[length];
  }

  private CharArray(char[] elements) {
    super(elements.length);
    heap = elements;
  }

  /**
   * Makes an array of {@code length} elements, all 0.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   * @throws OutOfMemoryError if there is no memory for it, see {@link ArrayMemory}
   */
  public static CharArray allocate(int length) {
    return allocate(length, Sites.UNMARKED);
  }

  /**
   * As {@link #allocate(int)}, and counted for a site.
   *
   * @param siteId what {@link Sites#register} has answered
   */
  public static CharArray allocate(int length, int siteId) {
    Failures.checkNewLength(length);
    return new CharArray(length, siteId);
  }

  /**
   * Makes an array that does not outlive the call that makes it, see {@link Confined}.
   *
   * @param slot of the place that makes it
   * @param siteId what {@link Sites#register} has answered
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static CharArray allocateConfined(int length, Confined memory, int slot, int siteId) {
    Failures.checkNewLength(length);
    return new CharArray(length, memory, slot, siteId);
  }

  /** {@code clone()} of an array or handle, confined. */
  public static CharArray cloneConfined(Object original, Confined memory, int slot, int siteId) {
    return copyOfConfined(original, lengthOf(original), memory, slot, siteId);
  }

  /** {@code Arrays.copyOf} of an array or handle, confined. */
  public static CharArray copyOfConfined(
      Object original, int newLength, Confined memory, int slot, int siteId) {
    int length = lengthOf(original);
    CharArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  /** {@code Arrays.copyOfRange} of an array or handle, confined. */
  public static CharArray copyOfRangeConfined(
      Object original, int fromIndex, int toIndex, Confined memory, int slot, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    CharArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  /**
   * Makes an array whose elements are on the Java heap in any case.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static CharArray allocateOnHeap(int length) {
    Failures.checkNewLength(length);
    return new CharArray(new char[length]);
  }

  /**
   * Returns an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public char get(int index) {
    try {
      char[] elements = heap;
      if (elements != null) {
        return elements[index];
      }
      char value =
          (address != 0 && DIRECT != null)
              ? DIRECT.getChar(
                  address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 1))
              : memory.get(JAVA_CHAR, (long) index << 1);
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
  public void set(int index, char value) {
    try {
      char[] elements = heap;
      if (elements != null) {
        elements[index] = value;
        return;
      }
      if (address != 0 && DIRECT != null) {
        DIRECT.putChar(
            address + ((long) Objects.checkIndex(index, length & MAX_LENGTH) << 1), value);
      } else {
        memory.set(JAVA_CHAR, (long) index << 1, value);
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
    set(index, (char) value);
  }

  /** {@code clone()}: a new array with the same elements. */
  public CharArray copy() {
    return copy(Sites.UNMARKED);
  }

  /** {@code clone()}, counted for a site. */
  public CharArray copy(int siteId) {
    return copyOf(this, length, siteId);
  }

  /** {@code clone()} to an array on the Java heap. */
  public char[] toHeap() {
    return copyOfToHeap(this, length);
  }

  /** {@code clone()} of an array on the Java heap. */
  public static CharArray copyOf(char[] original) {
    return cloneOf(original, Sites.UNMARKED);
  }

  /** {@link #copyOf(char[])}, counted for a site. */
  public static CharArray cloneOf(char[] original, int siteId) {
    return copyOf(original, lengthOf(original), siteId);
  }

  public static CharArray copyOf(CharArray original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static CharArray copyOf(CharArray original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  public static CharArray copyOf(char[] original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static CharArray copyOf(char[] original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  private static CharArray copyOf(Object original, int length, int newLength, int siteId) {
    CharArray copy = allocate(newLength, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  public static char[] copyOfToHeap(CharArray original, int newLength) {
    int count = Math.min(lengthOf(original), newLength);
    Failures.checkNewLength(newLength);
    char[] copy = new char[newLength];
    arraycopy(original, 0, copy, 0, count);
    return copy;
  }

  public static CharArray copyOfRange(CharArray original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static CharArray copyOfRange(CharArray original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  public static CharArray copyOfRange(char[] original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static CharArray copyOfRange(char[] original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  private static CharArray copyOfRange(Object original, int fromIndex, int toIndex, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    CharArray copy = allocate(newLength, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static char[] copyOfRangeToHeap(CharArray original, int fromIndex, int toIndex) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    char[] copy = new char[newLength];
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static void fill(CharArray array, char value) {
    fill(array, 0, lengthOf(array), value);
  }

  public static void fill(CharArray array, int fromIndex, int toIndex, char value) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    char[] elements = array.heap;
    if (elements != null) {
      Arrays.fill(elements, fromIndex, toIndex, value);
      return;
    }
    MemorySegment memory = array.segment();
    for (int i = fromIndex; i < toIndex; i++) {
      memory.setAtIndex(JAVA_CHAR, i, value);
    }
    Reference.reachabilityFence(array);
  }

  public static void sort(CharArray array) {
    sort(array, 0, lengthOf(array));
  }

  public static void sort(CharArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    char[] elements = array.heap;
    if (elements != null) {
      Arrays.sort(elements, fromIndex, toIndex);
      return;
    }
    char[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.sort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static void parallelSort(CharArray array) {
    parallelSort(array, 0, lengthOf(array));
  }

  public static void parallelSort(CharArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    char[] elements = array.heap;
    if (elements != null) {
      Arrays.parallelSort(elements, fromIndex, toIndex);
      return;
    }
    char[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.parallelSort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static int binarySearch(CharArray array, char key) {
    return Comparison.search(array, 0, lengthOf(array), key);
  }

  public static int binarySearch(CharArray array, int fromIndex, int toIndex, char key) {
    return Comparison.search(array, fromIndex, toIndex, key);
  }

  public static boolean equals(@Nullable CharArray a, @Nullable CharArray b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(@Nullable CharArray a, char @Nullable [] b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(char @Nullable [] a, @Nullable CharArray b) {
    return Comparison.equal(a, b);
  }

  public static int mismatch(CharArray a, CharArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(CharArray a, char[] b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(char[] a, CharArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int compare(@Nullable CharArray a, @Nullable CharArray b) {
    return Comparison.compare(a, b);
  }

  public static int compare(@Nullable CharArray a, char @Nullable [] b) {
    return Comparison.compare(a, b);
  }

  public static int compare(char @Nullable [] a, @Nullable CharArray b) {
    return Comparison.compare(a, b);
  }

  public static int hashCode(@Nullable CharArray array) {
    if (array == null) {
      return 0;
    }
    int hash = 1;
    for (int i = 0; i < array.length; i++) {
      hash = 31 * hash + Character.hashCode(array.get(i));
    }
    return hash;
  }

  public static String toString(@Nullable CharArray array) {
    return array == null ? "null" : Arrays.toString(array.toHeap());
  }

  /** The elements, if they lie on the Java heap; otherwise null. */
  char @Nullable [] elementsOnHeap() {
    return heap;
  }

  @Override
  ElementKind kind() {
    return ElementKind.CHAR;
  }

  @Override
  MemorySegment heapSegment() {
    char[] elements = heap;
    return elements == null ? MemorySegment.NULL : MemorySegment.ofArray(elements);
  }
}
