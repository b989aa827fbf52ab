package io.offheap.array;

import io.offheap.array.Reclaimer.Block;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps blocks' references reachable, since a reference that is itself unreachable is never
 * enqueued, and knows what each of them stands for.
 *
 * <p>Thread-safe by the table's monitor; the {@link Reclaimer} has several tables so that threads
 * seldom meet. Adding and removing are O(1).
 */
/*
 * Design note.
 *
 *   Block.slot --> segments[slot / 512].blocks[slot % 512]            the reference
 *                                     .numbers[2 * (slot % 512) + 0, 1]   address | bytes << 28 + site; in free slots the next free one | FREE
 *
 * What a block stands for is here and not in the reference, because the collector copies references, and visits them, but
 * not what is in arrays of primitives that have grown old; so a reference has 32 bytes, not 56. And the references are not linked
 * with each other: each link that is changed is one more place for G1 to look at in the next pause. The slot that was
 * freed last is taken first, so that the places where references are written lie close together.
 *
 * Invariant: count + length of the list of free slots == slotCount.
 */
final class BlockTable {
  private static final int SEGMENT_SHIFT = 9;
  private static final int SEGMENT_SLOTS = 1 << SEGMENT_SHIFT;

  /** Bits for the number of the site. */
  private static final int SITE_BITS = 28;

  private static final int NONE = -1;

  /** In the place of bytes and site, which are never negative. */
  private static final long FREE = -1;

  // All guarded by this table's monitor.
  private @Nullable Segment[] segments = new Segment[4];
  private int slotCount;
  private int firstFree = NONE;
  private int count;

  /**
   * Takes a slot for a block.
   *
   * @param byteSize of the array, below 2^35
   * @param siteNumber see {@link SiteCounter#number}
   * @throws OutOfMemoryError if the Java heap has no room for a larger table; then nothing has
   *     changed
   */
  synchronized int add(Block block, long address, long byteSize, int siteNumber) {
    if (firstFree == NONE) {
      grow();
    }
    int slot = firstFree;
    int at = slot & SEGMENT_SLOTS - 1;
    long[] row = row(slot);
    firstFree = (int) row[2 * at];
    row[2 * at] = address;
    row[2 * at + 1] = byteSize << SITE_BITS | siteNumber;
    references(slot)[at] = block;
    count++;
    return slot;
  }

  /**
   * Lets go of a block.
   *
   * @param removed gets what {@link #addressOf} and the others tell
   */
  synchronized void remove(int slot, long[] removed) {
    int at = slot & SEGMENT_SLOTS - 1;
    long[] row = row(slot);
    System.arraycopy(row, 2 * at, removed, 0, 2);
    references(slot)[at] = null;
    row[2 * at] = firstFree;
    row[2 * at + 1] = FREE;
    firstFree = slot;
    count--;
  }

  /** Where the memory of a removed block is. */
  static long addressOf(long[] removed) {
    return removed[0];
  }

  static long byteSizeOf(long[] removed) {
    return removed[1] >>> SITE_BITS;
  }

  static int siteNumberOf(long[] removed) {
    return (int) removed[1] & (1 << SITE_BITS) - 1;
  }

  synchronized int count() {
    return count;
  }

  /** Adds a segment of free slots. Whatever may fail comes before the first change. */
  private void grow() {
    int index = slotCount >>> SEGMENT_SHIFT;
    Segment segment = new Segment();
    for (int at = 0; at < SEGMENT_SLOTS; at++) {
      segment.numbers[2 * at] = at + 1 < SEGMENT_SLOTS ? slotCount + at + 1 : firstFree;
      segment.numbers[2 * at + 1] = FREE;
    }
    if (index == segments.length) {
      segments = Arrays.copyOf(segments, 2 * index);
    }
    segments[index] = segment;
    firstFree = slotCount;
    slotCount += SEGMENT_SLOTS;
  }

  private Segment segment(int slot) {
    return Objects.requireNonNull(segments[slot >>> SEGMENT_SHIFT]);
  }

  private @Nullable Block[] references(int slot) {
    return segment(slot).blocks;
  }

  private long[] row(int slot) {
    return segment(slot).numbers;
  }

  /**
   * @throws IllegalStateException if the table does not agree with itself
   */
  synchronized void checkInvariants() {
    int freeCount = 0;
    for (int slot = firstFree;
        slot != NONE;
        slot = (int) row(slot)[2 * (slot & SEGMENT_SLOTS - 1)]) {
      if (references(slot)[slot & SEGMENT_SLOTS - 1] != null || ++freeCount > slotCount) {
        throw new IllegalStateException("the list of free slots is broken at " + slot);
      }
    }
    int found = 0;
    for (int slot = 0; slot < slotCount; slot++) {
      int at = slot & SEGMENT_SLOTS - 1;
      Block block = references(slot)[at];
      if ((block == null) != (row(slot)[2 * at + 1] == FREE)) {
        throw new IllegalStateException("slot " + slot + " is neither taken nor free");
      }
      if (block != null) found++;
    }
    if (found != count || found + freeCount != slotCount) {
      throw new IllegalStateException(
          "of "
              + slotCount
              + " slots "
              + found
              + " are taken, not "
              + count
              + ", and "
              + freeCount
              + " free");
    }
  }

  private static final class Segment {
    final @Nullable Block[] blocks = new Block[SEGMENT_SLOTS];
    final long[] numbers = new long[2 * SEGMENT_SLOTS];
  }
}
