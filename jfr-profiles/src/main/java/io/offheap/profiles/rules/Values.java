package io.offheap.profiles.rules;

/** The thresholds in force. */
@FunctionalInterface
public interface Values {
  /** Those that the rules come with. */
  Values DEFAULTS = Threshold::defaultValue;

  /** The value of one threshold, in its unit. */
  double of(Threshold threshold);
}
