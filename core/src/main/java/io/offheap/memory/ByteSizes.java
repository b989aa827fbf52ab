package io.offheap.memory;

/**
 * Byte counts as users write them: {@code 65536}, {@code 64k}, {@code 512m}, {@code 4g}, {@code
 * 1t}.
 */
public final class ByteSizes {
  /** What {@link #parse} answers to a text that is no size. */
  public static final long NONE = -1;

  private ByteSizes() {}

  /**
   * The number of bytes that {@code text} names.
   *
   * @return the size, or {@link #NONE} when {@code text} is no size or exceeds {@code
   *     Long.MAX_VALUE}
   */
  public static long parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    int shift =
        switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          case 't' -> 40;
          default -> 0;
        };
    String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
    if (digits.isEmpty() || digits.length() > 19) {
      return NONE;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return NONE;
      }
      value = value * 10 + digit;
    }
    return value > Long.MAX_VALUE >> shift ? NONE : value << shift;
  }
}
