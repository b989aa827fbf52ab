package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a {@code byte[]}. See {@link PrimitiveArray} for what handles promise.
 *
 * <p>The methods named like those of {@code java.util.Arrays} take handles for arrays and do the
 * same, exceptions included; {@code ToHeap} marks those whose result is a {@code byte[]}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // an access that throws has not touched memory
public final class ByteArray extends PrimitiveArray {
  /** The elements, if they lie on the Java heap; otherwise null. */
  private final byte @Nullable [] heap;

  private ByteArray(int length, int siteId) {
    super(length, ElementKind.BYTE, siteId);
    heap = isOffHeap() ? null : new byte[length];
  }

  private ByteArray(int length, Confined memory, int slot, int siteId) {
    super(length, ElementKind.BYTE, memory, slot, siteId);
    heap = isOffHeap() ? null : new byte[length];
  }

  private ByteArray(byte[] elements) {
    super(elements.length);
    heap = elements;
  }

  /**
   * Makes an array of {@code length} elements, all 0.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   * @throws OutOfMemoryError if there is no memory for it, see {@link ArrayMemory}
   */
  public static ByteArray allocate(int length) {
    return allocate(length, Sites.UNMARKED);
  }

  /**
   * As {@link #allocate(int)}, and counted for a site.
   *
   * @param siteId what {@link Sites#register} has answered
   */
  public static ByteArray allocate(int length, int siteId) {
    Failures.checkNewLength(length);
    return new ByteArray(length, siteId);
  }

  /**
   * Makes an array that does not outlive the call that makes it, see {@link Confined}.
   *
   * @param slot of the place that makes it
   * @param siteId what {@link Sites#register} has answered
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static ByteArray allocateConfined(int length, Confined memory, int slot, int siteId) {
    Failures.checkNewLength(length);
    return new ByteArray(length, memory, slot, siteId);
  }

  /** {@code clone()} of an array or handle, confined. */
  public static ByteArray cloneConfined(Object original, Confined memory, int slot, int siteId) {
    return copyOfConfined(original, lengthOf(original), memory, slot, siteId);
  }

