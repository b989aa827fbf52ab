package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.offheap.heap.HeapOptions;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long LIMIT_BYTES = 64L << 20;
  private static final int ARRAY_BYTES = 1 << 20;

  /** A look that finds fewer dead arrays than this leads to one before there are {@link #MOST}. */
  private static final int DEAD_COUNT = 20;

  /** More than two times as many, and far from the limit. */
  private static final int MOST = 44;

  @AfterAll
  static void restore() {
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  @Test
  void deadArrays_areFoundBeforeMemoryIsShort() {
    assumeThat(CollectorCycle.find()).as("a collector that works aside").isNotNull();
    HotSpotDiagnosticMXBean flags =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    ArrayMemory.replace(new ArrayOptions(LIMIT_BYTES, HeapOptions.DEFAULT_ALLOCATOR, 0, false));
    LongArray kept = LongArray.allocate(100);
    Reclaimer reclaimer = ArrayMemory.reclaimer();
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (reclaimer.pacedCycleCount() == 0 || reclaimer.reclaimedCount() < DEAD_COUNT) {
      if (reclaimer.trackedCount() < MOST) {
        assertThat(ByteArray.allocate(ARRAY_BYTES).isOffHeap()).isTrue();
      }
      assertThat(System.nanoTime() - deadlineNanos)
          .as(
              "nanoseconds left, negated; cycles %d, arrays found dead %d, not found %d",
              reclaimer.pacedCycleCount(), reclaimer.reclaimedCount(), reclaimer.trackedCount())
          .isNegative();
      Thread.onSpinWait();
    }
    assertThat(reclaimer.collectionCount()).as("collections that stop the program").isZero();
    // Pacers of memory that earlier tests replaced may have a cycle under way.
    while (!flags.getVMOption("G1PeriodicGCInterval").getValue().equals("0")) {
      assertThat(System.nanoTime() - deadlineNanos).as("timed out").isNegative();
      Thread.onSpinWait();
    }
    assertThat(kept.toHeap()).containsOnly(0);
  }
}
