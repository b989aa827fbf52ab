package io.offheap.jfr;

import io.offheap.heap.Heap;
import io.offheap.jfr.FlightEvents.Source;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * Waits for Flight Recorder to start, then registers the event types and their hooks and gives the
 * heap a listener.
 */
final class Recorder implements FlightRecorderListener {
  private static @Nullable Recorder instance;

  private final StatisticsRows rows = new StatisticsRows();

  // Guarded by this.
  private Source source;
  private boolean started;
  private @Nullable Heap watched;

  private Recorder(Source source) {
    this.source = source;
  }

  static synchronized void watch(Source source) {
    if (!FlightRecorder.isAvailable()) return;
    Recorder recorder = instance;
    if (recorder == null) {
      recorder = new Recorder(source);
      instance = recorder;
      FlightRecorder.addListener(recorder);
    } else {
      recorder.change(source);
    }
  }

  /** All event types. In a method, so that none is loaded before it is needed. */
  static List<Class<? extends Event>> types() {
    return List.of(
        HeapStatisticsEvent.class,
        SizeClassStatisticsEvent.class,
        SiteStatisticsEvent.class,
        AllocationSampleEvent.class,
        SlabGrowthEvent.class,
        RegionGrowthEvent.class,
        RegionPurgeEvent.class,
        BuddyFallbackEvent.class,
        AllocationFailureEvent.class,
        SiteVerdictEvent.class,
        ConfigurationEvent.class);
  }

  private synchronized void change(Source newSource) {
    source = newSource;
    if (watched != null) watched.setListener(null);
    if (started) listen();
  }

  /** Called before the first recording starts, or at once if that has been. */
  @Override
  public synchronized void recorderInitialized(FlightRecorder recorder) {
    if (started) return;
    started = true;
    try {
      types().forEach(FlightRecorder::register);
      FlightRecorder.addPeriodicEvent(HeapStatisticsEvent.class, this::writeStatistics);
      FlightRecorder.addPeriodicEvent(SizeClassStatisticsEvent.class, this::writeSizeClasses);
      FlightRecorder.addPeriodicEvent(SiteStatisticsEvent.class, () -> {});
      FlightRecorder.addPeriodicEvent(ConfigurationEvent.class, this::writeChunkBoundary);
      FlightRecorder.addPeriodicEvent(SiteVerdictEvent.class, Recorder::writeVerdicts);
      listen();
      // If a recording runs already, the start of its chunk is past. If none does, nothing is
      // written.
      writeChunkBoundary();
      SiteVerdicts.setSink(Recorder::writeVerdict);
    } catch (RuntimeException e) {
      // The user asked for a recording, which must not fail for want of our part of it.
      System.err.println("OffHeap: recordings will lack the off-heap events: " + e);
    }
  }

  /** After a time without recordings the next row would show all that happened in between. */
  @Override
  public void recordingStateChanged(Recording recording) {
    if (recording.getState() == RecordingState.RUNNING) return;
    boolean running =
        FlightRecorder.getFlightRecorder().getRecordings().stream()
            .anyMatch(other -> other.getState() == RecordingState.RUNNING);
    if (!running) rows.pause();
  }

  private void listen() {
    Heap heap = source.heap().get();
    watched = heap;
    rows.startFrom(heap);
    heap.setListener(new FlightListener());
  }

  private synchronized @Nullable Heap watched() {
    return watched;
  }

  private void writeStatistics() {
    Heap heap = watched();
    if (heap != null) rows.write(heap);
  }

  private void writeSizeClasses() {
    Heap heap = watched();
    if (heap != null) SizeClassRows.write(heap);
  }

  private void writeChunkBoundary() {
    writeStatistics();
    Heap heap = watched();
    ConfigurationEvent event = new ConfigurationEvent();
    if (heap == null || !event.shouldCommit()) return;
    Source from = source();
    event.limit = heap.options().limitBytes();
    event.chunkSize = heap.options().chunkByteSize();
    event.min = from.minBytes().getAsLong();
    event.allocator = heap.options().allocator();
    event.exhausted = from.failOnExhaustion().getAsBoolean() ? "fail" : "heap";
    event.backend = heap.backendName();
    event.commit();
  }

  private synchronized Source source() {
    return source;
  }

  private static void writeVerdicts() {
    SiteVerdicts.forEach(Recorder::writeVerdict);
  }

  private static void writeVerdict(SiteVerdict verdict) {
    SiteVerdictEvent event = new SiteVerdictEvent();
    if (!event.shouldCommit()) return;
    event.site = verdict.site();
    event.kind = verdict.kind();
    event.type = verdict.type();
    event.verdict = verdict.verdict();
    event.reason = verdict.reason();
    event.detail = verdict.detail();
    event.commit();
  }
}
