package io.offheap.array;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a {@code boolean[]}. See {@link PrimitiveArray} for what handles promise.
 *
 * <p>The methods named like those of {@code java.util.Arrays} take handles for arrays and do the
 * same, exceptions included; {@code ToHeap} marks those whose result is a {@code boolean[]}.
 */
@SuppressWarnings("ReachabilityFenceUsage") // an access that throws has not touched memory
public final class BooleanArray extends PrimitiveArray {
  /** The elements, one byte each, 0 or 1, if they lie on the Java heap; otherwise null. */
  private final byte @Nullable [] heap;

  private BooleanArray(int length, int siteId) {
    super(length, ElementKind.BOOLEAN, siteId);
    heap = isOffHeap() ? null : new byte[length];
  }

  private BooleanArray(int length, Confined memory, int slot, int siteId) {
    super(length, ElementKind.BOOLEAN, memory, slot, siteId);
    heap = isOffHeap() ? null : new byte[length];
  }

  private BooleanArray(byte[] elements) {
    super(elements.length);
    heap = elements;
  }

  /**
   * Makes an array of {@code length} elements, all false.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   * @throws OutOfMemoryError if there is no memory for it, see {@link ArrayMemory}
   */
  public static BooleanArray allocate(int length) {
    return allocate(length, Sites.UNMARKED);
  }

  /**
   * As {@link #allocate(int)}, and counted for a site.
   *
   * @param siteId what {@link Sites#register} has answered
   */
  public static BooleanArray allocate(int length, int siteId) {
    Failures.checkNewLength(length);
    return new BooleanArray(length, siteId);
  }

  /**
   * Makes an array that does not outlive the call that makes it, see {@link Confined}.
   *
   * @param slot of the place that makes it
   * @param siteId what {@link Sites#register} has answered
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static BooleanArray allocateConfined(int length, Confined memory, int slot, int siteId) {
    Failures.checkNewLength(length);
    return new BooleanArray(length, memory, slot, siteId);
  }

  /** {@code clone()} of an array or handle, confined. */
  public static BooleanArray cloneConfined(Object original, Confined memory, int slot, int siteId) {
    return copyOfConfined(original, lengthOf(original), memory, slot, siteId);
  }

