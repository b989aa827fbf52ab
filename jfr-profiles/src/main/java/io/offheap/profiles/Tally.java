package io.offheap.profiles;

import java.time.Duration;

/** Events of one kind, added up. */
final class Tally {
  private long count;
  private long byteSize;
  private Duration longest = Duration.ZERO;

  void add(long eventByteSize, Duration duration) {
    count++;
    byteSize += eventByteSize;
    if (duration.compareTo(longest) > 0) longest = duration;
  }

  long count() {
    return count;
  }

  /** The bytes of all events together. */
  long byteSize() {
    return byteSize;
  }

  /** The duration of the longest event. */
  Duration longest() {
    return longest;
  }
}
