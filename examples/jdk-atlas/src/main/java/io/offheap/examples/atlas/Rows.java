package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.util.Arrays;

/**
 * Rows of numbers, end to end in one array: a sparse matrix in compressed form. Row {@code r} is
 * the values from {@code from[r]} up to, not including, {@code to[r]}; a row never begun is empty.
 *
 * <p>Says, for instance, which methods a method calls: one row per caller, with the numbers of the
 * methods called.
 */
final class Rows {
  private int @OffHeap [] from;
  private int @OffHeap [] to;
  private int @OffHeap [] values;
  private int size;
  private int row;

  Rows() {
    from = new int[1 << 10];
    to = new int[1 << 10];
    values = new int[1 << 12];
  }

  /** Begins a row, which must not have been begun before. */
  void begin(int newRow) {
    ensureRows(newRow + 1);
    row = newRow;
    from[row] = size;
    to[row] = size;
  }

  /** Adds a value to the row begun last. */
  void add(int value) {
    if (size == values.length) values = Arrays.copyOf(values, size + size / 2);
    values[size++] = value;
    to[row] = size;
  }

  /** How many values there are in all rows. */
  int size() {
    return size;
  }

  /** How many values the row has. */
  int size(int ofRow) {
    return to[ofRow] - from[ofRow];
  }

  /** Where the row begins. */
  int from(int ofRow) {
    return from[ofRow];
  }

  /** Where the row ends: one past its last value. */
  int to(int ofRow) {
    return to[ofRow];
  }

  int value(int index) {
    return values[index];
  }

  void setValue(int index, int value) {
    values[index] = value;
  }

  /** Bytes in the arrays. */
  long byteSize() {
    return Integer.BYTES * ((long) from.length + to.length + values.length);
  }

  /** Lets go of spare room; there are this many rows now. */
  void trim(int rowCount) {
    from = Arrays.copyOf(from, rowCount);
    to = Arrays.copyOf(to, rowCount);
    values = Arrays.copyOf(values, size);
  }

  /**
   * The same seen from the other side, by a counting sort: row {@code v} of the result has the
   * numbers of the rows in which the value {@code v} is, in ascending order, one for each time.
   */
  Rows transposed(int rowCount) {
    Rows result = new Rows();
    int @OffHeap [] begin = new int[rowCount];
    int @OffHeap [] end = new int[rowCount];
    int @OffHeap [] sorted = new int[size];
    for (int i = 0; i < size; i++) {
      end[values[i]]++;
    }
    int at = 0;
    for (int r = 0; r < rowCount; r++) {
      begin[r] = at;
      at += end[r];
      end[r] = begin[r];
    }
    for (int r = 0; r < from.length; r++) {
      for (int i = from[r]; i < to[r]; i++) {
        sorted[end[values[i]]++] = r;
      }
    }
    result.from = begin;
    result.to = end;
    result.values = sorted;
    result.size = size;
    return result;
  }

  private void ensureRows(int rowCount) {
    if (rowCount <= from.length) return;
    int capacity = rowCount + rowCount / 2;
    from = Arrays.copyOf(from, capacity);
    to = Arrays.copyOf(to, capacity);
  }
}
