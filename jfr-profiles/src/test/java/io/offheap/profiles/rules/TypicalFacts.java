package io.offheap.profiles.rules;

import static io.offheap.profiles.facts.FakeRecording.MB;
import static io.offheap.profiles.facts.FakeRecording.heapEvent;

import io.offheap.profiles.facts.EventNames;
import io.offheap.profiles.facts.FakeEvent;
import io.offheap.profiles.facts.FakeRecording;
import io.offheap.profiles.facts.RecordingFacts;
import java.util.List;

/** Recordings in which every rule has something to say, and some that lack one thing each. */
final class TypicalFacts {
  private TypicalFacts() {}

  static List<RecordingFacts> all() {
    return List.of(
        new FakeRecording().facts(),
        new FakeRecording().heap(0).heap(1).facts(),
        new FakeRecording().kept("com.acme.A.run()V:1", "RETURNED").facts(),
        everything(true).facts(),
        everything(false).facts());
  }

  /** A leak at one site, with refusals, waste and fallbacks; sites known or not. */
  private static FakeRecording everything(boolean sites) {
    String site = sites ? "com.acme.A.run()V:1" : "";
    FakeRecording recording = new FakeRecording();
    for (int second = 0; second <= 120; second++) {
      recording.add(
          heapEvent(second, (300 + second) * MB, 800 * MB, 450 * MB)
              .with("allocated", 20 * MB)
              .with("allocations", 100)
              .with("fallbacks", 50)
              .with("refusals", 1)
              .with("refused", MB)
              .with("internalWaste", 0.4));
      recording.add(
          FakeEvent.at(second, EventNames.REGION_GROWTH)
              .lasting(0.2)
              .with("size", MB)
              .with("site", site));
      recording.add(
          FakeEvent.at(second, EventNames.BUDDY_FALLBACK)
              .with("requested", 70_000)
              .with("blockSize", 131_072)
              .with("site", site));
      recording.add(
          FakeEvent.at(second, EventNames.ALLOCATION_FAILURE)
              .with("requested", MB)
              .with("limit", 450 * MB)
              .with("site", site));
      recording.sample(second, site, MB, "com.acme.A.run:1");
      recording.heapSample(second, MB, "com.acme.B.run:2");
      if (!sites) continue;
      recording.add(
          FakeEvent.at(second, EventNames.SITE_STATISTICS)
              .with("site", site)
              .with("live", second * MB));
      recording.add(
          FakeEvent.at(second, EventNames.SIZE_CLASS_STATISTICS)
              .with("slotSize", 16_384)
              .with("usedSlots", 100)
              .with("wasted", 600_000));
    }
    return recording
        .kept("com.acme.B.run()V:2", "ESCAPES_TO_CALL")
        .add(FakeEvent.at(0, EventNames.COLLECTION).with("sumOfPauses", 1_000_000))
        .add(FakeEvent.at(0, EventNames.HEAP_CONFIGURATION).with("maxSize", 512 * MB))
        .add(FakeEvent.at(0, EventNames.PHYSICAL_MEMORY).with("totalSize", 1024 * MB));
  }
}
