package io.offheap.jfr;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.SettingControl;

/**
 * Which sites an event is written for: {@code com.acme.Table.*}, several with {@code |} between,
 * {@code *} for all. A name without {@code *} at its end is the whole site.
 */
final class SiteFilter extends SettingControl {
  static final String ALL = "*";

  private volatile String value = ALL;
  private volatile List<String> patterns = List.of(ALL);

  /** All that one of the recordings wants to see. */
  @Override
  public String combine(Set<String> settings) {
    Set<String> all = new TreeSet<>();
    for (String setting : settings) all.addAll(split(setting));
    return all.isEmpty() || all.contains(ALL) ? ALL : String.join("|", all);
  }

  @Override
  public void setValue(String newValue) {
    List<String> split = split(newValue);
    patterns = split.isEmpty() ? List.of(ALL) : split;
    value = newValue;
  }

  @Override
  public String getValue() {
    return value;
  }

  boolean accepts(String site) {
    for (String pattern : patterns) {
      int last = pattern.length() - 1;
      boolean prefix = last >= 0 && pattern.charAt(last) == '*';
      if (prefix ? site.startsWith(pattern.substring(0, last)) : site.equals(pattern)) return true;
    }
    return false;
  }

  private static List<String> split(String setting) {
    return java.util.Arrays.stream(setting.split("\\|"))
        .map(String::strip)
        .filter(pattern -> !pattern.isEmpty())
        .toList();
  }
}
