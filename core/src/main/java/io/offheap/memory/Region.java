package io.offheap.memory;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

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
 * <p>Thread-safe. Looking up ({@link #segment}, {@link #chunkIndex}) takes no lock and is O(1); the
 * caller sees a chunk if it has its address by any publication that orders. Committing and
 * decommitting hold the region's lock for the bookkeeping only, O(chunks), and so does purging, not
 * while the operating system works.
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

  private final MemoryBackend backend;

  /**
   * Whether the system backs chunks of 2 MiB and more with huge pages where it can; false also
   * where that is not known, with the portable backend.
   */
  public boolean usesHugePages() {
    return backend.usesHugePages();
  }

  /** Why the backend is not the native one, or empty. */
  private final String backendReason;

  private final long limitBytes;
  private final long chunkByteSize;
  private final ChunkLedger ledger;

  private Region(Backends chosen, long limitBytes, long chunkByteSize) {
    this.backend = chosen.backend();
    this.backendReason = chosen.reason();
    this.limitBytes = limitBytes;
    this.chunkByteSize = chunkByteSize;
    this.ledger =
        new ChunkLedger(backend, limitBytes, Long.numberOfTrailingZeros(chunkByteSize) + 1);
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

  /** Opens a region on the best backend there is; see the form with all parameters. */
  public static Region open(long limitBytes, long chunkByteSize) {
    return open(limitBytes, chunkByteSize, BackendChoice.AUTO);
  }

  /** Opens a region with huge pages as the system is set up; see the form with all parameters. */
  public static Region open(long limitBytes, long chunkByteSize, BackendChoice choice) {
    return open(limitBytes, chunkByteSize, choice, HugePages.SYSTEM);
  }

  /**
   * Opens a region.
   *
   * @param limitBytes most bytes to commit, at least {@link #PAGE_BYTE_SIZE}
   * @param chunkByteSize a power of two from {@link #PAGE_BYTE_SIZE} to 1 GiB
   * @param choice which backends may be used
   * @param hugePages whether the native backend asks for huge pages
   * @throws IllegalArgumentException if a number is outside its range
   */
  public static Region open(
      long limitBytes, long chunkByteSize, BackendChoice choice, HugePages hugePages) {
    checkSizes(limitBytes, chunkByteSize);
    long byteAlignment = byteAlignment(chunkByteSize);
    return new Region(
        Backends.choose(choice, hugePages, limitBytes, byteAlignment), limitBytes, chunkByteSize);
  }

  /**
   * A region of the native backend over system calls of one's own, for tests.
   *
   * @throws BackendUnavailable if they do not even reserve a range
   */
  static Region open(long limitBytes, long chunkByteSize, SystemCalls calls, HugePages hugePages)
      throws BackendUnavailable {
    checkSizes(limitBytes, chunkByteSize);
    NativeBackend backend =
        NativeBackend.open(calls, limitBytes, byteAlignment(chunkByteSize), hugePages);
    return new Region(new Backends(backend, ""), limitBytes, chunkByteSize);
  }

  private static void checkSizes(long limitBytes, long chunkByteSize) {
    checkLimit(limitBytes);
    if (Long.bitCount(chunkByteSize) != 1
        || chunkByteSize < PAGE_BYTE_SIZE
        || chunkByteSize > 1L << 30) {
      throw new IllegalArgumentException(
          "chunkByteSize is not a power of two from 4096 to 1 GiB: " + chunkByteSize);
    }
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
    long address = ledger.reserve(rounded);
    if (address < 0) return address;
    Chunk chunk = null;
    try {
      chunk = backend.commit(address, rounded, byteAlignment());
    } finally {
      if (chunk == null) ledger.cancel(address, rounded);
    }
    if (chunk == null) return REFUSED_BY_SYSTEM;
    ledger.publish(chunk);
    return address;
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
    Chunk chunk = ledger.takeOut(address);
    boolean released = false;
    try {
      released = chunk.releaser().tryRelease();
    } finally {
      ledger.leave(chunk, released);
    }
  }

  /** Whether {@link #tryResize} can do anything. The portable backend's cannot. */
  public boolean canResize() {
    return backend.name().equals("native");
  }

  /**
   * Whether a chunk of one size can be made one of another in place: if both take equally many
   * strides of addresses, as all up to twice the chunk size do.
   */
  public boolean canResize(long byteSize, long newByteSize) {
    return canResize() && ledger.sameStrides(roundUpToPage(byteSize), roundUpToPage(newByteSize));
  }

  /**
   * Makes a chunk longer or shorter at its end, if possible. What stays keeps its contents, what is
   * added is zero. All segments of the chunk refuse access from then on, whatever the answer;
   * nobody may use or decommit it meanwhile.
   *
   * @param address the first address of a chunk
   * @param byteSize above 0; rounded up to pages
   * @return the bytes that the chunk has now; as many as before if the limit, the system or an
   *     operation that holds the chunk does not allow the change
   * @throws IllegalArgumentException if no chunk starts there, or it {@linkplain #canResize(long,
   *     long) cannot be} of this size
   * @throws IllegalStateException if the region is closed
   */
  public long tryResize(long address, long byteSize) {
    if (byteSize <= 0) throw new IllegalArgumentException("byteSize is not above 0: " + byteSize);
    long rounded = roundUpToPage(byteSize);
    Chunk chunk = ledger.takeOut(address);
    long counted = chunk.byteSize();
    Chunk resized = chunk;
    try {
      if (!canResize(counted, rounded)) {
        throw new IllegalArgumentException(
            "a chunk of " + counted + " bytes cannot be one of " + byteSize);
      }
      long more = Math.max(0, rounded - counted);
      if (ledger.reserveMore(more)) {
        counted += more;
        resized = backend.resize(chunk, rounded);
      }
    } finally {
      ledger.putBack(resized, counted);
    }
    return resized.byteSize();
  }

  /** Whether {@link #purge} can do anything. The portable backend's cannot. */
  public boolean canPurge() {
    return backend.name().equals("native");
  }

  /**
   * The unit in which the chunk that holds an address is purged, in bytes: a power of two. It is
   * the system's page, or 2 MiB where the chunk may be in huge pages, which a smaller purge would
   * break up.
   *
   * @return the unit, or 0 if nothing can be purged there
   */
  public long purgeUnit(long address) {
    Chunk chunk = ledger.at(address);
    return chunk == null ? 0 : backend.purgeUnit(chunk);
  }

  /**
   * Gives the memory behind a range of addresses back to the operating system and keeps the
   * addresses: they read as zero from now on, and take memory anew when they are written. The range
   * is made smaller at both ends to whole {@linkplain #purgeUnit units}. Nobody else may use it
   * meanwhile, or what they write may be lost; that is all that can happen to them.
   *
   * <p>Takes the operating system some 60 microseconds per MiB of 4 KiB pages, during which no lock
   * of this class is held, and goes in steps of at most 32 MiB. A chunk that is decommitted
   * meanwhile goes when the purge has ended.
   *
   * @param byteSize at least 0
   * @return true if all units in the range are zero now and without memory; false if there is no
   *     unit in it, or no chunk, or the region cannot purge, is closed, or was refused by the
   *     system, which may have dropped a part by then
   * @throws IndexOutOfBoundsException if the range is not inside the chunk
   */
  public boolean purge(long address, long byteSize) {
    Chunk chunk = ledger.purging(address);
    if (chunk == null) return false; // closed, too: then the table is empty
    try {
      long offset =
          Objects.checkFromIndexSize(address - chunk.address(), byteSize, chunk.byteSize());
      long unit = backend.purgeUnit(chunk);
      if (unit == 0) return false;
      long from = (offset + unit - 1) & -unit;
      long end = (offset + byteSize) & -unit;
      return from < end && backend.purge(chunk, from, end - from);
    } finally {
      ledger.purged();
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
    Chunk chunk = ledger.at(address);
    if (chunk == null) throw noChunk(address);
    return chunk.segment().asSlice(address - chunk.address(), byteSize);
  }

  /**
   * The memory of the whole chunk that holds an address; {@link #segment} is a slice of it.
   *
   * @throws IllegalArgumentException if no chunk has this address
   */
  public MemorySegment chunk(long address) {
    Chunk chunk = ledger.at(address);
    if (chunk == null) throw noChunk(address);
    return chunk.segment();
  }

  /**
   * A number for the chunk that holds an address: small, the same for all addresses of the chunk,
   * and no other chunk's while this one lives. For tables beside the region's own.
   *
   * @return the number, at least 1, or -1 if no chunk holds the address
   */
  public int chunkIndex(long address) {
    Chunk chunk = ledger.at(address);
    if (chunk == null || address - chunk.address() >= chunk.byteSize()) return -1;
    return ledger.first(chunk);
  }

  /** The largest chunk that is not dedicated to one user, in bytes; a power of two. */
  public long chunkByteSize() {
    return chunkByteSize;
  }

  /** What addresses and machine addresses of chunks are both multiples of; at most 2 MiB. */
  public long byteAlignment() {
    return byteAlignment(chunkByteSize);
  }

  private static long byteAlignment(long chunkByteSize) {
    return Math.min(chunkByteSize, MAX_ALIGNMENT);
  }

  /** The most bytes that may be committed. */
  public long limitBytes() {
    return limitBytes;
  }

  /** The bytes that chunks hold now. */
  public long committedBytes() {
    return ledger.committedBytes();
  }

  /** The highest value that {@link #committedBytes} has had with chunks that came to be. */
  public long peakCommittedBytes() {
    return ledger.peakCommittedBytes();
  }

  /** The bytes of address space that the process holds for the region. */
  public long reservedBytes() {
    return backend.reservedBytes(ledger.committedBytes());
  }

  /** How many chunks there are. */
  public int chunkCount() {
    return ledger.chunkCount();
  }

  /** Where the memory comes from: {@code native} or {@code portable}. */
  public String backendName() {
    return backend.name();
  }

  /** Why the backend is not the native one; empty if it is. */
  public String backendReason() {
    return backendReason;
  }

  /**
   * Gives all memory back; every later call but the counters', {@link #purge} and a second {@code
   * close} throws. Waits for purges under way.
   *
   * @throws IllegalStateException if some operation holds a chunk at this moment; what it does not
   *     hold has been given back, and the call may be repeated
   */
  @Override
  public void close() {
    ledger.close();
  }

  private static long roundUpToPage(long byteSize) {
    return (byteSize + PAGE_BYTE_SIZE - 1) & -PAGE_BYTE_SIZE;
  }

  private static IllegalArgumentException noChunk(long address) {
    return new IllegalArgumentException("no chunk holds 0x" + Long.toHexString(address));
  }
}
