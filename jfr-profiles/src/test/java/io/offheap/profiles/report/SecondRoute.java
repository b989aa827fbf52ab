package io.offheap.profiles.report;

import static org.openjdk.jmc.common.item.Attribute.attr;

import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmc.common.item.Aggregators;
import org.openjdk.jmc.common.item.IAggregator;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.LinearKindOfQuantity;
import org.openjdk.jmc.common.unit.LinearUnit;
import org.openjdk.jmc.common.unit.UnitLookup;

/** Numbers of the page computed by Mission Control's parser and aggregators, without our code. */
final class SecondRoute {
  private final IItemCollection items;

  SecondRoute(IItemCollection items) {
    this.items = items;
  }

  /** Exact values by the page's keys. */
  Map<String, Double> numbers() {
    Map<String, Double> numbers = new HashMap<>();
    double allocated = sum("HeapStatistics", "allocated", UnitLookup.MEMORY);
    double peak = max("HeapStatistics", "peakUsed", UnitLookup.MEMORY);
    numbers.put("memory.used.peak", peak);
    numbers.put("memory.committed.peak", max("HeapStatistics", "peakCommitted", UnitLookup.MEMORY));
    numbers.put("memory.allocated", allocated);
    numbers.put("memory.freed", sum("HeapStatistics", "freed", UnitLookup.MEMORY));
    numbers.put("memory.refused", sum("HeapStatistics", "refused", UnitLookup.MEMORY));
    numbers.put("memory.allocations", sum("HeapStatistics", "allocations", UnitLookup.NUMBER));
    numbers.put("growth.regions", count("RegionGrowth"));
    numbers.put("growth.slabs", sum("HeapStatistics", "slabGrowths", UnitLookup.NUMBER));
    numbers.put("growth.fallbacks", sum("HeapStatistics", "fallbacks", UnitLookup.NUMBER));
    numbers.put("flame.samples", count("AllocationSample"));
    numbers.put("flame.weight", sum("AllocationSample", "weight", UnitLookup.MEMORY));
    numbers.put("OffHeapBenefit.offHeap", allocated);
    numbers.put("OffHeapBenefit.live", peak);
    double javaHeap =
        quantity(
            items.apply(ItemFilters.type("jdk.GCHeapSummary")),
            Aggregators.max(attr("heapUsed", "", UnitLookup.MEMORY)),
            UnitLookup.BYTE);
    numbers.put("OffHeapBenefit.javaHeap", javaHeap);
    numbers.put("OffHeapBenefit.liveShare", peak / (peak + javaHeap));
    double onHeap =
        quantity(
            items.apply(ItemFilters.type("jdk.ObjectAllocationSample")),
            Aggregators.sum(attr("weight", "", UnitLookup.MEMORY)),
            UnitLookup.BYTE);
    if (onHeap > 0) {
      numbers.put("OffHeapBenefit.onHeap", onHeap);
      numbers.put("OffHeapBenefit.share", allocated / (allocated + onHeap));
    }
    numbers.put(
        "OffHeapBuddyFallback.share",
        sum("HeapStatistics", "fallbacks", UnitLookup.NUMBER)
            / sum("HeapStatistics", "allocations", UnitLookup.NUMBER));
    return numbers;
  }

  private double sum(String type, String field, LinearKindOfQuantity kind) {
    return quantity(of(type), Aggregators.sum(attr(field, "", kind)), base(kind));
  }

  private double max(String type, String field, LinearKindOfQuantity kind) {
    return quantity(of(type), Aggregators.max(attr(field, "", kind)), base(kind));
  }

  private double count(String type) {
    return quantity(of(type), Aggregators.count(), UnitLookup.NUMBER_UNITY);
  }

  private IItemCollection of(String type) {
    return items.apply(ItemFilters.type("offheap." + type));
  }

  private static LinearUnit base(LinearKindOfQuantity kind) {
    return kind.equals(UnitLookup.MEMORY) ? UnitLookup.BYTE : UnitLookup.NUMBER_UNITY;
  }

  private static double quantity(
      IItemCollection items, IAggregator<IQuantity, ?> aggregator, LinearUnit unit) {
    IQuantity quantity = items.getAggregate(aggregator);
    return quantity == null ? 0 : quantity.doubleValueIn(unit);
  }
}
