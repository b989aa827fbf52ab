package io.offheap.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
  @TempDir private Path folder;

  @Test
  void everyKindOfEvent_isPutIntoWords() throws Exception {
    assertThat(
            summary(() -> {
              TestRecording.configuration(1L << 30);
              TestRecording.regionGrowth(64 << 20);
              TestRecording.slabGrowth(1 << 20);
              TestRecording.slabGrowth(1 << 20);
              TestRecording.buddyFallback(3 << 20);
              TestRecording.statistics(1 << 20, 64 << 20, 5000, 1);
              TestRecording.statistics(2 << 20, 64 << 20, 1000, 2);
              TestRecording.verdict("a.B.c()V:1", "MOVED", "", "");
              TestRecording.verdict("a.B.d()V:2", "KEPT", "RETURNED", "returned at line 2");
              TestRecording.verdict("a.B.e()V:3", "KEPT", "RETURNED", "returned at line 3");
            }))
        .anyMatch(line -> line.matches("Slab growth +2 times, 2.0 MB in all, the longest took .*"))
        .anyMatch(line -> line.matches("Region growth +1 time, 64.0 MB in all, .*"))
        .contains(
            "Configuration     limit 1.0 GB, chunks of 64.0 MB, arrays from 4.0 kB on, allocator heap,"
                + " exhausted=heap, backend portable",
            "Buddy fallback    recorded 1 time, 3.0 MB requested",
            "Refused           3 allocations with 5.9 kB in all, for want of memory within the limit",
            "Heap at the end   2.0 MB used, 64.0 MB committed, limit 1.0 GB",
            "Heap at its peak  2.0 MB used, 64.0 MB committed",
            "Sites             1 moved, 2 kept (RETURNED 2)",
            "  kept a.B.d()V:2  long[]: RETURNED, returned at line 2",
            "  kept a.B.e()V:3  long[]: RETURNED, returned at line 3");
  }

  @Test
  void verdictsToldAgain_countOnce() throws Exception {
    assertThat(
            summary(() -> {
              TestRecording.verdict("a.B.c()V:1", "MOVED", "", "");
              TestRecording.verdict("a.B.c()V:1", "MOVED", "", "");
            }))
        .containsExactly("Sites             1 moved, 0 kept");
  }

  @Test
  void manyKeptSites_areCut() throws Exception {
    List<String> lines =
        summary(() -> {
          for (int line = 1; line <= 25; line++) {
            TestRecording.verdict("a.B.c()V:" + line, "KEPT", "RETURNED", "");
          }
        });
    assertThat(lines).filteredOn(line -> line.startsWith("  kept ")).hasSize(20);
    assertThat(lines).endsWith("  and 5 more");
  }

  private List<String> summary(Runnable action) throws Exception {
    return Summary.of(Recordings.facts(TestRecording.record(folder.resolve("a.jfr"), action)));
  }
}
