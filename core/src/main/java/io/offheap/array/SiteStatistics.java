package io.offheap.array;

/**
 * What has been allocated at one site since the start of the program. Bytes are those that were
 * asked for, without rounding.
 *
 * <p>Counts of arrays off the heap are exact once the threads that allocate have come to rest;
 * those of heap-backed arrays, which are not worth an atomic operation, may miss a few if two
 * threads allocate there at once.
 *
 * @param site class, method and line; {@link Sites#UNMARKED_NAME} for arrays of no site
 * @param type of the arrays, {@code long[]}
 * @param liveBytes {@code == allocatedBytes} - bytes freed
 * @param peakLiveBytes the most that {@code liveBytes} has been, short of it by less than 64 KiB
 *     for each processor; of {@link Confined} arrays only the most of one thread is seen
 * @param liveCount arrays that have not been freed
 * @param allocatedBytes bytes of all off-heap arrays ever made there
 * @param allocationCount off-heap arrays ever made there
 * @param fallbackCount those of them that were larger than every size class
 * @param heapBackedBytes bytes of all arrays made there whose elements are on the Java heap
 * @param heapBackedCount arrays made there whose elements are on the Java heap
 */
public record SiteStatistics(
    String site,
    String type,
    long liveBytes,
    long peakLiveBytes,
    long liveCount,
    long allocatedBytes,
    long allocationCount,
    long fallbackCount,
    long heapBackedBytes,
    long heapBackedCount) {}
