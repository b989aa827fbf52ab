package io.offheap.array;

import org.jspecify.annotations.Nullable;

/**
 * Arrays on the Java heap that stand in for handles while a method of the JDK runs that takes plain
 * arrays, neither keeps them nor calls code that could see them.
 *
 * <p>A handle whose elements are on the Java heap lends those. For any other a copy is made, of the
 * range that the method is about to use; what the method has written is copied back by {@link
 * #back}. Where the range is not within the array, a new array of the same length stands in, so
 * that the method fails as it would have failed.
 *
 * <p>What other threads do to the elements between the copy and the end of the method goes unseen;
 * of elements that one thread reads while another writes them, plain arrays promise no more.
 */
public final class HeapCopy {
  private HeapCopy() {}

  /** Where the range starts in the stand-in. */
  public static int start(@Nullable PrimitiveArray array, int fromIndex, int count) {
    return array == null || !array.isOffHeap() || !isWithin(array, fromIndex, count)
        ? fromIndex
        : 0;
  }

  /**
   * Copies what a method has written back.
   *
   * @param standIn what was passed in the place of {@code array}
   * @param count how many elements it has written, from {@code fromIndex} of the array on; none if
   *     it is not positive
   */
  public static void back(Object standIn, PrimitiveArray array, int fromIndex, int count) {
    if (array.isOffHeap() && count > 0) {
      PrimitiveArray.arraycopy(standIn, 0, array, fromIndex, count);
    }
  }

  /** Copies a whole array back. */
  public static void back(Object standIn, PrimitiveArray array) {
    back(standIn, array, 0, array.length());
  }

  static boolean isWithin(PrimitiveArray array, int fromIndex, int count) {
    return fromIndex >= 0 && count >= 0 && count <= array.length() - fromIndex;
  }

  public static byte @Nullable [] of(@Nullable ByteArray array) {
    return array == null ? null : of(array, 0, array.length());
  }

