package io.offheap.profiles.facts;

import java.util.Map;

/**
 * What the JVM's own events say of the Java heap and of the machine.
 *
 * @param weightByFrame bytes allocated on the Java heap by top frame, sampled
 * @param collections how many
 * @param pauseNanos how long collections stopped the program in all
 * @param longestPauseNanos the longest stop
 * @param peakHeapBytes most bytes in use when a collection began or ended
 * @param maxHeapBytes what {@code -Xmx} allows; 0 if unknown
 * @param containerBytes memory that the container grants; 0 without a limit
 * @param physicalBytes memory of the machine; 0 if unknown
 */
public record JavaFacts(
    Map<String, Long> weightByFrame,
    long collections,
    long pauseNanos,
    long longestPauseNanos,
    long peakHeapBytes,
    long maxHeapBytes,
    long containerBytes,
    long physicalBytes) {

  /** Bytes allocated on the Java heap, as far as sampled. */
  public long sampledBytes() {
    return weightByFrame.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes that the process may use: of its container or of the machine; 0 if unknown. */
  public long grantedBytes() {
    if (containerBytes > 0 && physicalBytes > 0) return Math.min(containerBytes, physicalBytes);
    return Math.max(containerBytes, physicalBytes);
  }
}
