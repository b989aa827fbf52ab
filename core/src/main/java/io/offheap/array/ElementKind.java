package io.offheap.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The eight element types of primitive arrays: what operations need that treat all of them alike.
 *
 * <p>Chains of {@code instanceof} instead of pattern switches: those are linked through {@code
 * invokedynamic}, whose first use costs tens of milliseconds at the start of a program.
 */
@SuppressWarnings("IfChainToSwitch") // see above
enum ElementKind {
  BOOLEAN("boolean", boolean[].class, 0),
  BYTE("byte", byte[].class, 0),
  CHAR("char", char[].class, 1),
  SHORT("short", short[].class, 1),
  INT("int", int[].class, 2),
  LONG("long", long[].class, 3),
  FLOAT("float", float[].class, 2),
  DOUBLE("double", double[].class, 3);

  /** The Java keyword. */
  final String typeName;

  final Class<?> arrayClass;

  /** What {@code Class.getName} says of the array class. */
  final String arrayClassName;

  /** Binary logarithm of the size of an element in bytes. */
  final int sizeLog2;

  /** Counts the arrays that no woven code has made. */
  @SuppressWarnings("ImmutableEnumChecker") // found here without a look-up
  final SiteCounter unmarkedSite;

  @SuppressWarnings("EnumOrdinal") // the number of its counter, for this process only
  ElementKind(String typeName, Class<?> arrayClass, int sizeLog2) {
    this.typeName = typeName;
    this.arrayClass = arrayClass;
    this.arrayClassName = arrayClass.getName();
    this.sizeLog2 = sizeLog2;
    unmarkedSite = new SiteCounter(ordinal(), Sites.UNMARKED_NAME, typeName + "[]");
  }

  /** The kind of a handle or of a primitive array; null for any other object. */
  static @Nullable ElementKind of(Object array) {
    if (array instanceof PrimitiveArray handle) {
      return handle.kind();
    } else if (array instanceof byte[]) {
      return BYTE;
    } else if (array instanceof int[]) {
      return INT;
    } else if (array instanceof long[]) {
      return LONG;
    } else if (array instanceof double[]) {
      return DOUBLE;
    } else if (array instanceof char[]) {
      return CHAR;
    } else if (array instanceof float[]) {
      return FLOAT;
    } else if (array instanceof short[]) {
      return SHORT;
    } else if (array instanceof boolean[]) {
      return BOOLEAN;
    }
    return null;
  }

  /**
   * The elements of a handle or primitive array as a segment: a view, except that of {@code
   * boolean[]}, which no segment can view, a copy (one byte an element, 0 or 1).
   *
   * @throws IllegalArgumentException if {@code array} is neither
   */
  static MemorySegment segmentOf(Object array) {
    if (array instanceof PrimitiveArray handle) {
      return handle.segment();
    } else if (array instanceof byte[] bytes) {
      return MemorySegment.ofArray(bytes);
    } else if (array instanceof int[] ints) {
      return MemorySegment.ofArray(ints);
    } else if (array instanceof long[] longs) {
      return MemorySegment.ofArray(longs);
    } else if (array instanceof double[] doubles) {
      return MemorySegment.ofArray(doubles);
    } else if (array instanceof char[] chars) {
      return MemorySegment.ofArray(chars);
    } else if (array instanceof float[] floats) {
      return MemorySegment.ofArray(floats);
    } else if (array instanceof short[] shorts) {
      return MemorySegment.ofArray(shorts);
    } else if (array instanceof boolean[] booleans) {
      byte[] bytes = new byte[booleans.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (booleans[i] ? 1 : 0);
      }
      return MemorySegment.ofArray(bytes);
    }
    throw new IllegalArgumentException("not a primitive array: " + array.getClass());
  }

  /** Whether two different bit patterns can be the same value (the many NaN). */
  boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }

  /**
   * The element at {@code index} as a number whose order is that of {@code compare} of its wrapper
   * class: {@code sortKey(x) < sortKey(y)} exactly if {@code Double.compare(x, y) < 0}, and
   * likewise for the others.
   */
  long sortKey(MemorySegment elements, long index) {
    return switch (this) {
      case BOOLEAN, BYTE -> elements.get(ValueLayout.JAVA_BYTE, index);
      case CHAR -> elements.getAtIndex(ValueLayout.JAVA_CHAR, index);
      case SHORT -> elements.getAtIndex(ValueLayout.JAVA_SHORT, index);
      case INT -> elements.getAtIndex(ValueLayout.JAVA_INT, index);
      case LONG -> elements.getAtIndex(ValueLayout.JAVA_LONG, index);
      case FLOAT -> sortKey(elements.getAtIndex(ValueLayout.JAVA_FLOAT, index));
      case DOUBLE -> sortKey(elements.getAtIndex(ValueLayout.JAVA_DOUBLE, index));
    };
  }

  /**
   * A double's place in the order of {@code Double.compare}: all NaN are one and the largest, -0.0
   * is below 0.0. A float, widened, keeps its place. The bits of negative numbers grow with the
   * magnitude, so all but the sign is inverted for them.
   */
  static long sortKey(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
  }
}
