package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;
import jdk.jfr.Throttle;

@Name("offheap.SlabGrowth")
@Label("Slab Growth")
@Description(
    "A size class took another slab, at the site that asked; the duration is what its thread waited, with the"
        + " region growth if there was one. A sample, see the throttle; offheap.HeapStatistics counts all. Normal while"
        + " a program warms up; for ever, it is a leak of that size")
@Throttle("100/s")
final class SlabGrowthEvent extends OffHeapEvent {
  @Label("Size")
  @Description("Bytes of the slab")
  @DataAmount
  long size;

  @Label("Block Size")
  @Description("The size class")
  @DataAmount
  long blockSize;

  @Label("Blocks")
  @Description("Blocks that the slab holds")
  int blocks;

  @Label("Address")
  @Description("Offset of the slab in the heap")
  @MemoryAddress
  long address;

  @Label("Reason")
  @Description("Whether the class had no slab yet or none with a free block")
  String reason = "";

  @Label("Site")
  @Description("Class, method and line that asked")
  String site = "";
}
