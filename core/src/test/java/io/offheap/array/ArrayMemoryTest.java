package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offheap.heap.HeapListener;
import io.offheap.heap.HeapOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ArrayMemoryTest {
  private static final long MIB = 1 << 20;

  private static ArrayOptions options() {
    return new ArrayOptions(16 * MIB, HeapOptions.DEFAULT_ALLOCATOR, 0, false);
  }

  @AfterAll
  static void restore() {
    ArrayMemory.replace(ArrayOptions.defaults());
  }

  @Test
  void gate_keepsSmallerArraysOnTheHeap() {
    ArrayMemory.replace(options().withMinBytes(1024));
    assertThat(LongArray.allocate(127).isOffHeap()).isFalse();
    assertThat(LongArray.allocate(128).isOffHeap()).isTrue();
    assertThat(ByteArray.allocate(1023).isOffHeap()).isFalse();
    assertThat(ByteArray.allocate(1024).isOffHeap()).isTrue();
  }

  @Test
  void emptyArrays_haveNothingToMove() {
    ArrayMemory.replace(options());
    assertThat(IntArray.allocate(0).isOffHeap()).isFalse();
    assertThat(IntArray.allocate(1).isOffHeap()).isTrue();
  }

  @Test
  void allocateOnHeap_neverUsesOffHeapMemory() {
    ArrayMemory.replace(options());
    assertThat(LongArray.allocateOnHeap(100_000).isOffHeap()).isFalse();
    assertThat(ArrayMemory.heap().statistics().allocationCount()).isZero();
  }

  @Test
  void recycledMemory_isZero() {
    ArrayMemory.replace(options());
    for (int round = 0; round < 200; round++) {
      LongArray array = LongArray.allocate(1 << 17);
      for (int i = 0; i < array.length(); i += 511) {
        assertThat(array.get(i)).isZero();
      }
      LongArray.fill(array, -1);
    }
    assertThat(ArrayMemory.reclaimer().reclaimedCount()).isPositive();
  }

  @Test
  void exhaustion_fallsBackToTheHeap() {
    ArrayMemory.replace(options());
    List<LongArray> live = new ArrayList<>();
    while (live.size() < 24) {
      LongArray array = LongArray.allocate((int) (MIB / Long.BYTES));
      array.set(array.length() - 1, live.size());
      live.add(array);
    }
    long offHeap = live.stream().filter(LongArray::isOffHeap).count();
    assertThat(offHeap).isBetween(8L, 16L);
    assertThat(ArrayMemory.heap().statistics().refusalCount()).isEqualTo(24 - offHeap);
    assertThat(ArrayMemory.heap().statistics().refusedBytes()).isEqualTo((24 - offHeap) * MIB);
    for (int i = 0; i < live.size(); i++) {
      assertThat(live.get(i).get(live.get(i).length() - 1)).isEqualTo(i);
    }
  }

  @Test
  void exhaustion_isAnErrorWithNumbersIfSoConfigured() {
    ArrayMemory.replace(options().withFailOnExhaustion(true));
    List<LongArray> live = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              while (live.size() < 24) {
                live.add(LongArray.allocate((int) (MIB / Long.BYTES)));
              }
            })
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageMatching(
            "no off-heap memory for an array of 1048576 bytes: used \\d+, committed \\d+, limit"
                + " 16777216, largest free block \\d+");
    assertThat(live).allMatch(LongArray::isOffHeap);
    assertThat(ArrayMemory.heap().statistics().refusalCount()).isEqualTo(1);
  }

  @Test
  void requestAboveTheLimit_doesNotRunTheCollector() {
    ArrayMemory.replace(options());
    LongArray live = LongArray.allocate(100);
    assertThat(LongArray.allocate((int) (32 * MIB / Long.BYTES)).isOffHeap()).isFalse();
    assertThat(live.isOffHeap()).isTrue();
    assertThat(ArrayMemory.reclaimer().collectionCount()).isZero();
  }

  @Test
  void configure_isRefusedOnceInUse() {
    ArrayMemory.replace(options());
    assertThatThrownBy(() -> ArrayMemory.configure(options()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void watchersAreThere_beforeAnyThreadGetsMemory() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch mayOpen = new CountDownLatch(1);
    AtomicInteger growths = new AtomicInteger();
    HeapListener listener =
        new HeapListener() {
          @Override
          public @Nullable Object regionGrowing() {
            return growths.incrementAndGet();
          }
        };
    ArrayMemory.replace(
        options(),
        () -> {
          opening.countDown();
          awaitUninterrupted(mayOpen);
          ArrayMemory.setHeapListener(listener);
        });
    try {
      Thread first = Thread.ofPlatform().start(() -> ByteArray.allocate(100));
      opening.await();
      AtomicReference<ByteArray> made = new AtomicReference<>();
      Thread second = Thread.ofPlatform().start(() -> made.set(ByteArray.allocate(100)));
      while (second.getState() != Thread.State.WAITING && made.get() == null) {
        Thread.onSpinWait();
      }
      assertThat(made.get()).as("made before the listener was there").isNull();
      mayOpen.countDown();
      first.join();
      second.join();
      assertThat(made.get()).isNotNull();
      assertThat(growths).hasPositiveValue();
    } finally {
      mayOpen.countDown();
      ArrayMemory.setHeapListener(null);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void heapBackedArrays_startNeitherHeapNorThread() throws IOException {
    String output = run(Small.class, "-Doffheap.min=1024");
    assertThat(output).contains("reclaimer thread: false").contains("ArrayMemory ");
    assertThat(output).doesNotContain("io.offheap.array.Reclaimer ");
    assertThat(output).doesNotContain("io.offheap.heap.Heap ");
  }

  @Test
  void systemProperties_configureWhatNobodyElseDid() throws IOException {
    String output =
        run(Small.class, "-Doffheap.min=8", "-Doffheap.limit=1048576", "-Doffheap.allocator=buddy");
    assertThat(output).contains("reclaimer thread: true");
    assertThat(output)
        .contains(
            "ArrayOptions[limitBytes=1048576, allocator=buddy, minBytes=8, failOnExhaustion=false, backend=AUTO]");
  }

  /** Runs a class in a virtual machine of its own; what it prints, and the classes it loads. */
  private static String run(Class<?> main, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(options));
    command.add("-Xlog:class+load");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Uses small arrays, and says whether that started the thread. */
  static final class Small {
    public static void main(String[] arguments) {
      LongArray array = LongArray.copyOf(LongArray.allocate(100), 120);
      LongArray.fill(array, 7);
      LongArray.sort(array);
      boolean started =
          Thread.getAllStackTraces().keySet().stream()
              .anyMatch(thread -> thread.getName().equals("offheap-reclaimer"));
      System.out.println("reclaimer thread: " + started);
      System.out.println(ArrayMemory.options());
    }
  }
}
