package io.offheap.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which shard a thread uses. Shards own memory and live as long as the heap; threads come and go.
 *
 * <pre>
 *   thread id --low bits--> slots:  | shard | - | shard | ...     leased, if its owner is this thread
 *                              |
 *                              | neither of two slots
 *                              v
 *   thread id --mixed--> shared shards, the first that nobody is in
 * </pre>
 *
 * <p>A platform thread that comes often enough gets a lease, as long as there are fewer than a
 * fixed number or some owner is dead. Virtual threads, short-lived threads and those beyond that
 * number use the shared shards, of which there are twice as many as processors. No thread-local
 * variable: a hundred thousand threads leave nothing behind.
 */
final class ShardTable implements SmallBlocks.Entrance {
  private static final int SLOTS = 256;
  private static final int VISITS_BETWEEN_TRIES = 256;
  private static final int MAX_LEASED = 64;
  private static final long PAUSE_NANOS = 20_000;

  private final SlabLayer slabs;
  private final int maxLeased;

  /** Two places for each thread. Racy: an entry that is not this thread's shard is no harm. */
  private final @Nullable Shard[] slots = new Shard[SLOTS];

  /** All made in the beginning but their magazines, which the first thread to come makes. */
  private final @Nullable Shard[] shared;

  /** All shards that can be leased; guarded by this. */
  private final List<Shard> leasable = new ArrayList<>();

  /** All shards that there are, in the order in which they were made; written with this held. */
  private volatile List<Shard> all = List.of();

  private boolean closed; // guarded by this

  ShardTable(SlabLayer slabs, int processors) {
    this.slabs = slabs;
    maxLeased = Math.clamp(4L * processors, 8, MAX_LEASED);
    shared = new Shard[Integer.highestOneBit(Math.max(1, 2 * processors - 1)) << 1];
  }

  /** The calling thread's own shard, which it is not inside, to be used at once; null if none. */
  @Nullable Shard mine() {
    long id = Thread.currentThread().threadId();
    int slot = (int) id & SLOTS - 1;
    Shard shard = slots[slot];
    if (shard != null && shard.isMine(id)) return shard;
    shard = slots[slot ^ 1];
    return shard != null && shard.isMine(id) ? shard : null;
  }

  /**
   * The shard that this thread is in from now until {@link Lease#exit}.
   *
   * @throws IllegalStateException if the heap is closed
   */
  @Override
  public Shard enter() {
    Thread thread = Thread.currentThread();
    long id = thread.threadId();
    int slot = (int) id & SLOTS - 1;
    Shard shard = slots[slot];
    if (shard != null && shard.enter(id)) return shard;
    return enterElsewhere(thread, id, slot ^ 1);
  }

  private Shard enterElsewhere(Thread thread, long id, int slot) {
    Shard shard = slots[slot];
    if (shard != null && shard.enter(id)) return shard;
    int first = (int) ((id * 0x9e3779b97f4a7c15L) >>> 40) & shared.length - 1;
    for (int round = 0; ; round++) {
      for (int i = 0; i < shared.length; i++) {
        shard = sharedAt(first + i & shared.length - 1);
        if (shard.tryEnter()) return visit(shard, thread, id);
      }
      // All are in use, by threads that were stopped inside; they hold nothing that we have.
      if (round < 4) Thread.onSpinWait();
      else LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** In a shared shard: now and then a platform thread gets one of its own instead. */
  private Shard visit(Shard shard, Thread thread, long id) {
    if (shard.visitsUntilLease-- > 0 || thread.isVirtual()) return shard;
    Shard leased = lease(thread, id);
    shard.visitsUntilLease = leased == null ? VISITS_BETWEEN_TRIES : 0;
    if (leased == null || !leased.enter(id)) return shard;
    shard.exit();
    return leased;
  }

  private Shard sharedAt(int index) {
    Shard shard = shared[index];
    return shard != null ? shard : makeShared(index);
  }

  private synchronized Shard makeShared(int index) {
    if (closed) throw new IllegalStateException("the heap is closed");
    Shard shard = shared[index];
    if (shard == null) {
      shard = makeShard();
      java.lang.invoke.VarHandle.storeStoreFence(); // published by a racy store
      shared[index] = shard;
    }
    return shard;
  }

  /** Gives a thread a shard of its own, if there is one and a slot for it. */
  private synchronized @Nullable Shard lease(Thread thread, long id) {
    if (closed) return null;
    int slot = (int) id & SLOTS - 1;
    if (!isVacant(slots[slot])) slot ^= 1;
    if (!isVacant(slots[slot])) return null;
    Shard shard = leaseAny(thread);
    if (shard == null) return null;
    for (int i = 0; i < SLOTS; i++) if (slots[i] == shard) slots[i] = null; // its last owner's
    slots[slot] = shard;
    return shard;
  }

  private static boolean isVacant(@Nullable Shard shard) {
    return shard == null || shard.ownerId() == Lease.NOBODY || shard.isDead();
  }

  private @Nullable Shard leaseAny(Thread thread) {
    for (Shard shard : leasable) if (shard.tryLease(thread)) return shard;
    if (leasable.size() >= maxLeased) return null;
    return makeLeased(thread);
  }

  private Shard makeLeased(Thread thread) {
    Shard shard = makeShard();
    leasable.add(shard);
    shard.tryLease(thread);
    return shard;
  }

  private Shard makeShard() {
    Shard shard = new Shard(slabs, all.size() + 1); // 0 is SlabPool.NO_HOME
    Shard[] more = all.toArray(new Shard[all.size() + 1]);
    more[all.size()] = shard;
    all = List.of(more);
    return shard;
  }

  /**
   * Leases a shard to a thread that looks after it by itself, however many there are.
   *
   * @throws IllegalStateException if the heap is closed
   */
  synchronized Shard leaseLocal(Thread thread) {
    if (closed) throw new IllegalStateException("the heap is closed");
    for (Shard shard : leasable) if (shard.tryLease(thread)) return shard;
    return makeLeased(thread);
  }

  /** All shards that there are, in the order in which they were made; none ever goes. */
  List<Shard> all() {
    return all;
  }

  /** Whether a shard is one of those that anybody may enter. */
  boolean isShared(Shard shard) {
    for (Shard other : shared) if (other == shard) return true;
    return false;
  }

  /** No thread finds a shard any more. */
  synchronized void close() {
    closed = true;
    java.util.Arrays.fill(slots, null);
    java.util.Arrays.fill(shared, null);
  }
}
