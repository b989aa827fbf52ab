package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;

@Name("offheap.RegionGrowth")
@Label("Region Growth")
@Description(
    "Memory came from the operating system; the duration is what the allocating thread waited. Many long ones:"
        + " allocate large arrays earlier or keep them")
final class RegionGrowthEvent extends OffHeapEvent {
  @Label("Size")
  @Description("Bytes of the new chunk")
  @DataAmount
  long size;

  @Label("Committed")
  @Description("Bytes committed with the new chunk")
  @DataAmount
  long committed;

  @Label("Limit")
  @Description("The most that may be committed")
  @DataAmount
  long limit;

  @Label("Address")
  @Description("Offset of the chunk in the heap")
  @MemoryAddress
  long address;

  @Label("Reason")
  @Description("Whether the chunk is for blocks to come or is one large block")
  String reason = "";

  @Label("Site")
  @Description("Class, method and line that asked")
  String site = "";
}
