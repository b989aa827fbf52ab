package io.offheap.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses backed by chunks of memory, never more bytes than a limit.
 *
 * <p>An address is an offset in the region. 0 is null: the first stride is never handed out. New
 * memory is zero. A chunk of up to {@link #chunkByteSize()} bytes starts at a multiple of the
 * stride; a larger one is dedicated to one user, has exactly its size rounded up to pages, and
 * takes as many strides of addresses (not of memory) as it needs.
 *
 * <pre>
 *   stride      0         1         2         3         4         5
 *          |         |####     |##       |##################    |
 *             null     chunk    smaller    dedicated: 1.8 strides
 *                               chunk
 * </pre>
 *
 * <p>Invariant: {@code committedBytes == Σ byteSize of the chunks, those on their way in or out
 * included, and <= limitBytes}.
 *
 * <p>Thread-safe. Looking up ({@link #segment}, {@link #chunkIndex}) takes no lock and is O(1); the
 * caller sees a chunk if it has its address by any publication that orders. Committing and
 * decommitting hold the region's lock for the bookkeeping only, O(chunks), not while the operating
 * system works.
 */
public final class Region implements AutoCloseable {
  /** The unit of committed sizes, in bytes. */
  public static final long PAGE_BYTE_SIZE = 4096;

  /** The usual chunk size, in bytes. */
  public static final long DEFAULT_CHUNK_BYTE_SIZE = 16L << 20;

  /** The answer of {@link #tryCommit} where the limit forbids it. */
  public static final long LIMIT_REACHED = -1;

  /** The answer of {@link #tryCommit} where the operating system has no more memory. */
  public static final long REFUSED_BY_SYSTEM = -2;

  private static final long MIN_CHUNK_BYTE_SIZE = 64L << 10;
  private static final long MAX_ALIGNMENT = 2L << 20;
  private static final int CHUNKS_PER_LIMIT = 16;

  private static final VarHandle CHUNKS = MethodHandles.arrayElementVarHandle(Chunk[].class);

  private final MemoryBackend backend;
  private final long limitBytes;
  private final long chunkByteSize;
  private final int strideLog2;
  private final ReentrantLock lock = new ReentrantLock();

  /** Stride number to the chunk whose addresses it holds; written under the lock. */
  private volatile @Nullable Chunk[] chunks = new Chunk[64];

  /** Strides in use, by chunks being committed, live, or being released; guarded by the lock. */
  private final BitSet usedStrides = new BitSet();

  /** Decommitted, but held by some operation when that was tried; guarded by the lock. */
  private final List<Chunk> lingering = new ArrayList<>();

  // Written under the lock, read by anyone.
  private final AtomicLong committedBytes = new AtomicLong();
  private final AtomicLong peakCommittedBytes = new AtomicLong();
  private final AtomicInteger chunkCount = new AtomicInteger();

  private boolean closed; // guarded by the lock

  private Region(MemoryBackend backend, long limitBytes, long chunkByteSize) {
    this.backend = backend;
    this.limitBytes = limitBytes;
    this.chunkByteSize = chunkByteSize;
    this.strideLog2 = Long.numberOfTrailingZeros(chunkByteSize) + 1;
    usedStrides.set(0);
  }

  /**
   * Opens a region whose chunk size suits its limit: 16 MiB, or for limits below 256 MiB about a
   * sixteenth, so that one chunk in use does not take all there is.
   *
   * @param limitBytes most bytes to commit, at least {@link #PAGE_BYTE_SIZE}
   * @throws IllegalArgumentException if the limit is less
   */
  public static Region open(long limitBytes) {
    return open(limitBytes, chunkByteSizeFor(limitBytes));
  }

  /**
   * Opens a region.
   *
   * @param limitBytes most bytes to commit, at least {@link #PAGE_BYTE_SIZE}
   * @param chunkByteSize a power of two from {@link #PAGE_BYTE_SIZE} to 1 GiB
   * @throws IllegalArgumentException if one of them is outside its range
   */
  public static Region open(long limitBytes, long chunkByteSize) {
    checkLimit(limitBytes);
    if (Long.bitCount(chunkByteSize) != 1
        || chunkByteSize < PAGE_BYTE_SIZE
        || chunkByteSize > 1L << 30) {
      throw new IllegalArgumentException(
          "chunkByteSize is not a power of two from 4096 to 1 GiB: " + chunkByteSize);
    }
    return new Region(new PortableBackend(), limitBytes, chunkByteSize);
  }

  /**
   * The chunk size that {@link #open(long)} takes for a limit.
   *
   * @throws IllegalArgumentException if the limit is below {@link #PAGE_BYTE_SIZE}
   */
  public static long chunkByteSizeFor(long limitBytes) {
    checkLimit(limitBytes);
    long share = Long.highestOneBit(Math.max(limitBytes / CHUNKS_PER_LIMIT, 1));
    long wanted = Math.clamp(share, MIN_CHUNK_BYTE_SIZE, DEFAULT_CHUNK_BYTE_SIZE);
    return Math.min(wanted, Long.highestOneBit(limitBytes));
  }

  private static void checkLimit(long limitBytes) {
    if (limitBytes < PAGE_BYTE_SIZE) {
      throw new IllegalArgumentException(
          "limitBytes is below " + PAGE_BYTE_SIZE + ": " + limitBytes);
    }
  }

  /**
   * Commits a chunk of zeroed memory.
   *
   * @param byteSize above 0; rounded up to pages
   * @return the address of its first byte, a multiple of {@link #byteAlignment()}, or {@link
   *     #LIMIT_REACHED} or {@link #REFUSED_BY_SYSTEM} (both negative), and then nothing has changed
   * @throws IllegalArgumentException if {@code byteSize} is not above 0
   * @throws IllegalStateException if the region is closed
   */
  public long tryCommit(long byteSize) {
    if (byteSize <= 0) throw new IllegalArgumentException("byteSize is not above 0: " + byteSize);
    if (byteSize > limitBytes) return LIMIT_REACHED;
    long rounded = roundUpToPage(byteSize);
    long strides = (rounded >>> strideLog2) + 1; // at least one byte stays free behind the chunk
    if (strides > Integer.MAX_VALUE / 2) return REFUSED_BY_SYSTEM;
    int first;
    lock.lock();
    try {
      checkOpen();
      if (rounded > limitBytes - committedBytes.get()) releaseLingering();
      if (rounded > limitBytes - committedBytes.get()) return LIMIT_REACHED;
      first = takeStrides((int) strides);
      committedBytes.addAndGet(rounded);
    } finally {
      lock.unlock();
    }
    Chunk chunk = null;
    boolean late = false;
    try {
      chunk = backend.commit((long) first << strideLog2, rounded, byteAlignment());
    } finally {
      lock.lock();
      try {
        if (chunk == null) {
          forget(first, (int) strides, rounded);
        } else if (closed) {
          late = true;
          lingering.add(chunk);
          releaseLingering();
        } else {
          publish(chunk);
        }
      } finally {
        lock.unlock();
      }
    }
    if (chunk == null) return REFUSED_BY_SYSTEM;
    if (late) throw closed();
    return chunk.address();
  }

  /**
   * Gives a chunk's memory back to the operating system. Its addresses become invalid at once. If
   * another thread is just using a slice of it in a call that forbids this, such as a channel's
   * read, the memory goes back when the region next commits, decommits or is at its limit, and
   * counts as committed until then.
   *
   * @param address the first address of a chunk
   * @throws IllegalArgumentException if no chunk starts there
   */
  public void decommit(long address) {
    Chunk chunk;
    lock.lock();
    try {
      checkOpen();
      chunk = chunkAt(address);
      if (chunk == null || chunk.address() != address) {
        throw new IllegalArgumentException("no chunk starts at " + hex(address));
      }
      setStrides(chunk, null);
      chunkCount.decrementAndGet();
      releaseLingering();
    } finally {
      lock.unlock();
    }
    boolean released = chunk.releaser().tryRelease();
    lock.lock();
    try {
      if (released) {
        forget(chunk);
      } else {
        lingering.add(chunk);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The memory at an address. It stays readable and writable until its chunk is decommitted.
   *
   * @param address inside a chunk
   * @param byteSize at least 0
   * @throws IllegalArgumentException if no chunk has this address
   * @throws IndexOutOfBoundsException if the range is not inside the chunk
   */
  public MemorySegment segment(long address, long byteSize) {
    Chunk chunk = chunkAt(address);
    if (chunk == null) throw noChunk(address);
    return chunk.segment().asSlice(address - chunk.address(), byteSize);
  }

  /**
   * A number for the chunk that holds an address: small, the same for all addresses of the chunk,
   * and no other chunk's while this one lives. For tables beside the region's own.
   *
   * @return the number, at least 1, or -1 if no chunk holds the address
   */
  public int chunkIndex(long address) {
    Chunk chunk = chunkAt(address);
    return chunk != null && address - chunk.address() < chunk.byteSize() ? firstStride(chunk) : -1;
  }

  /** The largest chunk that is not dedicated to one user, in bytes; a power of two. */
  public long chunkByteSize() {
    return chunkByteSize;
  }

  /** What addresses and machine addresses of chunks are both multiples of; at most 2 MiB. */
  public long byteAlignment() {
    return Math.min(chunkByteSize, MAX_ALIGNMENT);
  }

  /** The most bytes that may be committed. */
  public long limitBytes() {
    return limitBytes;
  }

  /** The bytes that chunks hold now. */
  public long committedBytes() {
    return committedBytes.get();
  }

  /** The highest value that {@link #committedBytes} has had with chunks that came to be. */
  public long peakCommittedBytes() {
    return peakCommittedBytes.get();
  }

  /** The bytes of address space that the process holds for the region. */
  public long reservedBytes() {
    return committedBytes.get(); // the portable backend holds no more than it has committed
  }

  /** How many chunks there are. */
  public int chunkCount() {
    return chunkCount.get();
  }

  /** Where the memory comes from: {@code portable}. */
  public String backendName() {
    return backend.name();
  }

  /**
   * Gives all memory back; every later call but the counters' and a second {@code close} throws.
   *
   * @throws IllegalStateException if some operation holds a chunk at this moment; what it does not
   *     hold has been given back, and the call may be repeated
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      @Nullable Chunk[] table = chunks;
      for (int i = 0; i < table.length; i++) {
        Chunk chunk = table[i];
        if (chunk == null) continue;
        setStrides(chunk, null);
        chunkCount.decrementAndGet();
        lingering.add(chunk);
      }
      releaseLingering();
      if (!lingering.isEmpty()) {
        throw new IllegalStateException(lingering.size() + " chunks are in use");
      }
    } finally {
      lock.unlock();
    }
  }

  private static long roundUpToPage(long byteSize) {
    return (byteSize + PAGE_BYTE_SIZE - 1) & -PAGE_BYTE_SIZE;
  }

  /** Acquire, so that whoever finds a chunk finds its fields; pairs with {@link #setStrides}. */
  private @Nullable Chunk chunkAt(long address) {
    @Nullable Chunk[] table = chunks;
    long stride = address >>> strideLog2;
    return stride < table.length ? (Chunk) CHUNKS.getAcquire(table, (int) stride) : null;
  }

  /** First fit, and the table has room for them afterwards. The lock is held. */
  private int takeStrides(int count) {
    int first = usedStrides.nextClearBit(0);
    for (int next = usedStrides.nextSetBit(first); next >= 0 && next - first < count; ) {
      first = usedStrides.nextClearBit(next);
      next = usedStrides.nextSetBit(first);
    }
    if (first + count > chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(chunks.length * 2, first + count));
    }
    usedStrides.set(first, first + count);
    return first;
  }

  /** The lock is held. */
  private void publish(Chunk chunk) {
    setStrides(chunk, chunk);
    chunkCount.incrementAndGet();
    peakCommittedBytes.set(Math.max(peakCommittedBytes.get(), committedBytes.get()));
  }

  /** Release; pairs with {@link #chunkAt}. The lock is held. */
  private void setStrides(Chunk chunk, @Nullable Chunk value) {
    int first = firstStride(chunk);
    for (int i = strideCount(chunk) - 1; i >= 0; i--) {
      CHUNKS.setRelease(chunks, first + i, value);
    }
  }

  private int firstStride(Chunk chunk) {
    return (int) (chunk.address() >>> strideLog2);
  }

  private int strideCount(Chunk chunk) {
    return (int) (chunk.byteSize() >>> strideLog2) + 1;
  }

  /** The lock is held. */
  private void releaseLingering() {
    for (var i = lingering.iterator(); i.hasNext(); ) {
      Chunk chunk = i.next();
      if (chunk.releaser().tryRelease()) {
        i.remove();
        forget(chunk);
      }
    }
  }

  private void forget(Chunk chunk) {
    forget(firstStride(chunk), strideCount(chunk), chunk.byteSize());
  }

  /** The lock is held. */
  private void forget(int first, int strides, long byteSize) {
    usedStrides.clear(first, first + strides);
    committedBytes.addAndGet(-byteSize);
  }

  private void checkOpen() {
    if (closed) throw closed();
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the region is closed");
  }

  private static IllegalArgumentException noChunk(long address) {
    return new IllegalArgumentException("no chunk holds " + hex(address));
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
