package io.offheap.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that are allocations of a shared {@link Arena} each: no restricted method, so no warning
 * and no {@code --enable-native-access}.
 *
 * <p>An arena's memory is malloc's, and that has one trap. The C library of most Linux systems maps
 * large requests by themselves and unmaps them when they are freed, but takes each such free as a
 * hint and raises its idea of large, up to 32 MiB. From then on chunks come from its own growing
 * heap, where one live chunk keeps all freed ones below it in memory: of sixteen chunks of 16 MiB,
 * fifteen freed, the process kept all 256 MiB. A request above 32 MiB is always mapped by itself.
 * The only way to enlarge the request without filling it is to ask for a coarser alignment: an
 * arena zeroes the aligned part alone, so the rest is address space that is never touched. Hence
 * {@link #MAPPED_ALIGNMENT} for chunks that are worth it.
 */
final class PortableBackend implements MemoryBackend {
  /** glibc's DEFAULT_MMAP_THRESHOLD_MAX on 64 bits: above it a request is always mapped alone. */
  private static final long MAPPED_ALIGNMENT = 32L << 20;

  /** Below this size a chunk that stays in the C library's heap is no loss. */
  private static final long WORTH_MAPPING = 1L << 20;

  private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");

  @Override
  public String name() {
    return "portable";
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed by the chunk's releaser
  public @Nullable Chunk commit(long address, long byteSize, long byteAlignment) {
    boolean enlarge = LINUX && byteSize >= WORTH_MAPPING && byteSize <= MAPPED_ALIGNMENT;
    Arena arena = Arena.ofShared();
    try {
      MemorySegment segment =
          arena.allocate(
              byteSize, enlarge ? Math.max(byteAlignment, MAPPED_ALIGNMENT) : byteAlignment);
      return new Chunk(address, segment, new Closer(arena));
    } catch (OutOfMemoryError e) {
      arena.close();
      return null;
    }
  }

  @Override
  public Chunk resize(Chunk chunk, long byteSize) {
    return chunk;
  }

  @Override
  public long purgeUnit(Chunk chunk) {
    return 0;
  }

  @Override
  public boolean purge(Chunk chunk, long offset, long byteSize) {
    return false;
  }

  /** The C library may get them where the system gives them to everybody; it does not tell. */
  @Override
  public boolean usesHugePages() {
    return false;
  }

  /** No more than it has committed: what an alignment adds is the C library's. */
  @Override
  public long reservedBytes(long committedBytes) {
    return committedBytes;
  }

  @Override
  public void close() {}

  /** A class and not a lambda, which would cost the start of every program some milliseconds. */
  private record Closer(Arena arena) implements Chunk.Releaser {
    /** A shared arena refuses to close while, say, a channel reads into one of its segments. */
    @Override
    public boolean tryRelease() {
      try {
        arena.close();
        return true;
      } catch (IllegalStateException held) {
        return !arena.scope().isAlive();
      }
    }
  }
}
