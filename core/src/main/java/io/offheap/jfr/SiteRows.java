package io.offheap.jfr;

import io.offheap.array.SiteStatistics;
import io.offheap.array.Sites;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a row for each site, with what has changed since its row before. Thread-safe. */
final class SiteRows {
  /** What the next rows' changes are counted from, by site and type. */
  private final Map<String, SiteStatistics> previous = new HashMap<>();

  /**
   * Whether the next rows are to show no change: what {@link #previous} says is of another time.
   */
  private boolean fresh;

  /** What has been so far does not count. */
  synchronized void startFromNow() {
    fresh = false;
    Sites.statistics().forEach(this::remember);
  }

  /** The next rows will show no change. */
  synchronized void pause() {
    fresh = true;
  }

  /** Writes a row for each site. */
  void write() {
    write(true);
  }

  /** Writes a row for each site that has changed since its row before. */
  void writeChanged() {
    write(false);
  }

  private synchronized void write(boolean all) {
    if (!new SiteStatisticsEvent().isEnabled()) return;
    for (SiteStatistics site : Sites.statistics()) {
      SiteStatistics before = remember(site);
      if (all || fresh || !site.equals(before)) write(site, fresh ? site : before);
    }
    fresh = false;
  }

  private @Nullable SiteStatistics remember(SiteStatistics site) {
    return previous.put(site.site() + ' ' + site.type(), site);
  }

  private static void write(SiteStatistics now, @Nullable SiteStatistics before) {
    long allocations = now.allocationCount() - (before == null ? 0 : before.allocationCount());
    long fallbacks = now.fallbackCount() - (before == null ? 0 : before.fallbackCount());
    long onJavaHeap = now.heapBackedCount() - (before == null ? 0 : before.heapBackedCount());
    SiteStatisticsEvent event = new SiteStatisticsEvent();
    event.site = now.site();
    event.objectClass = arrayClass(now.type());
    event.live = now.liveBytes();
    event.peakLive = now.peakLiveBytes();
    event.liveArrays = Counts.toInt(now.liveCount());
    event.allocated = now.allocatedBytes() - (before == null ? 0 : before.allocatedBytes());
    event.allocations = Counts.toInt(allocations);
    event.onJavaHeap = now.heapBackedBytes() - (before == null ? 0 : before.heapBackedBytes());
    event.javaHeapShare = share(onJavaHeap, allocations + onJavaHeap);
    event.fallbackShare = share(fallbacks, allocations);
    event.commit();
  }

  private static float share(long part, long whole) {
    return whole <= 0 ? 0 : (float) Math.clamp((double) part / whole, 0, 1);
  }

  private static @Nullable Class<?> arrayClass(String type) {
    return switch (type) {
      case "boolean[]" -> boolean[].class;
      case "byte[]" -> byte[].class;
      case "char[]" -> char[].class;
      case "short[]" -> short[].class;
      case "int[]" -> int[].class;
      case "long[]" -> long[].class;
      case "float[]" -> float[].class;
      case "double[]" -> double[].class;
      default -> null;
    };
  }
}
