package io.offheap.jfr;

import io.offheap.heap.Heap;
import io.offheap.heap.HeapOptions;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/**
 * Run in a JVM of its own: installs the events, allocates a little and ends at once. As an agent it
 * installs them before {@code main}.
 */
final class ShortProgram {
  static final long USED_BYTES = 1024 + 3 * (1 << 20);

  private static final Heap HEAP = Heap.open(HeapOptions.ofLimit(64 << 20));

  private ShortProgram() {}

  public static void premain(String options) {
    install();
  }

  private static void install() {
    Recorded.watch(HEAP);
    SiteVerdicts.add(new SiteVerdict("p.Q.r()V:1", "array", "int[]", "MOVED", "", ""));
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
    System.out.println("used " + HEAP.statistics().usedBytes());
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
