package io.offheap.array;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Random;

/** One of the eight element types, its array class and its handle class, by reflection. */
enum ElementType {
  BOOLEAN(boolean.class, BooleanArray.class),
  BYTE(byte.class, ByteArray.class),
  CHAR(char.class, CharArray.class),
  SHORT(short.class, ShortArray.class),
  INT(int.class, IntArray.class),
  LONG(long.class, LongArray.class),
  FLOAT(float.class, FloatArray.class),
  DOUBLE(double.class, DoubleArray.class);

  /** Values at which operations may go wrong; they repeat often, so that arrays can be equal. */
  private static final long[] INTEGERS = {
    0,
    0,
    1,
    1,
    -1,
    2,
    127,
    128,
    -128,
    255,
    65535,
    32767,
    -32768,
    1L << 31,
    -1L << 31,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final double[] FLOATS = {
    0.0,
    0.0,
    -0.0,
    1,
    -1,
    2.5,
    Double.NaN,
    Double.longBitsToDouble(0xfff8_dead_beef_0000L),
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Float.MIN_VALUE,
    1e300
  };

  final Class<?> elementClass;
  final Class<?> arrayClass;
  final Class<? extends PrimitiveArray> handleClass;

  ElementType(Class<?> elementClass, Class<? extends PrimitiveArray> handleClass) {
    this.elementClass = elementClass;
    this.arrayClass = elementClass.arrayType();
    this.handleClass = handleClass;
  }

  static ElementType random(Random random) {
    return List.of(values()).get(random.nextInt(values().length));
  }

  Object newArray(int length) {
    return Array.newInstance(elementClass, length);
  }

  Object randomArray(Random random, int maxLength) {
    Object array = newArray(random.nextInt(maxLength + 1));
    for (int i = 0; i < Array.getLength(array); i++) {
      Array.set(array, i, randomValue(random));
    }
    return array;
  }

  Object randomValue(Random random) {
    return switch (this) {
      case FLOAT -> (float) FLOATS[random.nextInt(FLOATS.length)];
      case DOUBLE -> FLOATS[random.nextInt(FLOATS.length)];
      default -> narrowed(INTEGERS[random.nextInt(INTEGERS.length)]);
    };
  }

  /** What the store instruction of this type makes of an integer on the stack. */
  Object narrowed(long value) {
    return switch (this) {
      case BOOLEAN -> (value & 1) != 0;
      case BYTE -> (byte) value;
      case CHAR -> (char) value;
      case SHORT -> (short) value;
      case INT -> (int) value;
      case LONG -> value;
      case FLOAT -> (float) value;
      case DOUBLE -> (double) value;
    };
  }

  /** A handle with the elements of {@code array}. */
  PrimitiveArray handleOf(Object array, boolean onHeap) {
    int length = Array.getLength(array);
    try {
      PrimitiveArray handle =
          (PrimitiveArray)
              handleClass
                  .getMethod(onHeap ? "allocateOnHeap" : "allocate", int.class)
                  .invoke(null, length);
      Method set = handleClass.getMethod("set", int.class, elementClass);
      for (int i = 0; i < length; i++) {
        set.invoke(handle, i, Array.get(array, i));
      }
      return handle;
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError(failure.getMessage(), failure);
    }
  }

  /** The elements of {@code array}, read one by one; a copy even of an array on the heap. */
  Object elements(Object array) {
    try {
      int length =
          array instanceof PrimitiveArray handle ? handle.length() : Array.getLength(array);
      Method get = handleClass.getMethod("get", int.class);
      Object copy = newArray(length);
      for (int i = 0; i < length; i++) {
        Array.set(
            copy, i, array instanceof PrimitiveArray ? get.invoke(array, i) : Array.get(array, i));
      }
      return copy;
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError(failure.getMessage(), failure);
    }
  }

  /** A text that two arrays share only if all their bits agree. */
  String bits(Object array) {
    StringBuilder text = new StringBuilder(elementClass + "[");
    Object elements = elements(array);
    for (int i = 0; i < Array.getLength(elements); i++) {
      text.append(bitsOf(Array.get(elements, i))).append(' ');
    }
    return text.append(']').toString();
  }

  static String bitsOf(Object value) {
    if (value instanceof Float number) {
      return number + "/" + Integer.toHexString(Float.floatToRawIntBits(number));
    } else if (value instanceof Double number) {
      return number + "/" + Long.toHexString(Double.doubleToRawLongBits(number));
    }
    return String.valueOf(value);
  }

  static ElementType of(Class<?> arrayClass) {
    for (ElementType type : values()) {
      if (type.arrayClass == arrayClass) {
        return type;
      }
    }
    throw new IllegalArgumentException(arrayClass.getName());
  }
}
