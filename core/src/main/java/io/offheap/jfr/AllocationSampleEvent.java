package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.Throttle;
import org.jspecify.annotations.Nullable;

/** The fields that Mission Control knows from the JDK's own samples have their names. */
@Name("offheap.AllocationSample")
@Label("Off-Heap Allocation Sample")
@Description(
    "One array out of many that were made, and the weight of all of them. Add up weight, by class, by site or in a"
        + " flame graph, to see where off-heap memory is asked for")
@Throttle("100/s")
final class AllocationSampleEvent extends OffHeapEvent {
  @Label("Object Class")
  @Description("Class of the array")
  @Nullable Class<?> objectClass;

  @Label("Sample Weight")
  @Description(
      "Bytes that this thread has asked for since its sample before. The sum over samples is what was allocated")
  @DataAmount
  long weight;

  @Label("Allocation Size")
  @Description("Bytes that were asked for")
  @DataAmount
  long allocationSize;

  @Label("Slot Size")
  @Description(
      "Bytes of the block that was given. Far above the size asked for: choose another length")
  @DataAmount
  long slotSize;

  @Label("Site")
  @Description("Class, method and line of the allocation")
  String site = "";

  @Label("Address")
  @Description("Offset of the block in the heap")
  @MemoryAddress
  long address;

  @Label("Arena")
  @Description("Which part of the heap gave the block: its slabs, its buddy, or a chunk of its own")
  String arena = "";

  @SettingDefinition
  @Name("minimumSize")
  @Label("Minimum Size")
  @Description(
      "Only arrays of at least so many bytes become samples; weight counts the others all the same")
  boolean minimumSize(MinimumSize minimum) {
    return minimum.accepts(allocationSize);
  }
}
