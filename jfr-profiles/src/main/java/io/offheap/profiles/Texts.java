package io.offheap.profiles;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. As in the JVM's own logs, a kB is 1024 bytes. */
final class Texts {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Texts() {}

  static String bytes(long byteSize) {
    if (byteSize < 1024) return byteSize + " B";
    double value = byteSize / 1024.0;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  /** {@code 1 time}, {@code 1,234 times}. */
  static String count(long count, String singular) {
    return String.format(Locale.ROOT, "%,d %s%s", count, singular, count == 1 ? "" : "s");
  }
}