  /** {@code Arrays.copyOf} of an array or handle, confined. */
  public static BooleanArray copyOfConfined(
      Object original, int newLength, Confined memory, int slot, int siteId) {
    int length = lengthOf(original);
    BooleanArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  /** {@code Arrays.copyOfRange} of an array or handle, confined. */
  public static BooleanArray copyOfRangeConfined(
      Object original, int fromIndex, int toIndex, Confined memory, int slot, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    BooleanArray copy = allocateConfined(newLength, memory, slot, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  /**
   * Makes an array whose elements are on the Java heap in any case.
   *
   * @throws NegativeArraySizeException if {@code length} is negative
   */
  public static BooleanArray allocateOnHeap(int length) {
    Failures.checkNewLength(length);
    return new BooleanArray(new byte[length]);
  }

  /**
   * Returns an element.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public boolean get(int index) {
    try {
      byte[] elements = heap;
      if (elements != null) {
        return elements[index] != 0;
      }
      boolean value =
          (address != 0 && DIRECT != null)
              ? DIRECT.getBoolean(address + Objects.checkIndex((long) index, (long) length))
              : memory.get(JAVA_BOOLEAN, index);
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
  public void set(int index, boolean value) {
    try {
      byte[] elements = heap;
      if (elements != null) {
        elements[index] = (byte) (value ? 1 : 0);
        return;
      }
      if (address != 0 && DIRECT != null) {
        DIRECT.putBoolean(address + Objects.checkIndex((long) index, (long) length), value);
      } else {
        memory.set(JAVA_BOOLEAN, index, value);
      }
      Reference.reachabilityFence(this);
    } catch (IndexOutOfBoundsException _) {
      throw Failures.index(index, length);
    }
  }

  /**
   * Replaces an element by the lowest bit of {@code value}, as the bytecode instruction does.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such element
   */
  public void store(int index, int value) {
    set(index, (value & 1) != 0);
  }

  /** {@code clone()}: a new array with the same elements. */
  public BooleanArray copy() {
    return copy(Sites.UNMARKED);
  }

  /** {@code clone()}, counted for a site. */
  public BooleanArray copy(int siteId) {
    return copyOf(this, length, siteId);
  }

  /** {@code clone()} to an array on the Java heap. */
  public boolean[] toHeap() {
    return copyOfToHeap(this, length);
  }

  /** {@code clone()} of an array on the Java heap. */
  public static BooleanArray copyOf(boolean[] original) {
    return cloneOf(original, Sites.UNMARKED);
  }

  /** {@link #copyOf(boolean[])}, counted for a site. */
  public static BooleanArray cloneOf(boolean[] original, int siteId) {
    return copyOf(original, lengthOf(original), siteId);
  }

  public static BooleanArray copyOf(BooleanArray original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static BooleanArray copyOf(BooleanArray original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  public static BooleanArray copyOf(boolean[] original, int newLength) {
    return copyOf(original, newLength, Sites.UNMARKED);
  }

  public static BooleanArray copyOf(boolean[] original, int newLength, int siteId) {
    return copyOf(original, lengthOf(original), newLength, siteId);
  }

  private static BooleanArray copyOf(Object original, int length, int newLength, int siteId) {
    BooleanArray copy = allocate(newLength, siteId);
    arraycopy(original, 0, copy, 0, Math.min(length, newLength));
    return copy;
  }

  public static boolean[] copyOfToHeap(BooleanArray original, int newLength) {
    int count = Math.min(lengthOf(original), newLength);
    Failures.checkNewLength(newLength);
    boolean[] copy = new boolean[newLength];
    arraycopy(original, 0, copy, 0, count);
    return copy;
  }

  public static BooleanArray copyOfRange(BooleanArray original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static BooleanArray copyOfRange(
      BooleanArray original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  public static BooleanArray copyOfRange(boolean[] original, int fromIndex, int toIndex) {
    return copyOfRange(original, fromIndex, toIndex, Sites.UNMARKED);
  }

  public static BooleanArray copyOfRange(
      boolean[] original, int fromIndex, int toIndex, int siteId) {
    return copyOfRange((Object) original, fromIndex, toIndex, siteId);
  }

  private static BooleanArray copyOfRange(Object original, int fromIndex, int toIndex, int siteId) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    BooleanArray copy = allocate(newLength, siteId);
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static boolean[] copyOfRangeToHeap(BooleanArray original, int fromIndex, int toIndex) {
    int newLength = lengthOfRange(original, fromIndex, toIndex);
    boolean[] copy = new boolean[newLength];
    arraycopy(original, fromIndex, copy, 0, countInRange(original, fromIndex, newLength));
    return copy;
  }

  public static void fill(BooleanArray array, boolean value) {
    fill(array, 0, lengthOf(array), value);
  }

  public static void fill(BooleanArray array, int fromIndex, int toIndex, boolean value) {
    Failures.checkRange(lengthOf(array), fromIndex, toIndex);
    byte[] elements = array.heap;
    if (elements != null) {
      Arrays.fill(elements, fromIndex, toIndex, (byte) (value ? 1 : 0));
      return;
    }
    array.segment().asSlice(fromIndex, (long) toIndex - fromIndex).fill((byte) (value ? 1 : 0));
    Reference.reachabilityFence(array);
  }

  public static boolean equals(@Nullable BooleanArray a, @Nullable BooleanArray b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(@Nullable BooleanArray a, boolean @Nullable [] b) {
    return Comparison.equal(a, b);
  }

  public static boolean equals(boolean @Nullable [] a, @Nullable BooleanArray b) {
    return Comparison.equal(a, b);
  }

  public static int mismatch(BooleanArray a, BooleanArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(BooleanArray a, boolean[] b) {
    return Comparison.mismatch(a, b);
  }

  public static int mismatch(boolean[] a, BooleanArray b) {
    return Comparison.mismatch(a, b);
  }

  public static int compare(@Nullable BooleanArray a, @Nullable BooleanArray b) {
    return Comparison.compare(a, b);
  }

  public static int compare(@Nullable BooleanArray a, boolean @Nullable [] b) {
    return Comparison.compare(a, b);
  }

  public static int compare(boolean @Nullable [] a, @Nullable BooleanArray b) {
    return Comparison.compare(a, b);
  }

  public static int hashCode(@Nullable BooleanArray array) {
    if (array == null) {
      return 0;
    }
    int hash = 1;
    for (int i = 0; i < array.length; i++) {
      hash = 31 * hash + Boolean.hashCode(array.get(i));
    }
    return hash;
  }

  public static String toString(@Nullable BooleanArray array) {
    return array == null ? "null" : Arrays.toString(array.toHeap());
  }

  @Override
  ElementKind kind() {
    return ElementKind.BOOLEAN;
  }

  @Override
  MemorySegment heapSegment() {
    byte[] elements = heap;
    return elements == null ? MemorySegment.NULL : MemorySegment.ofArray(elements);
  }
}
