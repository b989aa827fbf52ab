package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * All gauges of the heap in one type, since a line chart in Mission Control shows one type only.
 */
@Name("offheap.HeapStatistics")
@Label("Off-Heap Statistics")
@Description(
    "State of the off-heap memory, and what has happened in it since the event before. When used nears limit,"
        + " raise the limit or look at offheap.AllocationFailure")
@Period("1 s")
@StackTrace(false)
final class HeapStatisticsEvent extends OffHeapEvent {
  @Label("Used")
  @Description("Bytes in live blocks, rounding included. Steady growth without fall is a leak")
  @DataAmount
  long used;

  @Label("Committed")
  @Description(
      "Bytes that the process holds for the heap. This, not used, counts for the container")
  @DataAmount
  long committed;

  @Label("Reserved")
  @Description("Address space held for the heap, without memory behind what is not committed")
  @DataAmount
  long reserved;

  @Label("Limit")
  @Description("The most that may be committed; the agent's option limit sets it")
  @DataAmount
  long limit;

  @Label("Peak Used")
  @Description("The highest value of used since the start")
  @DataAmount
  long peakUsed;

  @Label("Peak Committed")
  @Description(
      "The highest value of committed since the start; a limit below it would have refused")
  @DataAmount
  long peakCommitted;

  @Label("Slab Occupancy")
  @Description(
      "Share of slab memory in live blocks. Low for long: many slabs are kept by a few blocks each")
  @Percentage
  float slabOccupancy;

  @Label("Internal Waste")
  @Description(
      "Share of used that nobody asked for, by rounding up to block sizes; an estimate from all requests."
          + " High: the sizes fit the size classes badly, try another allocator")
  @Percentage
  float internalWaste;

  @Label("Fragmentation")
  @Description(
      "Share of committed that is in no live block. High for long with much committed: memory is kept"
          + " by few blocks")
  @Percentage
  float fragmentation;

  @Label("Allocated")
  @Description("Bytes of blocks handed out since the event before")
  @DataAmount
  long allocated;

  @Label("Freed")
  @Description("Bytes of blocks taken back since the event before")
  @DataAmount
  long freed;

  @Label("Refused")
  @Description(
      "Bytes asked for and not given since the event before; they are on the Java heap now, or an error was"
          + " thrown. Raise the limit")
  @DataAmount
  long refused;

  @Label("Allocations")
  @Description("Blocks handed out since the event before")
  int allocations;

  @Label("Frees")
  @Description("Blocks taken back since the event before")
  int frees;

  @Label("Refusals")
  @Description("Requests refused since the event before")
  int refusals;

  @Label("Fallbacks")
  @Description(
      "Blocks handed out since the event before that were larger than every size class. A large share of"
          + " allocations: see offheap.BuddyFallback for the sizes")
  int fallbacks;

  @Label("Slab Growths")
  @Description(
      "Slabs that size classes took since the event before. Thousands a second: slabs come and go, see"
          + " offheap.SlabGrowth for their sizes and sites")
  int slabGrowths;

  @Label("Slab Growth Time")
  @Description(
      "How long threads waited for slabs since the event before, without the time of region growth, which has"
          + " events of its own")
  @Timespan(Timespan.NANOSECONDS)
  long slabGrowthTime;

  @Label("Longest Slab Growth")
  @Description(
      "The longest that a thread waited for a slab since the event before, with region growth")
  @Timespan(Timespan.NANOSECONDS)
  long longestSlabGrowth;

  @Label("Arenas")
  @Description("Parts of the heap that threads are spread over, so as not to wait for each other")
  int arenas;

  @Label("Chunks")
  @Description("Pieces in which memory is committed")
  int chunks;
}
