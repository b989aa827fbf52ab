package io.offheap.jfr;

import io.offheap.array.ArrayMemory;
import io.offheap.array.ArrayOptions;
import io.offheap.array.ByteArray;
import io.offheap.heap.Heap;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/**
 * Run in a JVM of its own: installs the events, allocates a little and ends at once. As an agent it
 * installs them before {@code main}.
 */
final class ShortProgram {
  static final long USED_BYTES = 1024 + 3 * (1 << 20) + 4096;

  private static final Heap HEAP = heap();

  /** Reachable to the end, or the last event might come after it was reclaimed. */
  private static ByteArray array = ByteArray.allocateOnHeap(0);

  private ShortProgram() {}

  private static Heap heap() {
    ArrayMemory.configure(new ArrayOptions(64 << 20, "heap", 2000, true));
    return ArrayMemory.heap();
  }

  public static void premain(String options) {
    install();
  }

  private static void install() {
    SiteVerdicts.add(new SiteVerdict("p.Q.r()V:1", "array", "int[]", "MOVED", "", "", ""));
    FlightEvents.install();
    FlightEvents.install(); // without effect
    HEAP.free(HEAP.tryAllocate(100, 8));
  }

  /**
   * {@code install}, then {@code jfrStart=...} to start a recording as {@code jcmd} does; both
   * optional.
   */
  public static void main(String[] args) throws Exception {
    for (String arg : args) {
      if (arg.equals("install")) install();
      else startRecording(arg);
    }
    HEAP.tryAllocate(1000, 8);
    HEAP.tryAllocate(3 << 20, 8);
    array = ByteArray.allocate(4096);
    array.set(0, (byte) 1);
    System.out.println("used " + HEAP.statistics().usedBytes());
    if (array.get(0) != 1) throw new AssertionError();
  }

  private static void startRecording(String options) throws Exception {
    ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "jfrStart",
            new Object[] {options.split(" ", -1)},
            new String[] {String[].class.getName()});
  }
}
