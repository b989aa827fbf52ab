/**
 * Reads Flight Recorder recordings of programs that ran with the OffHeap agent.
 *
 * <p>{@link io.offheap.profiles.Main} is the command line. {@link io.offheap.profiles.Recordings}
 * opens files, says what is wrong with them and gathers their facts; {@code facts} are plain
 * records, {@code rules} judge them, {@code report} writes what both say, {@code jmc} brings the
 * rules to Mission Control. Nothing here needs the rest of OffHeap: events are known by their names
 * and fields alone.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.profiles;
