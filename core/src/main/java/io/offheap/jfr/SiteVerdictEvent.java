package io.offheap.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** Written at the start of each chunk of a recording for all sites known, then for each new one. */
@Name("offheap.SiteVerdict")
@Label("Site Verdict")
@Description(
    "What the agent decided about a marked allocation. For a site that was KEPT, reason and detail say what"
        + " stands in the way of moving it, advice what to change")
@Period("beginChunk")
@StackTrace(false)
final class SiteVerdictEvent extends OffHeapEvent {
  @Label("Site")
  @Description("Class, method and line of the allocation")
  String site = "";

  @Label("Kind")
  @Description("What is allocated: array, record-array, buffer, arena or class")
  String kind = "";

  @Label("Type")
  @Description("The declared type of what is allocated")
  String type = "";

  @Label("Verdict")
  @Description("MOVED or KEPT")
  String verdict = "";

  @Label("Reason")
  @Description("Why it was kept, in a word; empty if it was moved")
  String reason = "";

  @Label("Detail")
  @Description("The reason in full, with the line")
  String detail = "";

  @Label("Advice")
  @Description("What to change so that the site moves; empty if it was moved")
  String advice = "";
}