  /** {@code Arrays.copyOf} of an array or handle, confined. */
  public static ByteArray copyOfConfined(
      Object original, int newLength, Confined memory, int slot, int siteId) {
    int length = lengthOf(original);
    ByteArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  /** {@code Arrays.copyOfRange} of an array or handle, confined. */
  public static ByteArray copyOfRangeConfined(
      Object original, int fromIndex, int toIndex, Confined memory, int slot, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    ByteArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  /**
   * Makes an array whose elements are on the Java heap in any case.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static ByteArray allocateOnHeap(int length) {
    Failures.checkNewLength(length);
    return new ByteArray(new byte[length]);
  }

  /**
   * Returns an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public byte get(int index) {
    try {
      byte[] elements = heap;
      if (elements != null) {
        return elements[index];
      }
      byte value =
          (address != 0 && DIRECT != null)
              ? DIRECT.getByte(address + Objects.checkIndex((long) index, (long) length))
              : memory.get(JAVA_BYTE, index);
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
  public void set(int index, byte value) {
    try {
      byte[] elements = heap;
      if (elements != null) {
        elements[index] = value;
        return;
      }
      if (address != 0 && DIRECT != null) {
        DIRECT.putByte(address + Objects.checkIndex((long) index, (long) length), value);
      } else {
        memory.set(JAVA_BYTE, index, value);
      }
      Reference.reachabilityFence(this);
    } catch (IndexOutOfBoundsException _) {
      throw Failures.index(index, length);
    }
  }

  /**
   * Replaces an element by the lowest 8 bits of {@code value}, as the bytecode instruction does.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public void store(int index, int value) {
    set(index, (byte) value);
  }

  /** {@code clone()}: a new array with the same elements. */
  public ByteArray copy() {
    return copy(Sites.UNMARKED);
  }

  /** {@code clone()}, counted for a site. */
  public ByteArray copy(int siteId) {
    return copyOf(this, length, siteId);
  }

  /** {@code clone()} to an array on the Java heap. */
  public byte[] toHeap() {
    return copyOfToHeap(this, length);
  }

  /** {@code clone()} of an array on the Java heap. */
  public static ByteArray copyOf(byte[] original) {
    return cloneOf(original, Sites.UNMARKED);
  }

  /** {@link #copyOf(byte[])}, counted for a site. */
  public static ByteArray cloneOf(byte[] original, int siteId) {
    return copyOf(original, lengthOf(original), siteId);
  }

  public static ByteArray copyOf(ByteArray original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static ByteArray copyOf(ByteArray original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  public static ByteArray copyOf(byte[] original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static ByteArray copyOf(byte[] original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  private static ByteArray copyOf(Object original, int length, int newLength, int siteId) {
    ByteArray copy = allocate(newLength, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  public static byte[] copyOfToHeap(ByteArray original, int newLength) {
    int count = Math.min(lengthOf(original), newLength);
    Failures.checkNewLength(newLength);
    byte[] copy = new byte[newLength];
    arraycopy(original, 0, copy, 0, count);
    return copy;
  }

  public static ByteArray copyOfRange(ByteArray original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static ByteArray copyOfRange(ByteArray original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  public static ByteArray copyOfRange(byte[] original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static ByteArray copyOfRange(byte[] original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  private static ByteArray copyOfRange(Object original, int fromIndex, int toIndex, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    ByteArray copy = allocate(newLength, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static byte[] copyOfRangeToHeap(ByteArray original, int fromIndex, int toIndex) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    byte[] copy = new byte[newLength];
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static void fill(ByteArray array, byte value) {
    fill(array, 0, lengthOf(array), value);
  }

  public static void fill(ByteArray array, int fromIndex, int toIndex, byte value) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    byte[] elements = array.heap;
    if (elements != null) {
      Arrays.fill(elements, fromIndex, toIndex, value);
      return;
    }
    array.segment().asSlice(fromIndex, (long) toIndex - fromIndex).fill(value);
    Reference.reachabilityFence(array);
  }

  public static void sort(ByteArray array) {
    sort(array, 0, lengthOf(array));
  }

  public static void sort(ByteArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    byte[] elements = array.heap;
    if (elements != null) {
      Arrays.sort(elements, fromIndex, toIndex);
      return;
    }
    byte[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.sort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static void parallelSort(ByteArray array) {
    parallelSort(array, 0, lengthOf(array));
  }

  public static void parallelSort(ByteArray array, int fromIndex, int toIndex) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    byte[] elements = array.heap;
    if (elements != null) {
      Arrays.parallelSort(elements, fromIndex, toIndex);
      return;
    }
    byte[] sorted = copyOfRangeToHeap(array, fromIndex, toIndex);
    Arrays.parallelSort(sorted);
    arraycopy(sorted, 0, array, fromIndex, sorted.length);
  }

  public static int binarySearch(ByteArray array, byte key) {
    return Comparison.search(array, 0, lengthOf(array), key);
  }

  public static int binarySearch(ByteArray array, int fromIndex, int toIndex, byte key) {
    return Comparison.search(array, fromIndex, toIndex, key);
  }

  public static boolean equals(@Nullable ByteArray a, @Nullable ByteArray b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(@Nullable ByteArray a, byte @Nullable [] b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(byte @Nullable [] a, @Nullable ByteArray b) {
    return Comparison.equal(a, b);
  }

  public static int mismatch(ByteArray a, ByteArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(ByteArray a, byte[] b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(byte[] a, ByteArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int compare(@Nullable ByteArray a, @Nullable ByteArray b) {
    return Comparison.compare(a, b);
  }

  public static int compare(@Nullable ByteArray a, byte @Nullable [] b) {
    return Comparison.compare(a, b);
  }

  public static int compare(byte @Nullable [] a, @Nullable ByteArray b) {
    return Comparison.compare(a, b);
  }

  public static int hashCode(@Nullable ByteArray array) {
    if (array == null) {
      return 0;
    }
    int hash = 1;
    for (int i = 0; i < array.length; i++) {
      hash = 31 * hash + Byte.hashCode(array.get(i));
    }
    return hash;
  }

  public static String toString(@Nullable ByteArray array) {
    return array == null ? "null" : Arrays.toString(array.toHeap());
  }

  /** The elements, if they lie on the Java heap; otherwise null. */
  byte @Nullable [] elementsOnHeap() {
    return heap;
  }

  @Override
  ElementKind kind() {
    return ElementKind.BYTE;
  }

  @Override
  MemorySegment heapSegment() {
    byte[] elements = heap;
    return elements == null ? MemorySegment.NULL : MemorySegment.ofArray(elements);
  }
}
