package io.offheap.examples.atlas;

import io.offheap.OffHeap;
import java.util.Arrays;

/** By call: the line of the source file it is on, 0 where that is unknown. */
final class LineTable {
  private char @OffHeap [] lines = new char[1 << 12];
  private int size;

  void add(int line) {
    if (size == lines.length) lines = Arrays.copyOf(lines, size + size / 2);
    lines[size++] = (char) line;
  }

  int line(int call) {
    return lines[call];
  }

  /** Bytes in the arrays. */
  long byteSize() {
    return Character.BYTES * (long) lines.length;
  }

  /** Lets go of spare room. */
  void trim() {
    lines = Arrays.copyOf(lines, size);
  }
}
