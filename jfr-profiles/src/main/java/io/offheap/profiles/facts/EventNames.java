package io.offheap.profiles.facts;

import java.util.Set;

/** The names of the event types that are read. They are API of those who write them. */
public final class EventNames {
  public static final String HEAP_STATISTICS = "offheap.HeapStatistics";
  public static final String SIZE_CLASS_STATISTICS = "offheap.SizeClassStatistics";
  public static final String SITE_STATISTICS = "offheap.SiteStatistics";
  public static final String ALLOCATION_SAMPLE = "offheap.AllocationSample";
  public static final String SLAB_GROWTH = "offheap.SlabGrowth";
  public static final String REGION_GROWTH = "offheap.RegionGrowth";
  public static final String BUDDY_FALLBACK = "offheap.BuddyFallback";
  public static final String ALLOCATION_FAILURE = "offheap.AllocationFailure";
  public static final String SITE_VERDICT = "offheap.SiteVerdict";
  public static final String CONFIGURATION = "offheap.Configuration";
  public static final String HEAP_SAMPLE = "jdk.ObjectAllocationSample";
  public static final String COLLECTION = "jdk.GarbageCollection";
  public static final String HEAP_SUMMARY = "jdk.GCHeapSummary";
  public static final String HEAP_CONFIGURATION = "jdk.GCHeapConfiguration";
  public static final String CONTAINER = "jdk.ContainerConfiguration";
  public static final String PHYSICAL_MEMORY = "jdk.PhysicalMemory";

  private static final Set<String> ALL =
      Set.of(
          HEAP_STATISTICS,
          SIZE_CLASS_STATISTICS,
          SITE_STATISTICS,
          ALLOCATION_SAMPLE,
          SLAB_GROWTH,
          REGION_GROWTH,
          BUDDY_FALLBACK,
          ALLOCATION_FAILURE,
          SITE_VERDICT,
          CONFIGURATION,
          HEAP_SAMPLE,
          COLLECTION,
          HEAP_SUMMARY,
          HEAP_CONFIGURATION,
          CONTAINER,
          PHYSICAL_MEMORY);

  private EventNames() {}

  /** All of them. */
  public static Set<String> all() {
    return ALL;
  }
}
