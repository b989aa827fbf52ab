package io.offheap.array;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The comparing methods of {@code java.util.Arrays}, and its search, for handles and primitive
 * arrays of one element type in every mix, in place.
 *
 * <p>Elements are equal if their bits are, or if both are NaN: the rule of the wrapper classes.
 */
@SuppressWarnings({
  "ReachabilityFenceUsage", // nothing after an exception touches the memory
  "ReferenceEquality" // arrays are compared by identity first, as in java.util.Arrays
})
final class Comparison {
  private Comparison() {}

  static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a == b) {
      return true;
    }
    if (a == null || b == null) {
      return false;
    }
    int length = ArrayCopy.lengthOf(a);
    return length == ArrayCopy.lengthOf(b) && mismatchAt(a, 0, b, 0, length) < 0;
  }

  static boolean equal(
      Object a, int aFromIndex, int aToIndex, Object b, int bFromIndex, int bToIndex) {
    int aLength = checkedLength(a, aFromIndex, aToIndex);
    int bLength = checkedLength(b, bFromIndex, bToIndex);
    return aLength == bLength && mismatchAt(a, aFromIndex, b, bFromIndex, aLength) < 0;
  }

  static int mismatch(Object a, Object b) {
    requireArrays(a, b);
    return mismatch(a, 0, ArrayCopy.lengthOf(a), b, 0, ArrayCopy.lengthOf(b));
  }

  static int mismatch(
      Object a, int aFromIndex, int aToIndex, Object b, int bFromIndex, int bToIndex) {
    int aLength = checkedLength(a, aFromIndex, aToIndex);
    int bLength = checkedLength(b, bFromIndex, bToIndex);
    int common = Math.min(aLength, bLength);
    int at = mismatchAt(a, aFromIndex, b, bFromIndex, common);
    return at < 0 && aLength != bLength ? common : at;
  }

  static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == b) {
      return 0;
    }
    if (a == null || b == null) {
      return a == null ? -1 : 1;
    }
    return compare(a, 0, ArrayCopy.lengthOf(a), b, 0, ArrayCopy.lengthOf(b));
  }

  static int compare(
      Object a, int aFromIndex, int aToIndex, Object b, int bFromIndex, int bToIndex) {
    int aLength = checkedLength(a, aFromIndex, aToIndex);
    int bLength = checkedLength(b, bFromIndex, bToIndex);
    int at = mismatchAt(a, aFromIndex, b, bFromIndex, Math.min(aLength, bLength));
    if (at < 0) {
      return aLength - bLength;
    }
    ElementKind kind = kindOf(a);
    long aKey = kind.sortKey(ElementKind.segmentOf(a), (long) aFromIndex + at);
    long bKey = kind.sortKey(ElementKind.segmentOf(b), (long) bFromIndex + at);
    Reference.reachabilityFence(a);
    Reference.reachabilityFence(b);
    // Byte, Short and Character compare by difference, the wider types by sign.
    return kind.sizeLog2 < 2 ? (int) (aKey - bKey) : Long.compare(aKey, bKey);
  }

  static int compareUnsigned(@Nullable Object a, @Nullable Object b) {
    if (a == b) {
      return 0;
    }
    if (a == null || b == null) {
      return a == null ? -1 : 1;
    }
    return compareUnsigned(a, 0, ArrayCopy.lengthOf(a), b, 0, ArrayCopy.lengthOf(b));
  }

  static int compareUnsigned(
      Object a, int aFromIndex, int aToIndex, Object b, int bFromIndex, int bToIndex) {
    int aLength = checkedLength(a, aFromIndex, aToIndex);
    int bLength = checkedLength(b, bFromIndex, bToIndex);
    int at = mismatchAt(a, aFromIndex, b, bFromIndex, Math.min(aLength, bLength));
    if (at < 0) {
      return aLength - bLength;
    }
    ElementKind kind = kindOf(a);
    long aValue = kind.sortKey(ElementKind.segmentOf(a), (long) aFromIndex + at);
    long bValue = kind.sortKey(ElementKind.segmentOf(b), (long) bFromIndex + at);
    Reference.reachabilityFence(a);
    Reference.reachabilityFence(b);
    return switch (kind) {
      case BYTE -> Byte.compareUnsigned((byte) aValue, (byte) bValue);
      case SHORT -> Short.compareUnsigned((short) aValue, (short) bValue);
      default -> Long.compareUnsigned(aValue, bValue);
    };
  }

  /**
   * {@code Arrays.binarySearch}.
   *
   * @param key the sort key of what is looked for
   * @return its index, or {@code -(insertion point) - 1}
   */
  static int search(PrimitiveArray array, int fromIndex, int toIndex, long key) {
    checkedLength(array, fromIndex, toIndex);
    ElementKind kind = array.kind();
    MemorySegment elements = array.segment();
    int low = fromIndex;
    int high = toIndex - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = kind.sortKey(elements, middle);
      if (found < key) {
        low = middle + 1;
      } else if (found > key) {
        high = middle - 1;
      } else {
        low = middle;
        break;
      }
    }
    Reference.reachabilityFence(array);
    return low <= high ? low : -(low + 1);
  }

  /**
   * The first index, counted from the start of the ranges, at which {@code count} elements differ;
   * -1 if they do not.
   */
  private static int mismatchAt(Object a, int aIndex, Object b, int bIndex, int count) {
    ElementKind kind = kindOf(a);
    if (kind != kindOf(b)) {
      throw new IllegalArgumentException("different element types: " + kind + ", " + kindOf(b));
    }
    int at =
        mismatchAt(
            kind,
            range(ElementKind.segmentOf(a), kind, aIndex, count),
            range(ElementKind.segmentOf(b), kind, bIndex, count),
            count);
    Reference.reachabilityFence(a);
    Reference.reachabilityFence(b);
    return at;
  }

  private static int mismatchAt(ElementKind kind, MemorySegment a, MemorySegment b, int count) {
    int from = 0;
    while (from < count) {
      long fromOffset = (long) from << kind.sizeLog2;
      long bytesAlike =
          MemorySegment.mismatch(a, fromOffset, a.byteSize(), b, fromOffset, b.byteSize());
      if (bytesAlike < 0) {
        return -1;
      }
      int at = from + (int) (bytesAlike >> kind.sizeLog2);
      if (!kind.isFloating() || kind.sortKey(a, at) != kind.sortKey(b, at)) {
        return at;
      }
      from = at + 1;
    }
    return -1;
  }

  private static MemorySegment range(
      MemorySegment elements, ElementKind kind, int index, int count) {
    return elements.asSlice((long) index << kind.sizeLog2, (long) count << kind.sizeLog2);
  }

  private static ElementKind kindOf(Object array) {
    ElementKind kind = ElementKind.of(array);
    if (kind == null) {
      throw new IllegalArgumentException("not a primitive array: " + array.getClass());
    }
    return kind;
  }

  private static int checkedLength(@Nullable Object array, int fromIndex, int toIndex) {
    if (array == null) {
      throw Failures.nullArray();
    }
    Failures.checkRange(ArrayCopy.lengthOf(array), fromIndex, toIndex);
    return toIndex - fromIndex;
  }

  private static void requireArrays(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      throw Failures.nullArray();
    }
  }
}
