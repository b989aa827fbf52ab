package io.offheap.profiles.jmc;

import io.offheap.profiles.facts.EventNames;
import io.offheap.profiles.rules.Rules;

/** A class for each rule, since Mission Control makes its rules from class names. */
public final class OffHeapRules {
  private OffHeapRules() {}

  public static final class Benefit extends OffHeapRule {
    public Benefit() {
      super(Rules.BENEFIT, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class AllocationFailure extends OffHeapRule {
    public AllocationFailure() {
      super(Rules.ALLOCATION_FAILURE, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class Pressure extends OffHeapRule {
    public Pressure() {
      super(Rules.PRESSURE, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class ContainerFit extends OffHeapRule {
    public ContainerFit() {
      super(Rules.CONTAINER, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class Growth extends OffHeapRule {
    public Growth() {
      super(Rules.GROWTH, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class Fragmentation extends OffHeapRule {
    public Fragmentation() {
      super(Rules.FRAGMENTATION, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class SlotWaste extends OffHeapRule {
    public SlotWaste() {
      super(Rules.SLOT_WASTE, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class BuddyFallback extends OffHeapRule {
    public BuddyFallback() {
      super(Rules.FALLBACK, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class GrowthLatency extends OffHeapRule {
    public GrowthLatency() {
      super(Rules.GROWTH_LATENCY, EventNames.HEAP_STATISTICS);
    }
  }

  public static final class Dominance extends OffHeapRule {
    public Dominance() {
      super(Rules.DOMINANCE, EventNames.ALLOCATION_SAMPLE);
    }
  }

  public static final class KeptSites extends OffHeapRule {
    public KeptSites() {
      super(Rules.KEPT_SITES, EventNames.SITE_VERDICT);
    }
  }

  public static final class RecordingSettings extends OffHeapRule {
    public RecordingSettings() {
      super(Rules.RECORDING_SETTINGS, "");
    }
  }
}
