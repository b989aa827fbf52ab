package io.offheap.heap;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets a heap's idle memory go, a little each tick of the {@link DecayDaemon}, as {@link Decay}
 * says: magazines of shards that nobody used for a second, then slabs that became empty, then free
 * chunks and, where the backend can, free pages.
 */
final class IdleMemory implements DecayDaemon.Task {
  /** Ticks without use after which a shard's magazines are emptied. */
  private static final int IDLE_TICKS = 4;

  /** Ticks without anything to do after which the task ends, until memory is freed again. */
  private static final int QUIET_TICKS = 8;

  private final IdleChunks chunks;
  private final @Nullable SmallBlocks small;
  private final @Nullable ShardTable shards;
  private final StatisticsReader statistics;
  private final Decay decay;
  private final boolean enabled;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private int ticks;
  private int quietTicks;

  /** By shard: what it had counted when it was last seen to change, and when that was. */
  private long[] lastSeen = new long[0];

  private int[] lastChange = new int[0];

  /**
   * @param decayMillis how long idle memory stays at most; 0 for ever
   */
  IdleMemory(
      IdleChunks chunks,
      @Nullable SmallBlocks small,
      @Nullable ShardTable shards,
      StatisticsReader statistics,
      long decayMillis) {
    this.chunks = chunks;
    this.small = small;
    this.shards = shards;
    this.statistics = statistics;
    enabled = decayMillis > 0;
    long tickMillis = DecayDaemon.TICK_NANOS / 1_000_000;
    decay = new Decay(Math.clamp(decayMillis / tickMillis, 1, 1 << 16));
  }

  /** Memory has been freed. Cheap if that is known. */
  void wake() {
    if (!enabled || scheduled.getPlain() || !scheduled.compareAndSet(false, true)) return;
    try {
      DecayDaemon.add(this);
    } catch (OutOfMemoryError e) {
      scheduled.set(false);
    }
  }

  @Override
  public boolean tick() {
    boolean more = false;
    try {
      more = work();
    } finally {
      if (!more) scheduled.set(false);
    }
    return more;
  }

  private boolean work() {
    if (chunks.isClosed()) return false;
    ticks++;
    statistics.read(); // for the peak
    boolean cached = drainIdleShards();
    if (ticks % IDLE_TICKS == 0 && small != null) small.releaseIdle();
    long idle = chunks.byteSize() + chunks.purgeableBytes();
    long surplus = decay.tick(idle);
    long gone = surplus == 0 ? 0 : chunks.release(surplus, surplus);
    if (gone < surplus) gone += chunks.purgePages(surplus - gone);
    decay.settle(idle - gone);
    quietTicks = cached || idle > gone ? 0 : quietTicks + 1;
    return quietTicks < QUIET_TICKS;
  }

  /** Empties the magazines of shards that nobody has used for a while; whether any hold blocks. */
  private boolean drainIdleShards() {
    if (small == null || shards == null) return false;
    boolean cached = false;
    List<Shard> all = shards.all();
    if (lastSeen.length < all.size()) {
      lastSeen = Arrays.copyOf(lastSeen, all.size());
      lastChange = Arrays.copyOf(lastChange, all.size());
    }
    for (int i = 0; i < all.size(); i++) {
      Shard shard = all.get(i);
      long bytes = shard.cachedBytes();
      long seen = shard.allocations() * 31 + bytes;
      if (seen != lastSeen[i]) {
        lastSeen[i] = seen;
        lastChange[i] = ticks;
      } else if (bytes > 0 && ticks - lastChange[i] >= IDLE_TICKS) {
        small.drain(shard);
      }
      cached |= bytes > 0;
    }
    return cached;
  }
}
