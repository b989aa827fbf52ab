package io.offheap.jfr;

import io.offheap.array.ArrayOptions;
import io.offheap.heap.Heap;
import io.offheap.heap.HeapOptions;
import io.offheap.heap.HeapStatistics.SizeClass;
import io.offheap.memory.Region;

/** The options in force, of a heap that is open or is yet to be. */
final class ConfigurationRow {
  private ConfigurationRow() {}

  static void fill(ConfigurationEvent event, FlightEvents.Source source) {
    Heap heap = source.heap();
    ArrayOptions arrays = source.options();
    HeapOptions options =
        heap != null
            ? heap.options()
            : HeapOptions.ofLimit(arrays.limitBytes()).withAllocator(arrays.allocator());
    event.limit = options.limitBytes();
    event.chunkSize = options.chunkByteSize();
    event.slabSize = heap == null ? 0 : largestSlab(heap);
    event.hugePages = heap != null && heap.usesHugePages();
    event.pageSize = Region.PAGE_BYTE_SIZE;
    event.min = arrays.minBytes();
    event.allocator = options.allocator();
    event.exhausted = arrays.failOnExhaustion() ? "fail" : "heap";
    event.backend = heap == null ? "not opened yet" : heap.backendName();
    event.options =
        "limit="
            + event.limit
            + ",allocator="
            + event.allocator
            + ",min="
            + event.min
            + ",exhausted="
            + event.exhausted;
  }

  private static long largestSlab(Heap heap) {
    long largest = 0;
    for (SizeClass sizeClass : heap.statistics().sizeClasses()) {
      if (sizeClass.slabCount() > 0) {
        largest = Math.max(largest, sizeClass.slabBytes() / sizeClass.slabCount());
      }
    }
    return largest;
  }
}
