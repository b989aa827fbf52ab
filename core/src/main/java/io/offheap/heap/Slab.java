package io.offheap.heap;

import io.offheap.memory.Zeroing;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Pages that are cut into blocks of one size class.
 *
 * <pre>
 *   start                                                     start + byteSize
 *     | block | block | block |   ...   | block | less than a block |
 *
 *   index of an address   (address - start) >>> shift,  2^shift the largest power of two that divides the block size
 * </pre>
 *
 * <p>The index finds the block's state byte and its bit without a division; where the block size is
 * no power of two some indexes are no block's, and their state is {@link BlockStates#NONE} for
 * ever. So a free of what is not the start of a block fails by the same comparison as a double
 * free.
 *
 * <p>Place, size and states may be read by any thread. The bits, the count, the home and the links
 * belong to the {@link SlabPool} and its lock. Invariant: {@code freeCount == bits set in free}.
 */
final class Slab {
  final long start;
  final long byteSize;
  final int classIndex;
  final int blockBytes;
  final int shift;
  final int blockCount;
  final byte[] states;

  /** How long the operating system took to give memory for it. */
  final long regionNanos;

  /** The slab's memory, to clear blocks. */
  final MemorySegment memory;

  /** By index: the block is in no magazine and not live. */
  private final long[] free;

  int freeCount;

  /**
   * The number of the shard that its blocks go to; any if it is empty. Written under the pool's
   * lock, read by all as a hint.
   */
  int home;

  /** Which of the pool's lists the slab is in; -1 for none. */
  int list = -1;

  @Nullable Slab previous;
  @Nullable Slab next;

  /** Tables for a slab, made before anything is changed, as that may fail. */
  static final class Mold {
    final int classIndex;
    final int blockBytes;
    final int byteSize;
    final byte[] states;
    final long[] free;

    /** The slab, once it has its place. */
    @Nullable Slab slab;

    /** See {@link Slab#regionNanos}. */
    long regionNanos;

    /**
     * @throws OutOfMemoryError if the Java heap has no room
     */
    Mold(int classIndex, int blockBytes, int byteSize) {
      this.classIndex = classIndex;
      this.blockBytes = blockBytes;
      this.byteSize = byteSize;
      int indexes = byteSize >>> Integer.numberOfTrailingZeros(blockBytes);
      states = new byte[indexes];
      free = new long[(indexes + 63) >>> 6];
    }
  }

  Slab(long start, Mold mold, boolean clean, MemorySegment memory) {
    this.start = start;
    this.memory = memory;
    regionNanos = mold.regionNanos;
    byteSize = mold.byteSize;
    classIndex = mold.classIndex;
    blockBytes = mold.blockBytes;
    shift = Integer.numberOfTrailingZeros(blockBytes);
    blockCount = mold.byteSize / blockBytes;
    states = mold.states;
    free = mold.free;
    freeCount = blockCount;
    int step = blockBytes >>> shift;
    for (int block = 0, i = 0; block < blockCount; block++, i += step) {
      states[i] = clean ? BlockStates.CLEAN : BlockStates.FREE;
      free[i >>> 6] |= 1L << i;
    }
  }

  /** The index of the block that starts at an address of this slab; -1 if none can. */
  int indexOf(long address) {
    long offset = address - start;
    int index = (int) (offset >>> shift);
    return (long) index << shift == offset && index < states.length ? index : -1;
  }

  /**
   * Moves addresses of free blocks, lowest first, to an array.
   *
   * @return how many, at most {@code count}
   */
  int take(long[] target, int from, int count) {
    int taken = 0;
    for (int word = 0; word < free.length && taken < count; word++) {
      long bits = free[word];
      while (bits != 0 && taken < count) {
        int index = (word << 6) + Long.numberOfTrailingZeros(bits);
        target[from + taken++] = start + ((long) index << shift);
        bits &= bits - 1;
      }
      free[word] = bits;
    }
    freeCount -= taken;
    return taken;
  }

  /** Takes a block back that is in no magazine any more. */
  void give(long address) {
    int index = (int) ((address - start) >>> shift);
    free[index >>> 6] |= 1L << index;
    freeCount++;
  }

  /** Whether the bit of a block is set; racy without the lock, for messages. */
  boolean isFree(int index) {
    return (free[index >>> 6] >>> index & 1) != 0;
  }

  boolean isEmpty() {
    return freeCount == blockCount;
  }

  /** Makes the first bytes of a block zero. */
  void clear(long address, long byteSize) {
    Zeroing.clear(memory.asSlice(address - start, byteSize));
  }

  /**
   * The slab's pages go back: no block starts here any more. All blocks are free, so a racing free
   * can only be an illegal one, and finds either state.
   */
  void retire() {
    java.util.Arrays.fill(states, BlockStates.NONE);
  }

  /**
   * @throws IllegalStateException if tables of this slab disagree
   */
  void check() {
    int found = 0;
    for (long word : free) found += Long.bitCount(word);
    if (found != freeCount) throw new IllegalStateException("free blocks of " + this);
    for (int i = 0; i < states.length; i++) {
      boolean blockStart =
          i % (blockBytes >>> shift) == 0 && i / (blockBytes >>> shift) < blockCount;
      if (blockStart == (states[i] == BlockStates.NONE)
          || (isFree(i) && states[i] == BlockStates.LIVE)) {
        throw new IllegalStateException("state " + states[i] + " at index " + i + " of " + this);
      }
    }
  }

  /** The blocks whose state is live. */
  int liveCount() {
    int live = 0;
    for (byte state : states) if (state == BlockStates.LIVE) live++;
    return live;
  }

  @Override
  public String toString() {
    return "slab of "
        + blockCount
        + " blocks of "
        + blockBytes
        + " bytes at 0x"
        + Long.toHexString(start);
  }
}
