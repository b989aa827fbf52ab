package io.offheap.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/**
 * {@code System.arraycopy} where either side, or both, may be a handle. Order and text of the
 * checks are those of the HotSpot virtual machine.
 */
final class ArrayCopy {
  private ArrayCopy() {}

  static void copy(
      @Nullable Object source,
      int sourceIndex,
      @Nullable Object target,
      int targetIndex,
      int count) {
    if (source == null || target == null) {
      throw Failures.nullArray();
    }
    if (!(source instanceof PrimitiveArray) && !(target instanceof PrimitiveArray)) {
      copyOnHeap(source, sourceIndex, target, targetIndex, count);
      return;
    }
    ElementKind kind = ElementKind.of(source);
    if (kind == null || kind != ElementKind.of(target)) {
      throw Failures.trimmed(new ArrayStoreException(mismatch(source, target)));
    }
    checkRanges(kind, lengthOf(source), sourceIndex, lengthOf(target), targetIndex, count);
    try {
      copyElements(kind, source, sourceIndex, target, targetIndex, count);
    } finally {
      Reference.reachabilityFence(source);
      Reference.reachabilityFence(target);
    }
  }

  private static void copyElements(
      ElementKind kind, Object source, int sourceIndex, Object target, int targetIndex, int count) {
    if (source instanceof boolean[] booleans) {
      MemorySegment elements = ElementKind.segmentOf(target);
      for (int i = 0; i < count; i++) {
        elements.set(ValueLayout.JAVA_BOOLEAN, (long) targetIndex + i, booleans[sourceIndex + i]);
      }
    } else if (target instanceof boolean[] booleans) {
      MemorySegment elements = ElementKind.segmentOf(source);
      for (int i = 0; i < count; i++) {
        booleans[targetIndex + i] = elements.get(ValueLayout.JAVA_BOOLEAN, (long) sourceIndex + i);
      }
    } else {
      MemorySegment.copy(
          ElementKind.segmentOf(source),
          (long) sourceIndex << kind.sizeLog2,
          ElementKind.segmentOf(target),
          (long) targetIndex << kind.sizeLog2,
          (long) count << kind.sizeLog2);
    }
  }

  private static void copyOnHeap(
      Object source, int sourceIndex, Object target, int targetIndex, int count) {
    try {
      System.arraycopy(source, sourceIndex, target, targetIndex, count);
    } catch (ArrayStoreException | IndexOutOfBoundsException failure) {
      throw Failures.trimmed(failure);
    }
  }

  /** Why two objects, at least one of them a handle, cannot be copied one into the other. */
  private static String mismatch(Object source, Object target) {
    ElementKind sourceKind = ElementKind.of(source);
    if (sourceKind == null && !source.getClass().isArray()) {
      return "arraycopy: source type " + source.getClass().getName() + " is not an array";
    }
    ElementKind targetKind = ElementKind.of(target);
    if (targetKind == null && !target.getClass().isArray()) {
      return "arraycopy: destination type " + target.getClass().getName() + " is not an array";
    }
    return "arraycopy: type mismatch: can not copy "
        + (sourceKind == null ? "object array" : sourceKind.typeName)
        + "[] into "
        + (targetKind == null ? "object array" : targetKind.typeName)
        + "[]";
  }

  static int lengthOf(Object array) {
    return array instanceof PrimitiveArray handle ? handle.length : Array.getLength(array);
  }

  /**
   * Checks the ranges of a copy between arrays of one element type.
   *
   * @throws ArrayIndexOutOfBoundsException if an index or the count is negative, or a range ends
   *     beyond its array
   */
  static void checkRanges(
      ElementKind kind,
      int sourceLength,
      int sourceIndex,
      int targetLength,
      int targetIndex,
      int count) {
    if (sourceIndex < 0) {
      throw outOfBounds("source index " + sourceIndex, kind, sourceLength);
    }
    if (targetIndex < 0) {
      throw outOfBounds("destination index " + targetIndex, kind, targetLength);
    }
    if (count < 0) {
      throw Failures.trimmed(
          new ArrayIndexOutOfBoundsException("arraycopy: length " + count + " is negative"));
    }
    if ((long) sourceIndex + count > sourceLength) {
      throw outOfBounds("last source index " + ((long) sourceIndex + count), kind, sourceLength);
    }
    if ((long) targetIndex + count > targetLength) {
      throw outOfBounds(
          "last destination index " + ((long) targetIndex + count), kind, targetLength);
    }
  }

  private static ArrayIndexOutOfBoundsException outOfBounds(
      String what, ElementKind kind, int length) {
    return Failures.trimmed(
        new ArrayIndexOutOfBoundsException(
            "arraycopy: " + what + " out of bounds for " + kind.typeName + "[" + length + "]"));
  }
}
