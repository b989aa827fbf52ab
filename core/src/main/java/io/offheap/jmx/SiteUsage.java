package io.offheap.jmx;

import io.offheap.array.SiteStatistics;

/**
 * What has been allocated at one site since the start of the program; bytes as they were asked for.
 *
 * @param site class, method and line
 * @param type of the arrays
 * @param liveBytes of off-heap arrays that live
 * @param peakLiveBytes the most that this has been
 * @param liveCount off-heap arrays that live
 * @param allocatedBytes of all off-heap arrays made there
 * @param allocationCount off-heap arrays made there
 * @param heapBackedBytes of arrays made there that stayed on the Java heap
 * @param heapBackedCount arrays made there that stayed on the Java heap
 */
public record SiteUsage(
    String site,
    String type,
    long liveBytes,
    long peakLiveBytes,
    long liveCount,
    long allocatedBytes,
    long allocationCount,
    long heapBackedBytes,
    long heapBackedCount) {
  static SiteUsage of(SiteStatistics site) {
    return new SiteUsage(
        site.site(),
        site.type(),
        site.liveBytes(),
        site.peakLiveBytes(),
        site.liveCount(),
        site.allocatedBytes(),
        site.allocationCount(),
        site.heapBackedBytes(),
        site.heapBackedCount());
  }
}
