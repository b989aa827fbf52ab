package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.heap.HeapOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SitesTest {
  private static final long MIB = 1 << 20;

  @BeforeEach
  void replaceMemory() {
    ArrayMemory.replace(new ArrayOptions(64 * MIB, HeapOptions.DEFAULT_ALLOCATOR, 100, false));
  }

  @AfterAll
  static void restore() {
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  private static SiteStatistics of(String site) {
    return Sites.statistics().stream().filter(s -> s.site().equals(site)).findFirst().orElseThrow();
  }

  @Test
  void register_answersTheSameForTheSame() {
    int first = Sites.register("a.B.c()V:1", "long[]");
    assertThat(first).isPositive();
    assertThat(Sites.register("a.B.c()V:1", "long[]")).isEqualTo(first);
    assertThat(Sites.register("a.B.c()V:1", "int[]")).isNotEqualTo(first);
    assertThat(Sites.register("a.B.c()V:2", "long[]")).isNotEqualTo(first);
    assertThat(Sites.name(first)).isEqualTo("a.B.c()V:1");
    assertThat(Sites.name(Sites.UNMARKED)).isEqualTo(Sites.UNMARKED_NAME);
    assertThat(Sites.name(1_000_000)).isEqualTo(Sites.UNMARKED_NAME);
  }

  @Test
  void sitesWithoutArrays_areNotListed() {
    Sites.register("never()V:1", "long[]");
    assertThat(Sites.statistics()).noneMatch(s -> s.site().equals("never()V:1"));
  }

  @Test
  void arrays_areCountedWhileTheyLive() {
    int id = Sites.register("live()V:1", "long[]");
    List<LongArray> live = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      live.add(LongArray.allocate(1000, id));
    }
    SiteStatistics before = of("live()V:1");
    assertThat(before.liveBytes()).isEqualTo(80_000);
    assertThat(before.liveCount()).isEqualTo(10);
    assertThat(before.allocatedBytes()).isEqualTo(80_000);
    assertThat(before.allocationCount()).isEqualTo(10);
    assertThat(before.peakLiveBytes()).isEqualTo(80_000);
    assertThat(before.type()).isEqualTo("long[]");
    live.subList(0, 7).clear();
    collect(() -> of("live()V:1").liveCount() == 3);
    SiteStatistics after = of("live()V:1");
    assertThat(after.liveBytes()).isEqualTo(24_000);
    assertThat(after.allocatedBytes()).isEqualTo(80_000);
    assertThat(after.peakLiveBytes()).isEqualTo(80_000);
    assertThat(live).hasSize(3);
  }

  @Test
  void peak_isSeenThoughNobodyLooksMeanwhile() {
    int id = Sites.register("peak()V:1", "byte[]");
    List<ByteArray> live = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      live.add(ByteArray.allocate(100_000, id));
    }
    assertThat(live).hasSize(30);
    live.clear();
    collect(() -> of("peak()V:1").liveBytes() == 0);
    assertThat(of("peak()V:1").peakLiveBytes()).isEqualTo(3_000_000);
  }

  @Test
  void everyWayToMakeAnArray_isCountedForItsSite() {
    int id = Sites.register("ways()V:1", "int[]");
    int[] plain = new int[100];
    IntArray handle = IntArray.allocate(100);
    List<IntArray> made =
        List.of(
            IntArray.allocate(100, id),
            handle.copy(id),
            IntArray.cloneOf(plain, id),
            IntArray.copyOf(plain, 100, id),
            IntArray.copyOf(handle, 100, id),
            IntArray.copyOfRange(plain, 0, 100, id),
            IntArray.copyOfRange(handle, 0, 100, id));
    assertThat(of("ways()V:1").liveBytes()).isEqualTo(400L * made.size());
  }

  @Test
  void arraysOnTheJavaHeap_areCountedApart() {
    int id = Sites.register("small()V:1", "int[]");
    IntArray.allocate(10, id);
    IntArray.allocate(12, id);
    ArrayMemory.replace(new ArrayOptions(MIB, HeapOptions.DEFAULT_ALLOCATOR, 0, false));
    assertThat(IntArray.allocate(1 << 20, id).isOffHeap()).isFalse();
    SiteStatistics statistics = of("small()V:1");
    assertThat(statistics.heapBackedCount()).isEqualTo(3);
    assertThat(statistics.heapBackedBytes()).isEqualTo(22 * 4 + (4 << 20));
    assertThat(statistics.allocationCount()).isZero();
    assertThat(statistics.liveBytes()).isZero();
  }

  @Test
  void blocksLargerThanEverySizeClass_areCounted() {
    int id = Sites.register("large()V:1", "byte[]");
    List<ByteArray> made = List.of(ByteArray.allocate(1000, id), ByteArray.allocate(300_000, id));
    assertThat(of("large()V:1").fallbackCount()).isEqualTo(1);
    assertThat(of("large()V:1").allocationCount()).isEqualTo(made.size());
  }

  @Test
  void arraysOfNoSite_areCountedByType() {
    long before = liveOfNoSite("short[]");
    ShortArray array = ShortArray.allocate(5000);
    assertThat(liveOfNoSite("short[]") - before).isEqualTo(10_000);
    assertThat(array.isOffHeap()).isTrue();
  }

  private static long liveOfNoSite(String type) {
    return Sites.statistics().stream()
        .filter(s -> s.site().equals(Sites.UNMARKED_NAME) && s.type().equals(type))
        .mapToLong(SiteStatistics::liveBytes)
        .sum();
  }

  @Test
  void manyThreads_countExactly() throws Exception {
    int id = Sites.register("threads()V:1", "byte[]");
    int threads = 8;
    int rounds = 5_000;
    List<Future<List<ByteArray>>> kept = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int t = 0; t < threads; t++) {
        kept.add(executor.submit(() -> churn(id, rounds)));
      }
    }
    List<ByteArray> live = new ArrayList<>();
    for (Future<List<ByteArray>> future : kept) {
      live.addAll(future.get());
    }
    long liveBytes = live.stream().mapToLong(ByteArray::length).sum();
    collect(() -> of("threads()V:1").liveCount() == live.size());
    SiteStatistics statistics = of("threads()V:1");
    assertThat(statistics.allocationCount()).isEqualTo(threads * (long) rounds);
    assertThat(statistics.liveBytes()).isEqualTo(liveBytes);
    assertThat(statistics.peakLiveBytes()).isGreaterThanOrEqualTo(liveBytes);
  }

  private static List<ByteArray> churn(int id, int rounds) {
    List<ByteArray> kept = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      ByteArray array = ByteArray.allocate(100 + i % 900, id);
      if (i % 100 == 0) {
        kept.add(array);
      }
    }
    return kept;
  }

  private static void collect(BooleanSupplier done) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    System.gc();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNanos).as("still not").isNegative();
      Thread.onSpinWait();
    }
  }
}
