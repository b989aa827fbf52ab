package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** One for each size class that has slabs, at each period. */
@Name("offheap.SizeClassStatistics")
@Label("Size Class Statistics")
@Description(
    "State of one size class. Much wasted: the lengths that the program asks for lie just above the class below,"
        + " choose others. Many free slots for long: slabs are kept by a few blocks each")
@Period("10 s")
@StackTrace(false)
final class SizeClassStatisticsEvent extends OffHeapEvent {
  @Label("Slot Size")
  @Description("Bytes of each of the class's slots")
  @DataAmount
  long slotSize;

  @Label("Used")
  @Description("Bytes of the slots in use")
  @DataAmount
  long used;

  @Label("Capacity")
  @Description("Bytes of the class's slabs. Far above used: what was freed is kept for the class")
  @DataAmount
  long capacity;

  @Label("Wasted")
  @Description(
      "Bytes of the slots in use that nobody asked for, by rounding up; an estimate from all requests. Where it"
          + " is a large share of used, ask for other lengths")
  @DataAmount
  long wasted;

  @Label("Occupancy")
  @Description("Used as a share of capacity")
  @Percentage
  float occupancy;

  @Label("Slabs")
  @Description("Slabs of the class")
  int slabs;

  @Label("Used Slots")
  @Description("Slots in use, that is live blocks of the class")
  int usedSlots;

  @Label("Free Slots")
  @Description("Slots that the class has and that are not in use")
  int freeSlots;
}
