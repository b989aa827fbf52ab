/**
 * Reads Flight Recorder recordings of programs that ran with the OffHeap agent.
 *
 * <p>{@link Main} is the command line. {@link Recordings} opens files and says what is wrong with
 * them; {@link OffHeapFacts} and {@link CollectorFacts} gather what the events of one recording
 * say, {@link Summary} and {@link Comparison} put it into words. Nothing here needs the rest of
 * OffHeap: events are known by their names and fields alone.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.profiles;
