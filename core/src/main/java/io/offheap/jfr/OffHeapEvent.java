package io.offheap.jfr;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.events.StackFilter;

/**
 * What all events of the project share.
 *
 * <p>The filter takes the frames of the project's own classes out of the stack traces, so that
 * these begin in the code that allocated. It is an annotation of the JDK's own events, which JDK 25
 * heeds on all; one that does not know it ignores it, and then the field {@code site} still tells.
 */
@Category("Off-Heap")
@StackFilter({
  "io.offheap.array.ArrayMemory",
  "io.offheap.array.BooleanArray",
  "io.offheap.array.ByteArray",
  "io.offheap.array.CharArray",
  "io.offheap.array.Confined",
  "io.offheap.array.DoubleArray",
  "io.offheap.array.FloatArray",
  "io.offheap.array.IntArray",
  "io.offheap.array.LongArray",
  "io.offheap.array.PrimitiveArray",
  "io.offheap.array.Reclaimer",
  "io.offheap.array.ShortArray",
  "io.offheap.heap.BlockArena",
  "io.offheap.heap.BlockSource",
  "io.offheap.heap.DedicatedChunks",
  "io.offheap.heap.Heap",
  "io.offheap.heap.HeapSegmentAllocator",
  "io.offheap.heap.HugeCache",
  "io.offheap.heap.IdleChunks",
  "io.offheap.heap.LargeBlocks",
  "io.offheap.heap.Lease",
  "io.offheap.heap.LocalHeap",
  "io.offheap.heap.Notifier",
  "io.offheap.heap.Shard",
  "io.offheap.heap.ShardTable",
  "io.offheap.heap.SlabLayer",
  "io.offheap.heap.SlabPool",
  "io.offheap.heap.SmallBlocks",
  "io.offheap.jfr.FlightListener",
  "io.offheap.jfr.FlightSampler",
})
abstract class OffHeapEvent extends Event {}