  public static byte @Nullable [] of(@Nullable ByteArray array, int fromIndex, int count) {
    byte[] standIn = blank(array, fromIndex, count);
    if (array != null && array.isOffHeap() && isWithin(array, fromIndex, count)) {
      PrimitiveArray.arraycopy(array, fromIndex, standIn, 0, count);
    }
    return standIn;
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static byte @Nullable [] blank(@Nullable ByteArray array) {
    return array == null ? null : blank(array, 0, array.length());
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static byte @Nullable [] blank(@Nullable ByteArray array, int fromIndex, int count) {
    if (array == null) {
      return null;
    }
    byte[] elements = array.elementsOnHeap();
    if (elements != null) {
      return elements;
    }
    return new byte[isWithin(array, fromIndex, count) ? count : array.length()];
  }

  public static char @Nullable [] of(@Nullable CharArray array) {
    return array == null ? null : of(array, 0, array.length());
  }

  public static char @Nullable [] of(@Nullable CharArray array, int fromIndex, int count) {
    char[] standIn = blank(array, fromIndex, count);
    if (array != null && array.isOffHeap() && isWithin(array, fromIndex, count)) {
      PrimitiveArray.arraycopy(array, fromIndex, standIn, 0, count);
    }
    return standIn;
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static char @Nullable [] blank(@Nullable CharArray array) {
    return array == null ? null : blank(array, 0, array.length());
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static char @Nullable [] blank(@Nullable CharArray array, int fromIndex, int count) {
    if (array == null) {
      return null;
    }
    char[] elements = array.elementsOnHeap();
    if (elements != null) {
      return elements;
    }
    return new char[isWithin(array, fromIndex, count) ? count : array.length()];
  }

  public static short @Nullable [] of(@Nullable ShortArray array) {
    return array == null ? null : of(array, 0, array.length());
  }

  public static short @Nullable [] of(@Nullable ShortArray array, int fromIndex, int count) {
    short[] standIn = blank(array, fromIndex, count);
    if (array != null && array.isOffHeap() && isWithin(array, fromIndex, count)) {
      PrimitiveArray.arraycopy(array, fromIndex, standIn, 0, count);
    }
    return standIn;
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static short @Nullable [] blank(@Nullable ShortArray array) {
    return array == null ? null : blank(array, 0, array.length());
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static short @Nullable [] blank(@Nullable ShortArray array, int fromIndex, int count) {
    if (array == null) {
      return null;
    }
    short[] elements = array.elementsOnHeap();
    if (elements != null) {
      return elements;
    }
    return new short[isWithin(array, fromIndex, count) ? count : array.length()];
  }

  public static int @Nullable [] of(@Nullable IntArray array) {
    return array == null ? null : of(array, 0, array.length());
  }

  public static int @Nullable [] of(@Nullable IntArray array, int fromIndex, int count) {
    int[] standIn = blank(array, fromIndex, count);
    if (array != null && array.isOffHeap() && isWithin(array, fromIndex, count)) {
      PrimitiveArray.arraycopy(array, fromIndex, standIn, 0, count);
    }
    return standIn;
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static int @Nullable [] blank(@Nullable IntArray array) {
    return array == null ? null : blank(array, 0, array.length());
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static int @Nullable [] blank(@Nullable IntArray array, int fromIndex, int count) {
    if (array == null) {
      return null;
    }
    int[] elements = array.elementsOnHeap();
    if (elements != null) {
      return elements;
    }
    return new int[isWithin(array, fromIndex, count) ? count : array.length()];
  }

  public static long @Nullable [] of(@Nullable LongArray array) {
    return array == null ? null : of(array, 0, array.length());
  }

  public static long @Nullable [] of(@Nullable LongArray array, int fromIndex, int count) {
    long[] standIn = blank(array, fromIndex, count);
    if (array != null && array.isOffHeap() && isWithin(array, fromIndex, count)) {
      PrimitiveArray.arraycopy(array, fromIndex, standIn, 0, count);
    }
    return standIn;
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static long @Nullable [] blank(@Nullable LongArray array) {
    return array == null ? null : blank(array, 0, array.length());
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static long @Nullable [] blank(@Nullable LongArray array, int fromIndex, int count) {
    if (array == null) {
      return null;
    }
    long[] elements = array.elementsOnHeap();
    if (elements != null) {
      return elements;
    }
    return new long[isWithin(array, fromIndex, count) ? count : array.length()];
  }

  public static float @Nullable [] of(@Nullable FloatArray array) {
    return array == null ? null : of(array, 0, array.length());
  }

  public static float @Nullable [] of(@Nullable FloatArray array, int fromIndex, int count) {
    float[] standIn = blank(array, fromIndex, count);
    if (array != null && array.isOffHeap() && isWithin(array, fromIndex, count)) {
      PrimitiveArray.arraycopy(array, fromIndex, standIn, 0, count);
    }
    return standIn;
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static float @Nullable [] blank(@Nullable FloatArray array) {
    return array == null ? null : blank(array, 0, array.length());
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static float @Nullable [] blank(@Nullable FloatArray array, int fromIndex, int count) {
    if (array == null) {
      return null;
    }
    float[] elements = array.elementsOnHeap();
    if (elements != null) {
      return elements;
    }
    return new float[isWithin(array, fromIndex, count) ? count : array.length()];
  }

  public static double @Nullable [] of(@Nullable DoubleArray array) {
    return array == null ? null : of(array, 0, array.length());
  }

  public static double @Nullable [] of(@Nullable DoubleArray array, int fromIndex, int count) {
    double[] standIn = blank(array, fromIndex, count);
    if (array != null && array.isOffHeap() && isWithin(array, fromIndex, count)) {
      PrimitiveArray.arraycopy(array, fromIndex, standIn, 0, count);
    }
    return standIn;
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static double @Nullable [] blank(@Nullable DoubleArray array) {
    return array == null ? null : blank(array, 0, array.length());
  }

  /** As {@code of}, for a method that writes every element or tells how many. */
  public static double @Nullable [] blank(@Nullable DoubleArray array, int fromIndex, int count) {
    if (array == null) {
      return null;
    }
    double[] elements = array.elementsOnHeap();
    if (elements != null) {
      return elements;
    }
    return new double[isWithin(array, fromIndex, count) ? count : array.length()];
  }
}
