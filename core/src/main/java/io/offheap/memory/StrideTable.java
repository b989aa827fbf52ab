package io.offheap.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which chunk holds an address. O(1), without a lock; all writing is under the region's lock.
 *
 * <p>A stride may be taken while the table holds no chunk for it: of a chunk that is on its way in
 * or out.
 */
final class StrideTable {
  private static final VarHandle CHUNKS = MethodHandles.arrayElementVarHandle(Chunk[].class);

  private final int strideLog2;

  /** Stride number to the chunk whose addresses it holds. Replaced as a whole to grow. */
  private volatile @Nullable Chunk[] chunks = new Chunk[64];

  /** Strides in use; guarded by the region's lock. */
  private final BitSet used = new BitSet();

  /** The first stride is null's and never handed out. */
  StrideTable(int strideLog2) {
    this.strideLog2 = strideLog2;
    used.set(0);
  }

  /** Acquire, so that whoever finds a chunk finds its fields; pairs with {@link #set}. */
  @Nullable Chunk at(long address) {
    @Nullable Chunk[] table = chunks;
    long stride = address >>> strideLog2;
    return stride < table.length ? (Chunk) CHUNKS.getAcquire(table, (int) stride) : null;
  }

  /** How many strides a chunk of this size takes; at least one byte stays free behind it. */
  long count(long chunkByteSize) {
    return (chunkByteSize >>> strideLog2) + 1;
  }

  int first(Chunk chunk) {
    return numberOf(chunk.address());
  }

  int numberOf(long address) {
    return (int) (address >>> strideLog2);
  }

  long addressOf(int stride) {
    return (long) stride << strideLog2;
  }

  /** First fit, and the table has room for them afterwards. */
  int take(int count) {
    int first = used.nextClearBit(0);
    for (int next = used.nextSetBit(first); next >= 0 && next - first < count; ) {
      first = used.nextClearBit(next);
      next = used.nextSetBit(first);
    }
    if (first + count > chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(chunks.length * 2, first + count));
    }
    used.set(first, first + count);
    return first;
  }

  void give(int first, int count) {
    used.clear(first, first + count);
  }

  /** Release; pairs with {@link #at}. */
  void set(Chunk chunk, @Nullable Chunk value) {
    int first = first(chunk);
    for (int i = (int) count(chunk.byteSize()) - 1; i >= 0; i--) {
      CHUNKS.setRelease(chunks, first + i, value);
    }
  }

  /** Each chunk in the table, once. */
  List<Chunk> all() {
    List<Chunk> all = new ArrayList<>();
    @Nullable Chunk[] table = chunks;
    for (int i = 0; i < table.length; i++) {
      Chunk chunk = table[i];
      if (chunk != null && first(chunk) == i) all.add(chunk);
    }
    return all;
  }
}
