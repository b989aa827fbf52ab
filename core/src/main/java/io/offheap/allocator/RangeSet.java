package io.offheap.allocator;

import java.util.Arrays;

/**
 * A set of longs as sorted, disjoint, non-touching half-open ranges.
 *
 * <p>{@code starts[0] < ends[0] < starts[1] < ends[1] < ...}. Look-ups are O(log n), changes O(n).
 * Not thread-safe.
 */
final class RangeSet {
  private long[] starts = new long[2];
  private long[] ends = new long[2];
  private int count;

  int count() {
    return count;
  }

  long start(int i) {
    return starts[i];
  }

  long end(int i) {
    return ends[i];
  }

  /** The index of the first range whose end is above {@code value}, or {@code count()}. */
  int firstEndingAfter(long value) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > value) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  boolean intersects(long start, long end) {
    int i = firstEndingAfter(start);
    return start < end && i < count && starts[i] < end;
  }

  boolean containsAll(long start, long end) {
    int i = firstEndingAfter(start);
    return start >= end || (i < count && starts[i] <= start && end <= ends[i]);
  }

  /** Makes room for one more range, so that the next change cannot fail half-way. */
  void reserve() {
    if (count + 1 >= starts.length) {
      long[] newStarts = Arrays.copyOf(starts, starts.length * 2);
      ends = Arrays.copyOf(ends, ends.length * 2);
      starts = newStarts;
    }
  }

  /** Adds a range that intersects none of the set; joins it with those that it touches. */
  void add(long start, long end) {
    if (start >= end) return;
    reserve();
    int i = firstEndingAfter(start);
    boolean joinsLower = i > 0 && ends[i - 1] == start;
    boolean joinsUpper = i < count && starts[i] == end;
    if (joinsLower && joinsUpper) {
      ends[i - 1] = ends[i];
      delete(i);
    } else if (joinsLower) {
      ends[i - 1] = end;
    } else if (joinsUpper) {
      starts[i] = start;
    } else {
      insert(i, start, end);
    }
  }

  /** Removes a range that is wholly in the set. */
  void remove(long start, long end) {
    if (start >= end) return;
    reserve();
    int i = firstEndingAfter(start);
    long oldStart = starts[i];
    long oldEnd = ends[i];
    delete(i);
    if (end < oldEnd) insert(i, end, oldEnd);
    if (oldStart < start) insert(i, oldStart, start);
  }

  private void insert(int i, long start, long end) {
    System.arraycopy(starts, i, starts, i + 1, count - i);
    System.arraycopy(ends, i, ends, i + 1, count - i);
    starts[i] = start;
    ends[i] = end;
    count++;
  }

  private void delete(int i) {
    count--;
    System.arraycopy(starts, i + 1, starts, i, count - i);
    System.arraycopy(ends, i + 1, ends, i, count - i);
  }

  /** Whether the ranges are as the class says. */
  boolean isConsistent() {
    for (int i = 0; i < count; i++) {
      if (starts[i] >= ends[i] || (i > 0 && ends[i - 1] >= starts[i])) return false;
    }
    return true;
  }

  long total() {
    long sum = 0;
    for (int i = 0; i < count; i++) sum += ends[i] - starts[i];
    return sum;
  }
}
