package io.offheap.heap;

import io.offheap.heap.HeapStatistics.SizeClass;
import java.util.Comparator;
import java.util.stream.Collectors;

/** The text that says why there is no block. Made only where a request has failed for good. */
final class Refusal {
  private static final int TOP_CLASSES = 3;

  private Refusal() {}

  static String explain(
      HeapStatistics s, long largestAllocatable, long byteSize, long byteAlignment) {
    String top =
        s.sizeClasses().stream()
            .filter(c -> c.slabBytes() > 0)
            .sorted(Comparator.comparingLong(SizeClass::slabBytes).reversed())
            .limit(TOP_CLASSES)
            .map(Refusal::describe)
            .collect(Collectors.joining(", "));
    return "requested "
        + byteSize
        + " bytes off the heap, aligned to "
        + byteAlignment
        + "; limit "
        + s.limitBytes()
        + ", committed "
        + s.committedBytes()
        + ", used "
        + s.usedBytes()
        + ", largest block "
        + largestAllocatable
        + (top.isEmpty() ? "" : "; most is held by " + top);
  }

  private static String describe(SizeClass c) {
    return c.slabBytes()
        + " in blocks of "
        + c.blockByteSize()
        + ", "
        + c.liveBlockCount()
        + " live";
  }
}
