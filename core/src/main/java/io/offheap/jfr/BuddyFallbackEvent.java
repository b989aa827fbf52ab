package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Throttle;

@Name("offheap.BuddyFallback")
@Label("Buddy Fallback")
@Description(
    "A request was too large for the slabs and took a block whose size is a power of two. A sample, see the"
        + " throttle. Where block size is far above requested, another length wastes less")
@Throttle("20/s")
final class BuddyFallbackEvent extends OffHeapEvent {
  @Label("Requested")
  @Description("Bytes asked for")
  @DataAmount
  long requested;

  @Label("Block Size")
  @Description("Bytes that the block takes")
  @DataAmount
  long blockSize;

  @Label("Order")
  @Description("The block size as a power of two")
  int order;

  @Label("Reason")
  @Description("Whether size or alignment was more than the slabs serve")
  String reason = "";

  @Label("Site")
  @Description("Class, method and line that asked")
  String site = "";
}
