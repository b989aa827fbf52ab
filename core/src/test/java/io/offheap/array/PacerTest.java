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
    for (int i = 0; i < 20; i++) {
      assertThat(ByteArray.allocate(1 << 20).isOffHeap()).isTrue();
    }
    Reclaimer reclaimer = ArrayMemory.reclaimer();
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (reclaimer.pacedCycleCount() == 0 || reclaimer.trackedCount() > 1) {
      assertThat(System.nanoTime() - deadlineNanos).as("timed out").isNegative();
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
