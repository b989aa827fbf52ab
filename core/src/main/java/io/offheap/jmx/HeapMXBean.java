package io.offheap.jmx;

import java.lang.management.MemoryUsage;

/**
 * The off-heap memory of the process. The names are those of {@link
 * java.lang.management.BufferPoolMXBean} and {@link java.lang.management.MemoryPoolMXBean} where
 * those have a word for it, so that consoles show them as they show the JDK's. Totals are since the
 * start of the program.
 */
public interface HeapMXBean {
  /** {@code off-heap}. */
  String getName();

  /** Live blocks. */
  long getCount();

  /** Bytes of live blocks, rounding included. */
  long getMemoryUsed();

  /** Bytes that the process holds for the heap. */
  long getTotalCapacity();

  /** Used, committed, and the limit as {@code max}. */
  MemoryUsage getUsage();

  /** The same at their highest. */
  MemoryUsage getPeakUsage();

  /** The most that may be committed, in bytes. */
  long getLimit();

  /** Address space held, in bytes. */
  long getReserved();

  /** Bytes of blocks handed out. */
  long getAllocatedBytes();

  /** Bytes of blocks taken back. */
  long getFreedBytes();

  /** Bytes that were asked for and not given. */
  long getRefusedBytes();

  /** Blocks handed out. */
  long getAllocationCount();

  /** Blocks taken back. */
  long getFreeCount();

  /** Requests refused. */
  long getRefusalCount();

  /** Pieces in which memory is committed. */
  int getChunkCount();

  /** The share of slab memory in live blocks, 0 to 1. */
  double getSlabOccupancy();

  /** The estimated share of used memory that nobody asked for, 0 to 1. */
  double getInternalWaste();

  /** The share of committed memory in no live block, 0 to 1. */
  double getFragmentation();

  /** What each site has allocated and holds, those that hold most first. */
  SiteUsage[] sites();

  /** {@link #sites} as a table to read. */
  String siteTable();
}
