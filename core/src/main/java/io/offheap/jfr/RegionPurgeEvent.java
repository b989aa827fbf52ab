package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("offheap.RegionPurge")
@Label("Region Purge")
@Description(
    "Memory went back to the operating system. In turns with growth of the same size: keep such arrays instead"
        + " of making them anew")
@StackTrace(false)
final class RegionPurgeEvent extends OffHeapEvent {
  @Label("Size")
  @Description("Bytes of the chunk that went, or of free pages of chunks that stay")
  @DataAmount
  long size;

  @Label("Committed")
  @Description("Bytes still committed")
  @DataAmount
  long committed;

  @Label("Address")
  @Description("Offset that the chunk had in the heap; 0 for pages of chunks that stay")
  @MemoryAddress
  long address;
}
