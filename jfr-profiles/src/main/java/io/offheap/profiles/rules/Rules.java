package io.offheap.profiles.rules;

import io.offheap.profiles.facts.RecordingFacts;
import java.util.List;

/** All rules, in the order in which a reader wants to hear of them. */
public final class Rules {
  public static final Rule BENEFIT = new BenefitRule();
  public static final Rule ALLOCATION_FAILURE = new AllocationFailureRule();
  public static final Rule PRESSURE = new PressureRule();
  public static final Rule CONTAINER = new ContainerRule();
  public static final Rule GROWTH = new GrowthRule();
  public static final Rule FRAGMENTATION = new FragmentationRule();
  public static final Rule SLOT_WASTE = new SlotWasteRule();
  public static final Rule FALLBACK = new FallbackRule();
  public static final Rule GROWTH_LATENCY = new GrowthLatencyRule();
  public static final Rule DOMINANCE = new DominanceRule();
  public static final Rule KEPT_SITES = new KeptSitesRule();
  public static final Rule RECORDING_SETTINGS = new RecordingSettingsRule();

  private static final List<Rule> ALL =
      List.of(
          BENEFIT,
          ALLOCATION_FAILURE,
          PRESSURE,
          CONTAINER,
          GROWTH,
          FRAGMENTATION,
          SLOT_WASTE,
          FALLBACK,
          GROWTH_LATENCY,
          DOMINANCE,
          KEPT_SITES,
          RECORDING_SETTINGS);

  private Rules() {}

  public static List<Rule> all() {
    return ALL;
  }

  /** The findings of all rules with their own thresholds, in order. */
  public static List<Finding> evaluate(RecordingFacts facts) {
    return ALL.stream().map(rule -> rule.evaluate(facts, Values.DEFAULTS)).toList();
  }
}
