package io.offheap.array;

import io.offheap.heap.Heap;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one thread's confined arrays: arrays of which it is proved that no reference to
 * them outlives the call that made them. Called by woven code only, which keeps this protocol:
 *
 * {@snippet :
 * Confined memory = Confined.ofThread();
 * int base = memory.enter(2);                                     // two places that allocate
 * try {
 *   LongArray a = LongArray.allocateConfined(n, memory, base, siteOfA);     // the first
 *   IntArray b = IntArray.allocateConfined(n, memory, base + 1, siteOfB);   // the second
 * } finally {
 *   memory.leave(base);
 * }
 * }
 *
 * <p>A place allocates again only when its last array can no longer be used, and then gets the same
 * block if that is large enough: a loop needs as much memory as one of its rounds.
 *
 * <p>No other thread may use an instance. All operations take constant time, apart from zeroing,
 * and make no garbage for arrays of up to {@value #MAX_BLOCK_BYTES} bytes.
 */
/*
 * A stack in one chunk of memory, that of a ByteArray which this object keeps alive, and beside it a stack of slots:
 *
 *   slots    | frame of a call | frame of what it calls | free ...        depth = slots in use
 *   chunk    | blocks of the first ...  | blocks of the second | free     top = bytes in use
 *
 * A slot has no block (capacity 0), a block in the chunk, or one of the heap's own, where the chunk has no room or the block is
 * large. Virtual threads, of which there can be a million, have no chunk. leave(base) resets to what enter found, whatever happened in between: a call that ended in a StackOverflowError
 * before it could leave is left along with its caller.
 *
 * There is no reference to handles here, so that the JIT compiler can see that they do not escape, and do without them.
 */
public final class Confined {
  /** The largest block that comes from the chunk. */
  public static final int MAX_BLOCK_BYTES = 64 << 10;

  private static final int CHUNK_BYTES = 256 << 10;
  private static final long BLOCK_BYTE_ALIGNMENT = 64;
  private static final int FIRST_SLOT_COUNT = 32;

  private static final OfThread OF_THREAD = new OfThread();

  /** A class rather than a lambda, whose linking would cost the program's start. */
  private static final class OfThread extends ThreadLocal<Confined> {
    @Override
    protected Confined initialValue() {
      return new Confined();
    }
  }

  /** A block of the heap's own. */
  private record Block(Heap heap, long address) {}

  /** What keeps the chunk; null before it is first asked for. */
  private @Nullable ByteArray chunkOwner;

  private MemorySegment chunk = MemorySegment.NULL;
  private long top;
  private int depth;
  private int ownBlockCount;

  /** Null in virtual threads, which may be too many to have counts each. */
  private final @Nullable ConfinedCounts counts;

  // By slot.
  private long[] capacityBytes = new long[FIRST_SLOT_COUNT];
  private long[] offsetBytes = new long[FIRST_SLOT_COUNT];
  private MemorySegment[] sources = segments(FIRST_SLOT_COUNT);
  private @Nullable Block[] ownBlocks = new Block[FIRST_SLOT_COUNT];

  /** Bytes of the array that lives, and its site; 0 where there is none off the heap. */
  private long[] liveBytes = new long[FIRST_SLOT_COUNT];

  private int[] siteIds = new int[FIRST_SLOT_COUNT];

  /** The value of top when the frame that begins at this slot was entered. */
  private long[] topAtEntry = new long[FIRST_SLOT_COUNT];

  private Confined() {
    counts = Thread.currentThread().isVirtual() ? null : ConfinedCounts.of(this);
  }

  private static MemorySegment[] segments(int count) {
    MemorySegment[] segments = new MemorySegment[count];
    Arrays.fill(segments, MemorySegment.NULL);
    return segments;
  }

  /** The memory of the current thread. */
  public static Confined ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Opens a frame.
   *
   * @param slotCount how many places in it allocate, at least 1
   * @return its first slot, to be given to {@link #leave}
   */
  public int enter(int slotCount) {
    int base = depth;
    if (base + slotCount > capacityBytes.length) {
      grow(base + slotCount);
    }
    for (int slot = base; slot < base + slotCount; slot++) {
      capacityBytes[slot] = 0;
      liveBytes[slot] = 0;
    }
    topAtEntry[base] = top;
    depth = base + slotCount;
    return base;
  }

  private void grow(int slotCount) {
    int count = Math.max(slotCount, 2 * capacityBytes.length);
    long[] capacities = Arrays.copyOf(capacityBytes, count);
    long[] offsets = Arrays.copyOf(offsetBytes, count);
    MemorySegment[] moreSources = segments(count);
    System.arraycopy(sources, 0, moreSources, 0, sources.length);
    @Nullable Block[] blocks = new Block[count];
    System.arraycopy(ownBlocks, 0, blocks, 0, ownBlocks.length);
    long[] tops = Arrays.copyOf(topAtEntry, count);
    long[] live = Arrays.copyOf(liveBytes, count);
    int[] sites = Arrays.copyOf(siteIds, count);
    // Nothing can fail from here on.
    offsetBytes = offsets;
    sources = moreSources;
    ownBlocks = blocks;
    topAtEntry = tops;
    liveBytes = live;
    siteIds = sites;
    capacityBytes = capacities;
  }

  /**
   * Frees the arrays of a frame, and of frames within it.
   *
   * @param base what {@link #enter} has returned
   */
  public void leave(int base) {
    for (int slot = base; slot < depth; slot++) {
      countFreed(slot);
    }
    if (ownBlockCount != 0) {
      for (int slot = base; slot < ownBlocks.length; slot++) {
        freeOwnBlock(slot);
      }
    }
    depth = base;
    top = topAtEntry[base];
  }

  private void freeOwnBlock(int slot) {
    Block block = ownBlocks[slot];
    if (block != null) {
      ownBlocks[slot] = null;
      ownBlockCount--;
      block.heap.free(block.address);
    }
  }

  /**
   * Takes memory for the next array of a slot, all zero; its last array is freed.
   *
   * @param siteId what the array is counted for
   * @return the machine address, or 0 if the elements belong on the Java heap
   */
  /*
   * An address rather than a slice: where the slice is filled and handed to the handle, escape analysis does away with neither.
   */
  long allocate(int slot, long byteSize, int siteId) {
    countFreed(slot);
    if (byteSize == 0 || (byteSize > capacityBytes[slot] && !reserve(slot, byteSize))) {
      Sites.counter(siteId, ElementKind.BYTE).heapBacked(byteSize);
      return 0;
    }
    countAllocated(slot, byteSize, siteId);
    long address = sources[slot].address() + offsetBytes[slot];
    if (PrimitiveArray.DIRECT != null) {
      PrimitiveArray.DIRECT.clear(address, byteSize);
    } else {
      slice(slot, byteSize).fill((byte) 0);
    }
    return address;
  }

  /** A view that contains the block of a slot. */
  MemorySegment source(int slot) {
    return sources[slot];
  }

  /** A view of the first bytes of the block of a slot. */
  MemorySegment slice(int slot, long byteSize) {
    return sources[slot].asSlice(offsetBytes[slot], byteSize);
  }

  private void countAllocated(int slot, long byteSize, int siteId) {
    ConfinedCounts mine = counts;
    if (mine != null) {
      mine.allocated(siteId, byteSize);
    } else {
      SiteCounter site = Sites.counter(siteId, ElementKind.BYTE);
      site.prepare();
      site.allocated(byteSize, false);
    }
    siteIds[slot] = siteId;
    liveBytes[slot] = byteSize;
  }

  private void countFreed(int slot) {
    long byteSize = liveBytes[slot];
    if (byteSize != 0) {
      liveBytes[slot] = 0;
      ConfinedCounts mine = counts;
      if (mine != null) {
        mine.freed(siteIds[slot], byteSize);
      } else {
        Sites.counter(siteIds[slot], ElementKind.BYTE).freed(byteSize);
      }
    }
  }

  private boolean reserve(int slot, long byteSize) {
    long capacity = (byteSize + BLOCK_BYTE_ALIGNMENT - 1) & -BLOCK_BYTE_ALIGNMENT;
    if (capacity <= MAX_BLOCK_BYTES && top + capacity <= chunk.byteSize()) {
      sources[slot] = chunk;
      offsetBytes[slot] = top;
      top += capacity;
      capacityBytes[slot] = capacity;
      return true;
    }
    return reserveSlowly(slot, byteSize, capacity);
  }

  private boolean reserveSlowly(int slot, long byteSize, long capacity) {
    StackProbe.check();
    if (chunkOwner == null && capacity <= MAX_BLOCK_BYTES && !Thread.currentThread().isVirtual()) {
      openChunk();
      if (chunk.byteSize() != 0) {
        return reserve(slot, byteSize);
      }
    }
    capacityBytes[slot] = 0;
    freeOwnBlock(slot);
    long address = ArrayMemory.allocateUntracked(byteSize);
    if (address == Heap.NULL) {
      return false;
    }
    Heap heap = ArrayMemory.heap();
    try {
      sources[slot] = heap.segment(address, byteSize);
      ownBlocks[slot] = new Block(heap, address);
      ownBlockCount++;
    } catch (Throwable failure) {
      heap.free(address);
      throw failure;
    }
    offsetBytes[slot] = 0;
    capacityBytes[slot] = byteSize;
    return true;
  }

  /** Whatever comes of it, this is tried once. */
  private void openChunk() {
    ByteArray owner;
    try {
      owner = ByteArray.allocate(CHUNK_BYTES);
    } catch (
        OutOfMemoryError _) { // the limit is reached, and the options say that this is an error
      owner = ByteArray.allocateOnHeap(0);
    }
    chunkOwner = owner;
    if (owner.isOffHeap()) {
      chunk = owner.segment();
    }
  }

  /**
   * @throws IllegalStateException if the stacks are broken
   */
  void checkInvariants() {
    int blocks = 0;
    for (int slot = 0; slot < ownBlocks.length; slot++) {
      if (ownBlocks[slot] != null) {
        blocks++;
        if (slot >= depth) {
          throw new IllegalStateException("slot " + slot + " of " + depth + " has a block");
        }
      }
    }
    if (blocks != ownBlockCount || top > chunk.byteSize() || (depth == 0 && top != 0)) {
      throw new IllegalStateException(blocks + " blocks, top " + top + ", depth " + depth);
    }
  }
}
