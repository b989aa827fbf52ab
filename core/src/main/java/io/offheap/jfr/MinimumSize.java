package io.offheap.jfr;

import io.offheap.memory.ByteSizes;
import java.util.Locale;
import java.util.Set;
import jdk.jfr.SettingControl;

/** The smallest size an event is written for, in bytes: {@code 512}, {@code 8k}, {@code 1 MB}. */
final class MinimumSize extends SettingControl {
  static final String EVERY = "0";

  private volatile String value = EVERY;
  private volatile long byteSize;

  /** The smallest that one of the recordings wants to see. */
  @Override
  public String combine(Set<String> settings) {
    String smallest = EVERY;
    long least = Long.MAX_VALUE;
    for (String setting : settings) {
      long bytes = parse(setting);
      if (bytes < least) {
        least = bytes;
        smallest = setting;
      }
    }
    return smallest;
  }

  @Override
  public void setValue(String newValue) {
    byteSize = parse(newValue);
    value = newValue;
  }

  @Override
  public String getValue() {
    return value;
  }

  boolean accepts(long size) {
    return size >= byteSize;
  }

  /** What cannot be understood asks for everything: too much is better seen than too little. */
  private static long parse(String text) {
    String size = text.strip().toLowerCase(Locale.ROOT).replace(" ", "");
    if (size.endsWith("b")) size = size.substring(0, size.length() - 1);
    if (size.equals(EVERY)) return 0;
    long bytes = ByteSizes.parse(size);
    return bytes == ByteSizes.NONE ? 0 : bytes;
  }
}
