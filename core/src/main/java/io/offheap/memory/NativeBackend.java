package io.offheap.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One range of machine addresses, reserved when the region is opened, of which chunks are committed
 * and decommitted. Used only where native access is enabled.
 *
 * <pre>
 *   machine address   base                                        base + reserved
 *                      |--------|####----|######--|--------|- - - - - - -|
 *   region address     0        stride            no access, no memory
 * </pre>
 *
 * <p>A chunk's machine address is {@code base + address}. What does not fit in the range, because
 * the region's addresses are more spread out than foreseen, is reserved by itself.
 *
 * <p>Safety. A chunk's segment has a shared arena of its own, and the memory behind it changes only
 * after that arena has been closed: from then on the JVM refuses each access through it, and it
 * does not close while another thread's access or call is under way. A purge is such a call. The
 * range itself is unmapped only by {@link #close}, which the region calls when it is closed and no
 * chunk is left. So no segment ever leads to memory that is not the chunk's.
 */
@SuppressWarnings("restricted") // see open()
final class NativeBackend implements MemoryBackend {
  /** Of one system call that purges: larger ones hold the process's memory lock too long. */
  static final long PURGE_SLICE_BYTES = 32L << 20;

  /**
   * The same before a chunk is decommitted. The mapping that takes its place holds the memory lock
   * against page faults and other mappings, and should find nothing to drop.
   */
  private static final long RELEASE_SLICE_BYTES = 2L << 20;

  static final long HUGE_PAGE_BYTES = 2L << 20;

  private static final long RESERVED_PER_LIMIT = 8;
  private static final long MOST_RESERVED = 1L << 40;

  private final SystemCalls calls;
  private final boolean advise;
  private final long reservation;
  private final long reservedByteSize;

  /** The machine address of the region's address 0. */
  private final long base;

  /** Of ranges beside the large one. */
  private final AtomicLong extraBytes = new AtomicLong();

  private NativeBackend(
      SystemCalls calls, HugePages hugePages, long reservation, long reservedByteSize, long base) {
    this.calls = calls;
    this.advise = hugePages == HugePages.ADVISE && calls.hugePagesOnRequest();
    this.reservation = reservation;
    this.reservedByteSize = reservedByteSize;
    this.base = base;
  }

  /**
   * Reserves a range.
   *
   * @param limitBytes of the region
   * @param byteAlignment of machine addresses
   * @throws BackendUnavailable if there is no such range, or pages do not suit the alignment
   */
  static NativeBackend open(
      SystemCalls calls, long limitBytes, long byteAlignment, HugePages hugePages)
      throws BackendUnavailable {
    if (calls.pageByteSize() > byteAlignment) {
      throw new BackendUnavailable(
          "chunks are smaller than the system's pages of " + calls.pageByteSize() + " bytes");
    }
    long least = Math.min(limitBytes, MOST_RESERVED / RESERVED_PER_LIMIT);
    for (long wanted = least * RESERVED_PER_LIMIT; ; wanted /= 2) {
      long byteSize = roundUp(wanted, byteAlignment) + 2 * byteAlignment;
      long address = calls.reserve(byteSize);
      if (address != SystemCalls.NONE) {
        return new NativeBackend(
            calls, hugePages, address, byteSize, roundUp(address, byteAlignment));
      }
      if (wanted <= least) {
        throw new BackendUnavailable(
            "the system does not reserve " + byteSize + " bytes of addresses");
      }
    }
  }

  @Override
  public String name() {
    return "native";
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed by the chunk's releaser
  public @Nullable Chunk commit(long address, long byteSize, long byteAlignment) {
    boolean inside = address <= reservation + reservedByteSize - base - byteSize;
    long extra = inside ? 0 : roundUp(byteSize, calls.pageByteSize()) + byteAlignment;
    Arena arena = Arena.ofShared();
    long range = SystemCalls.NONE;
    Chunk chunk = null;
    try {
      if (!inside) {
        range = calls.reserve(extra);
        if (range == SystemCalls.NONE) return null;
      }
      long machineAddress = inside ? base + address : roundUp(range, byteAlignment);
      MemorySegment segment =
          MemorySegment.ofAddress(machineAddress).reinterpret(byteSize, arena, null);
      Chunk made = new Chunk(address, segment, new Decommitter(arena, segment, range, extra));
      if (!calls.commit(machineAddress, byteSize)) return null;
      extraBytes.addAndGet(extra);
      chunk = made;
    } finally {
      if (chunk == null) {
        arena.close();
        // An address range that the system does not take back is no memory; there is none behind.
        if (range != SystemCalls.NONE) calls.unreserve(range, extra);
      }
    }
    if (mayHoldHugePages(byteSize) && advise) {
      calls.adviseHugePages(chunk.segment().address(), byteSize);
    }
    return chunk;
  }

  /** The chunk's arena closes first, so that a segment never leads to what is not the chunk's. */
  @Override
  public Chunk resize(Chunk chunk, long byteSize) {
    Decommitter old = (Decommitter) chunk.releaser();
    if (old.range != SystemCalls.NONE) return chunk;
    long before = chunk.byteSize();
    long machineAddress = chunk.segment().address();
    Chunk same;
    Chunk resized;
    try {
      same = inPlace(chunk, before);
      resized = inPlace(chunk, byteSize);
      old.arena.close();
    } catch (IllegalStateException | OutOfMemoryError heldOrNoRoomForTables) {
      return chunk;
    }
    if (byteSize < before) {
      MemorySegment tail = same.segment().asSlice(byteSize);
      purge(tail, RELEASE_SLICE_BYTES);
      return calls.decommit(tail.address(), tail.byteSize()) ? resized : same;
    }
    long more = byteSize - before;
    if (more > 0 && !calls.commit(machineAddress + before, more)) return same;
    if (advise && mayHoldHugePages(byteSize)) calls.adviseHugePages(machineAddress, byteSize);
    return resized;
  }

  /** The same memory with another end and a lifetime of its own. */
  @SuppressWarnings("MustBeClosedChecker")
  private Chunk inPlace(Chunk chunk, long byteSize) {
    Arena arena = Arena.ofShared();
    MemorySegment segment =
        MemorySegment.ofAddress(chunk.segment().address()).reinterpret(byteSize, arena, null);
    return new Chunk(
        chunk.address(), segment, new Decommitter(arena, segment, SystemCalls.NONE, 0));
  }

  @Override
  public long purgeUnit(Chunk chunk) {
    boolean huge = mayHoldHugePages(chunk.byteSize()) && usesHugePages();
    return huge ? HUGE_PAGE_BYTES : calls.pageByteSize();
  }

  @Override
  public boolean usesHugePages() {
    return advise || calls.hugePagesAlways();
  }

  @Override
  public boolean purge(Chunk chunk, long offset, long byteSize) {
    return purge(chunk.segment().asSlice(offset, byteSize), PURGE_SLICE_BYTES);
  }

  private boolean purge(MemorySegment range, long sliceByteSize) {
    for (long done = 0; done < range.byteSize(); ) {
      long slice = Math.min(range.byteSize() - done, sliceByteSize);
      if (!calls.purge(range.asSlice(done, slice))) return false;
      done += slice;
    }
    return true;
  }

  @Override
  public long reservedBytes(long committedBytes) {
    return reservedByteSize + extraBytes.get();
  }

  /** A refusal leaves a range of addresses behind, with no memory: nothing that could be lost. */
  @Override
  public void close() {
    calls.unreserve(reservation, reservedByteSize);
  }

  private static boolean mayHoldHugePages(long chunkByteSize) {
    return chunkByteSize >= HUGE_PAGE_BYTES;
  }

  private static long roundUp(long value, long unit) {
    return (value + unit - 1) & -unit;
  }

  /** Gives a chunk's memory back; first the arena, then the memory, each until it succeeds. */
  private final class Decommitter implements Chunk.Releaser {
    private final Arena arena;
    private final MemorySegment segment;

    /** The chunk's own range, if it has one, and that range's size. */
    private final long range;

    private final long rangeByteSize;

    private Decommitter(Arena arena, MemorySegment segment, long range, long rangeByteSize) {
      this.arena = arena;
      this.segment = segment;
      this.range = range;
      this.rangeByteSize = rangeByteSize;
    }

    @Override
    public boolean tryRelease() {
      if (arena.scope().isAlive()) {
        if (range == SystemCalls.NONE) purge(segment, RELEASE_SLICE_BYTES);
        try {
          arena.close();
        } catch (IllegalStateException held) {
          return false;
        }
      }
      if (range == SystemCalls.NONE) return calls.decommit(segment.address(), segment.byteSize());
      if (!calls.unreserve(range, rangeByteSize)) return false;
      extraBytes.addAndGet(-rangeByteSize);
      return true;
    }
  }
}
