package io.offheap.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The exceptions of array operations, as the Java Virtual Machine and {@code java.util.Arrays}
 * throw them: same class, same message, and a stack trace that starts in the caller of the handle.
 *
 * <p>The text of a {@code NullPointerException} is the exception: where the virtual machine would
 * describe the null expression, ours says nothing.
 */
final class Failures {
  private static final String OWN_PACKAGE = Failures.class.getPackageName();

  private Failures() {}

  static ArrayIndexOutOfBoundsException index(int index, int length) {
    return trimmed(
        new ArrayIndexOutOfBoundsException(
            "Index " + index + " out of bounds for length " + length));
  }

  static NullPointerException nullArray() {
    return trimmed(new NullPointerException());
  }

  /**
   * Checks the length of a new array.
   *
   * @throws NegativeArraySizeException if it is below zero
   */
  static void checkNewLength(int length) {
    if (length < 0) {
      throw trimmed(new NegativeArraySizeException(Integer.toString(length)));
    }
  }

  /**
   * Checks a range as the methods of {@code java.util.Arrays} do.
   *
   * @throws IllegalArgumentException if {@code fromIndex > toIndex}
   * @throws ArrayIndexOutOfBoundsException if the range is not within 0 and {@code length}
   */
  static void checkRange(int length, int fromIndex, int toIndex) {
    if (fromIndex > toIndex) {
      throw trimmed(
          new IllegalArgumentException("fromIndex(" + fromIndex + ") > toIndex(" + toIndex + ")"));
    }
    if (fromIndex < 0) {
      throw trimmed(new ArrayIndexOutOfBoundsException(fromIndex));
    }
    if (toIndex > length) {
      throw trimmed(new ArrayIndexOutOfBoundsException(toIndex));
    }
  }

  /**
   * Takes everything above the code that called into this package out of the stack trace: own
   * frames, and those of library methods that own code called.
   *
   * @return {@code failure}
   */
  static <T extends Throwable> T trimmed(T failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    int caller = 0;
    while (caller < frames.length && !isOwn(frames[caller])) {
      caller++;
    }
    while (caller < frames.length && isOwn(frames[caller])) {
      caller++;
    }
    if (caller < frames.length) {
      failure.setStackTrace(Arrays.copyOfRange(frames, caller, frames.length));
    }
    return failure;
  }

  /**
   * Takes the frames of this package out of a stack trace, and leaves what is above and below them:
   * the failure is that of a method that was called by way of this package.
   */
  static void removeOwnFrames(Throwable failure) {
    List<StackTraceElement> others = new ArrayList<>();
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (!isOwn(frame)) {
        others.add(frame);
      }
    }
    failure.setStackTrace(others.toArray(StackTraceElement[]::new));
  }

  private static boolean isOwn(StackTraceElement frame) {
    String className = frame.getClassName();
    return className.lastIndexOf('.') == OWN_PACKAGE.length() && className.startsWith(OWN_PACKAGE);
  }
}
