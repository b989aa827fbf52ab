package io.offheap.profiles.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. As in the JVM's own logs, a kB is 1024 bytes. */
public final class Texts {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
  private static final double MINUTE = 60;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;

  private Texts() {}

  /** {@code 512 B}, {@code 3.2 MB}. */
  public static String bytes(long byteSize) {
    if (byteSize < 0 && byteSize != Long.MIN_VALUE) return "-" + bytes(-byteSize);
    if (byteSize < 1024) return byteSize + " B";
    double value = byteSize / 1024.0;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** {@code 1.3 ms}. */
  public static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  /** {@code 1 time}, {@code 1,234 times}. */
  public static String count(long count, String singular) {
    return String.format(Locale.ROOT, "%,d %s%s", count, singular, count == 1 ? "" : "s");
  }

  /** {@code 1,234}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 12.3 %} for 0.123; small shares do not look like none. */
  public static String share(double share) {
    if (share > 0 && share < 0.0005) return "< 0.1 %";
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /** From {@code 3.2 µs} to {@code 12 days}. */
  public static String seconds(double seconds) {
    if (seconds <= 0) return "0 s";
    if (seconds < 1e-3) return String.format(Locale.ROOT, "%.1f \u00b5s", seconds * 1e6);
    if (seconds < 1) return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
    if (seconds < MINUTE) return String.format(Locale.ROOT, "%.1f s", seconds);
    if (seconds < HOUR) return twoUnits(seconds, MINUTE, "min", 1, "s");
    if (seconds < 2 * DAY) return twoUnits(seconds, HOUR, "h", MINUTE, "min");
    if (seconds < 10_000 * DAY) return String.format(Locale.ROOT, "%,.0f days", seconds / DAY);
    return "more than 10,000 days";
  }

  private static String twoUnits(
      double seconds, double large, String largeName, double small, String smallName) {
    long inSmall = Math.round(seconds / small);
    long perLarge = Math.round(large / small);
    return inSmall / perLarge + " " + largeName + " " + inSmall % perLarge + " " + smallName;
  }
}
