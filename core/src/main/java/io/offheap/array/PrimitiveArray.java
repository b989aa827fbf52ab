package io.offheap.array;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A handle: the object that stands for a one-dimensional array of primitives whose elements lie
 * outside the Java heap.
 *
 * <p>Woven code uses handles exactly as it used arrays. There is one handle for each array, so that
 * {@code ==}, locks, {@code hashCode()} and {@code toString()} mean the same as before, and every
 * operation has the results and the exceptions (class, message, and a stack trace that begins in
 * the caller) of the array operation it replaces.
 *
 * <p>An array that is too small to gain from moving, or for which there is no off-heap memory left,
 * keeps its elements on the Java heap behind the same handle; {@link #isOffHeap()} is the only
 * difference that can be seen.
 *
 * <p>Handles are as thread-safe as arrays: elements are shared plain variables; reads and writes of
 * 64 bits do not tear.
 *
 * @see ArrayMemory
 */
/*
 * Invariants, s = kind().sizeLog2:
 *   off the heap   the subclass's field heap is null, and
 *     direct       memory contains the length << s bytes from address on, of which there are at most 2^31 - 1
 *     by segment   address == 0, memory.byteSize() == length << s
 *   on the heap    address == 0, memory == MemorySegment.NULL, and heap.length == length
 *
 * The two cases have fields of their own, rather than one segment of either sort, because the JIT compiler
 * translates an access through a segment that it has seen in both sorts as one that may hit both memories, with barriers
 * that stop vectorising: filling became 65 times slower once a few heap-backed handles had been used. A
 * test of the field heap leaves two clean paths, and is moved out of loops.
 *
 * Each access checks the index once. By segment, the segment does so, and the accessor puts its own exception in the
 * place of the segment's; a check of its own, ahead of that, made random reads 1.35 times slower. The byte offset is computed
 * here: with getAtIndex the same loop over short rows (docs/arrays.md) came out of C2 in two shapes, one nearly twice as
 * long and half as fast, in about every third run of the JVM.
 *
 * Direct access checks the index as an int, as for an array, against length & MAX_LENGTH. The mask changes nothing, and tells C2
 * that the offset fits an int: only then does it make one instruction with a scaled index of address + offset. Elements
 * of one byte need no such hint, and come out better with the index checked as a long.
 *
 * Each access ends in Reference.reachabilityFence(this), so that the memory is not given to another array before. Up to JDK 25
 * the C2 compiler may still lose a fence in rare shapes of code (JDK-8290892); handles are as safe there as direct
 * ByteBuffers, which depend on the same fence.
 *
 * docs/arrays.md has the measurements.
 */
public abstract sealed class PrimitiveArray
    permits BooleanArray,
        ByteArray,
        CharArray,
        ShortArray,
        IntArray,
        LongArray,
        FloatArray,
        DoubleArray {
  /** Count of elements. */
  final int length;

  /** What {@link #address} is for; null where memory is accessed by way of segments only. */
  static final @Nullable DirectAccess DIRECT = DirectAccess.find();

  /**
   * The elements or, if there is an {@link #address}, more than they; {@link MemorySegment#NULL} if
   * they lie on the Java heap.
   */
  final MemorySegment memory;

  /** The machine address of the elements, if they are accessed directly; otherwise 0. */
  final long address;

  /**
   * Makes a handle whose elements lie on the Java heap.
   *
   * @param length count of elements, at least 0
   */
  PrimitiveArray(int length) {
    this.length = length;
    this.memory = MemorySegment.NULL;
    this.address = 0;
  }

  /**
   * Makes a handle whose elements are 0, off the heap if that is possible and gains.
   *
   * @param length count of elements, at least 0
   * @param siteId what the array is counted for, see {@link Sites}
   */
  PrimitiveArray(int length, ElementKind kind, int siteId) {
    this.length = length;
    Elements elements = ArrayMemory.allocate(this, (long) length << kind.sizeLog2, kind, siteId);
    this.memory = elements.memory;
    this.address = elements.address;
  }

  /**
   * Makes a confined handle whose elements are 0, off the heap if there is room.
   *
   * @param slot of the place that makes it
   */
  PrimitiveArray(int length, ElementKind kind, Confined confined, int slot, int siteId) {
    this.length = length;
    long byteSize = (long) length << kind.sizeLog2;
    long start = confined.allocate(slot, byteSize, siteId);
    if (start == 0) {
      this.memory = MemorySegment.NULL;
      this.address = 0;
    } else if (isDirect(byteSize)) {
      this.memory = confined.source(slot);
      this.address = start;
    } else {
      this.memory = confined.slice(slot, byteSize);
      this.address = 0;
    }
  }

  /**
   * Where the elements of a new handle are.
   *
   * @param memory see {@link PrimitiveArray#memory}
   * @param address see {@link PrimitiveArray#address}
   */
  record Elements(MemorySegment memory, long address) {
    static final Elements ON_HEAP = new Elements(MemorySegment.NULL, 0);
  }

  /** Whether off-heap arrays of so many bytes are accessed directly. */
  static boolean isDirect(long byteSize) {
    return DIRECT != null && byteSize <= Integer.MAX_VALUE;
  }

  abstract ElementKind kind();

  /** A view of the elements on the Java heap, for a handle that has them there. */
  abstract MemorySegment heapSegment();

  /** A view of the elements, wherever they are. Its user must keep this handle reachable. */
  final MemorySegment segment() {
    if (!isOffHeap()) {
      return heapSegment();
    }
    return address == 0
        ? memory
        : memory.asSlice(address - memory.address(), (long) length << kind().sizeLog2);
  }

  /** Returns the count of elements; never changes. */
  public final int length() {
    return length;
  }

  /** Whether the elements lie outside the Java heap; never changes. */
  public final boolean isOffHeap() {
    return memory.address() != 0;
  }

  /** The class of the primitive arrays that handles of this class stand for. */
  public final Class<?> arrayClass() {
    return kind().arrayClass;
  }

  /** Returns the text that {@code Object.toString} makes for an array: {@code [J@1b2c3d}. */
  @Override
  public final String toString() {
    return kind().arrayClassName + "@" + Integer.toHexString(hashCode());
  }

  /**
   * {@code System.arraycopy} where the arrays may be handles, primitive arrays or, in any mix, a
   * handle and a primitive array of its type. If neither is a handle, any objects are passed on.
   * The ranges may overlap.
   *
   * @throws NullPointerException if an array is null
   * @throws ArrayStoreException if the element types differ, or an argument is no array
   * @throws ArrayIndexOutOfBoundsException if an index or {@code count} is negative, or a range
   *     ends beyond its array; nothing is copied then
   */
  public static void arraycopy(
      @Nullable Object source,
      int sourceIndex,
      @Nullable Object target,
      int targetIndex,
      int count) {
    ArrayCopy.copy(source, sourceIndex, target, targetIndex, count);
  }

  /**
   * {@code Arrays.equals} over ranges of handles and primitive arrays of one element type, in any
   * mix.
   *
   * @throws IllegalArgumentException if a start is greater than its end
   * @throws ArrayIndexOutOfBoundsException if a range is not within its array
   * @throws NullPointerException if an array is null
   */
  public static boolean equals(
      Object a, int aFromIndex, int aToIndex, Object b, int bFromIndex, int bToIndex) {
    return Comparison.equal(a, aFromIndex, aToIndex, b, bFromIndex, bToIndex);
  }

  /**
   * {@code Arrays.mismatch} over ranges; exceptions as for {@link #equals(Object, int, int, Object,
   * int, int)}.
   */
  public static int mismatch(
      Object a, int aFromIndex, int aToIndex, Object b, int bFromIndex, int bToIndex) {
    return Comparison.mismatch(a, aFromIndex, aToIndex, b, bFromIndex, bToIndex);
  }

  /**
   * {@code Arrays.compare} over ranges; exceptions as for {@link #equals(Object, int, int, Object,
   * int, int)}.
   */
  public static int compare(
      Object a, int aFromIndex, int aToIndex, Object b, int bFromIndex, int bToIndex) {
    return Comparison.compare(a, aFromIndex, aToIndex, b, bFromIndex, bToIndex);
  }

  /**
   * {@code Arrays.compareUnsigned} of handles and primitive arrays, in any mix; either may be null.
   */
  public static int compareUnsigned(@Nullable Object a, @Nullable Object b) {
    return Comparison.compareUnsigned(a, b);
  }

  /**
   * {@code Arrays.compareUnsigned} over ranges; exceptions as for {@link #equals(Object, int, int,
   * Object, int, int)}.
   */
  public static int compareUnsigned(
      Object a, int aFromIndex, int aToIndex, Object b, int bFromIndex, int bToIndex) {
    return Comparison.compareUnsigned(a, aFromIndex, aToIndex, b, bFromIndex, bToIndex);
  }

  /**
   * The length of a handle or primitive array.
   *
   * @throws NullPointerException if it is null
   */
  static int lengthOf(@Nullable Object array) {
    if (array == null) {
      throw Failures.nullArray();
    }
    return ArrayCopy.lengthOf(array);
  }

  /**
   * The length of what {@code Arrays.copyOfRange} makes, once its arguments are checked, in the
   * same order, as there: null last, unless the range starts at 0.
   */
  static int lengthOfRange(@Nullable Object original, int fromIndex, int toIndex) {
    int newLength = toIndex - fromIndex;
    if (newLength < 0 && (fromIndex != 0 || original != null)) {
      throw Failures.trimmed(new IllegalArgumentException(fromIndex + " > " + toIndex));
    }
    if (original == null) {
      throw Failures.nullArray();
    }
    return newLength;
  }

  /**
   * How many elements {@code Arrays.copyOfRange} takes from {@code original}; negative, as there,
   * if {@code fromIndex} is beyond its end.
   */
  static int countInRange(Object original, int fromIndex, int newLength) {
    return Math.min(ArrayCopy.lengthOf(original) - fromIndex, newLength);
  }
}
