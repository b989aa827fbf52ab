package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * One for each site that has allocated, at each period. Written at the end of each chunk by
 * default, so that a recording has it at least once.
 */
@Name("offheap.SiteStatistics")
@Label("Site Statistics")
@Description(
    "What one place in the program has allocated and still holds. Live that grows from row to row: the arrays made"
        + " there are never let go. Allocated far above live: they are short-lived, keep and reuse them")
@Period("endChunk")
@StackTrace(false)
final class SiteStatisticsEvent extends OffHeapEvent {
  @Label("Site")
  @Description("Class, method and line of the allocation")
  String site = "";

  @Label("Object Class")
  @Description("Class of the arrays that are made there")
  @Nullable Class<?> objectClass;

  @Label("Live")
  @Description("Bytes of the site's off-heap arrays now, as asked for; exact")
  @DataAmount
  long live;

  @Label("Peak Live")
  @Description("The most that live has been since the start of the program")
  @DataAmount
  long peakLive;

  @Label("Allocated")
  @Description("Bytes of off-heap arrays made there since the row before")
  @DataAmount
  long allocated;

  @Label("Allocations")
  @Description("Off-heap arrays made there since the row before")
  int allocations;

  @Label("Live Arrays")
  @Description("Off-heap arrays made there that have not been freed")
  int liveArrays;

  @Label("On Java Heap")
  @Description(
      "Bytes of arrays made there since the row before whose elements stayed on the Java heap: too small to gain"
          + " (option min), or refused (option limit)")
  @DataAmount
  long onJavaHeap;

  @Label("Java Heap Share")
  @Description(
      "Share of the arrays made there since the row before that stayed on the Java heap. Near 100 % because they are"
          + " small: the mark gains nothing there and costs an object for each array, take it away")
  @Percentage
  float javaHeapShare;

  @Label("Fallback Share")
  @Description(
      "Share of the off-heap arrays made there since the row before that are larger than every size class. High"
          + " and wasteful, see offheap.BuddyFallback: choose other lengths")
  @Percentage
  float fallbackShare;

  @SettingDefinition
  @Name("siteFilter")
  @Label("Site Filter")
  @Description("Sites to show: com.acme.* for all that begin so, several with | between, * for all")
  boolean siteFilter(SiteFilter filter) {
    return filter.accepts(site);
  }
}
