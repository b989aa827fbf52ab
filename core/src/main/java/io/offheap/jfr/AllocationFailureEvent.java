package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Throttle;

@Name("offheap.AllocationFailure")
@Label("Allocation Failure")
@Description(
    "A request found no off-heap memory, though what was dead had been freed. Raise the limit above committed by"
        + " what the refused sites need, or mark fewer sites")
@Throttle("100/s")
final class AllocationFailureEvent extends OffHeapEvent {
  @Label("Requested")
  @Description("Bytes asked for")
  @DataAmount
  long requested;

  @Label("Used")
  @Description("Bytes in live blocks at that moment")
  @DataAmount
  long used;

  @Label("Committed")
  @Description("Bytes committed at that moment")
  @DataAmount
  long committed;

  @Label("Limit")
  @Description("The most that may be committed")
  @DataAmount
  long limit;

  @Label("Reason")
  @Description("What stood in the way")
  String reason = "";

  @Label("Outcome")
  @Description("Where the data went instead")
  String outcome = "";

  @Label("Site")
  @Description("Class, method and line that asked")
  String site = "";
}
