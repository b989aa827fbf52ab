package io.offheap.benchmarks.events;

import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.array.ByteArray;
import io.offheap.array.Sites;
import io.offheap.heap.Heap;
import io.offheap.jfr.FlightEvents;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the events cost: random life of blocks of three kinds and of arrays, without events, with
 * events but no recording, and in recordings of growing detail.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1) // what is done once a second has to be warm, too
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx256m", "-Xmn8m", "-Xlog:jfr*=off"})
public class EventsCost {
  private static final int SLOT_COUNT = 4096;
  private static final int LARGE_SLOT_COUNT = 1024;
  private static final int HUGE_SLOT_COUNT = 128;
  private static final int ARRAY_COUNT = 256;
  private static final int SIZE_COUNT = 1 << 14;

  /**
   * {@code none}: the heap has no listener. {@code ready}: installed, nothing records. {@code jdk}:
   * a recording with the JDK's default profile and all events of ours off. {@code default}: that
   * and {@code offheap.jfc}. {@code detailed}: that and {@code offheap-profile.jfc}.
   */
  @Param({"none", "ready", "jdk", "default", "detailed"})
  public String mode = "none";

  private final long[] blocks = new long[SLOT_COUNT];
  private final @Nullable ByteArray[] arrays = new ByteArray[ARRAY_COUNT];
  private final int[] sizes = new int[SIZE_COUNT];
  private final int[] largeSizes = new int[SIZE_COUNT];
  private final int[] hugeSizes = new int[SIZE_COUNT];
  private final int[] slots = new int[SIZE_COUNT];
  private int next;
  private int site;
  private @Nullable Heap heap;
  private @Nullable Recording recording;

  @Setup(Level.Trial)
  public void start() throws Exception {
    ArrayMemory.configure(ArrayOptions.defaults().withLimitBytes(512L << 20).withMinBytes(0));
    site = Sites.register("Benchmark.randomLife()V:1", "byte[]");
    if (!mode.equals("none")) FlightEvents.install();
    Map<String, String> settings = new HashMap<>();
    if (!mode.equals("none") && !mode.equals("ready")) {
      settings.putAll(Configuration.getConfiguration("default").getSettings());
      if (mode.equals("jdk")) {
        settings.putAll(profile("offheap.jfc"));
        settings.replaceAll((key, value) ->
            key.startsWith("offheap.") && key.endsWith("#enabled") ? "false" : value);
      } else {
        settings.putAll(profile(mode.equals("default") ? "offheap.jfc" : "offheap-profile.jfc"));
      }
      Recording started = new Recording(settings);
      started.setToDisk(true);
      started.setMaxSize(64 << 20);
      started.start();
      recording = started;
    }
    heap = ArrayMemory.heap();
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < SIZE_COUNT; i++) {
      // Most small, few large, none so large that clearing it is all there is to measure.
      int log2 = 4 + (int) (random.nextDouble() * random.nextDouble() * 11);
      sizes[i] = (1 << log2) + random.nextInt(1 << log2);
      int octave = 8 << 10 << random.nextInt(5);
      largeSizes[i] = octave + random.nextInt(octave);
      hugeSizes[i] = (300 << 10) + random.nextInt(700 << 10);
      slots[i] = random.nextInt(SLOT_COUNT);
    }
  }

  private static Map<String, String> profile(String name) throws Exception {
    Path folder = Path.of(System.getProperty("offheap.profiles", "jfr-profiles"));
    return Configuration.create(new StringReader(Files.readString(folder.resolve(name))))
        .getSettings();
  }

  @TearDown(Level.Trial)
  public void stop() {
    if (recording != null) recording.close();
  }

  /** 16 bytes to 32 KiB, most of them small. */
  @Benchmark
  public long heapBlocks() {
    return replace(sizes, SLOT_COUNT);
  }

  /** 8 to 256 KiB. */
  @Benchmark
  public long largeBlocks() {
    return replace(largeSizes, LARGE_SLOT_COUNT);
  }

  /** 300 to 1000 KiB, beyond every size class: each is a fallback. */
  @Benchmark
  public long fallbackBlocks() {
    return replace(hugeSizes, HUGE_SLOT_COUNT);
  }

  /** Frees a block and allocates another. */
  private long replace(int[] byteSizes, int slotCount) {
    Heap from = heap;
    if (from == null) throw new IllegalStateException("not started");
    int i = next++ & SIZE_COUNT - 1;
    int slot = slots[i] & slotCount - 1;
    if (blocks[slot] != Heap.NULL) from.free(blocks[slot]);
    blocks[slot] = from.tryAllocate(byteSizes[i], 8);
    return blocks[slot];
  }

  /** Replaces an array, which dies when the collector finds it. */
  @Benchmark
  public Object arrays() {
    int i = next++ & SIZE_COUNT - 1;
    ByteArray array = ByteArray.allocate(sizes[i], site);
    arrays[slots[i] & ARRAY_COUNT - 1] = array;
    return array;
  }
}
