package io.offheap.jfr;

import io.offheap.array.ArrayMemory;
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
  private final SiteRows siteRows = new SiteRows();
  private final SizeClassRows sizeClassRows = new SizeClassRows();

  // Guarded by this.
  private Source source;
  private boolean started;
  private @Nullable FlightSampler sampler;

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
    if (started) source.setListener(null);
    source = newSource;
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
      FlightRecorder.addPeriodicEvent(SiteStatisticsEvent.class, siteRows::write);
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
    if (!running) pause();
  }

  private synchronized void pause() {
    rows.pause();
    siteRows.pause();
    if (sampler != null) sampler.reset();
  }

  /** Does not open the heap: whoever opens it waits for what is going on here. */
  private void listen() {
    rows.startFrom(source.heap());
    siteRows.startFromNow();
    source.setListener(new FlightListener());
    sampler = new FlightSampler();
    ArrayMemory.setListener(sampler);
  }

  private synchronized @Nullable FlightSampler sampler() {
    return sampler;
  }

  /** For tests: what samples allocations, if a recording has been started. */
  static synchronized @Nullable FlightSampler currentSampler() {
    Recorder recorder = instance;
    return recorder == null ? null : recorder.sampler();
  }

  private void writeStatistics() {
    Source from = source();
    rows.write(from.heap(), from.options().limitBytes());
  }

  private void writeSizeClasses() {
    Heap heap = source().heap();
    if (heap != null) sizeClassRows.write(heap);
  }

  private void writeChangedSizeClasses() {
    Heap heap = source().heap();
    if (heap != null) sizeClassRows.writeChanged(heap);
  }

  /** The state at both ends of each chunk, which may be shorter than the periods are. */
  private void writeChunkBoundary() {
    writeStatistics();
    siteRows.writeChanged();
    writeChangedSizeClasses();
    ConfigurationEvent event = new ConfigurationEvent();
    if (!event.shouldCommit()) return;
    ConfigurationRow.fill(event, source());
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
    event.advice = verdict.advice();
    event.commit();
  }
}
