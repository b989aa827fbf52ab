package io.offheap.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who may use what belongs to a shard. In one of two ways:
 *
 * <ul>
 *   <li><b>leased</b> to one platform thread, which enters and leaves without an atomic
 *       instruction, until it dies or the lease is revoked;
 *   <li><b>shared</b>: whoever sets the flag first.
 * </ul>
 *
 * <pre>
 *   owner thread                               revoker
 *   if owner != me: not mine                   owner := REVOKED
 *   busy := 1                                  handshake with the owner thread
 *   if owner != me: busy := 0, not mine        wait until busy = 0
 *   ... use ...                                ... use ...
 *   busy := 0                                  owner := NOBODY
 * </pre>
 *
 * <p>That is Dekker's protocol, where the owner needs a fence between its store of {@code busy} and
 * its second look at {@code owner}. A fence costs as much as all the rest, so the revoker provides
 * it: to walk another thread's stack, HotSpot stops that thread at a safepoint, by which its
 * earlier stores are visible and after which it sees the revoker's. This is a property of the
 * virtual machine and not of the Java memory model; on one that is not HotSpot leases are never
 * revoked, but end with their threads.
 *
 * <p>Thread ids are never used twice, so an owner that compares equal is the thread itself.
 */
class Lease extends LeasePadding {
  static final long NOBODY = 0;
  private static final long REVOKED = -1;
  private static final VarHandle OWNER;
  private static final VarHandle BUSY;
  private static final boolean HANDSHAKES = knowsHandshakes();
  private static final long POLL_NANOS = 50_000;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(Lease.class, "owner", long.class);
      BUSY = lookup.findVarHandle(Lease.class, "busy", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A thread's id, or one of the two constants. */
  @SuppressWarnings("unused") // by OWNER
  private volatile long owner;

  /** 1 while somebody uses what the lease guards. */
  @SuppressWarnings("unused") // by BUSY
  private int busy;

  /** The thread that {@link #owner} names, to hear of its death; set before that. */
  private @Nullable WeakReference<Thread> thread;

  private static boolean knowsHandshakes() {
    String name = System.getProperty("java.vm.name", "");
    return name.contains("HotSpot") || name.contains("OpenJDK") || name.contains("Java HotSpot");
  }

  /**
   * The owner's way in. False if the lease is not this thread's, or the thread is inside already.
   */
  final boolean enter(long threadId) {
    if ((long) OWNER.getOpaque(this) != threadId || (int) BUSY.getOpaque(this) != 0) return false;
    BUSY.setOpaque(this, 1);
    if ((long) OWNER.getOpaque(this) == threadId) return true;
    exit();
    return false;
  }

  /** Anyone's way into a shard that is not leased; never waits. */
  final boolean tryEnter() {
    return (int) BUSY.getOpaque(this) == 0 && BUSY.compareAndSet(this, 0, 1);
  }

  /** The way out; pairs with {@link #tryEnter} and the wait of {@link #tryRevoke}. */
  final void exit() {
    BUSY.setRelease(this, 0);
  }

  /** Whether somebody is inside, or was stopped there. */
  final boolean isInUse() {
    return (int) BUSY.getAcquire(this) != 0;
  }

  /** Whether the lease is this thread's. */
  final boolean isOwnedBy(long threadId) {
    return (long) OWNER.getOpaque(this) == threadId;
  }

  /** The id of the thread that has the lease, or 0. */
  final long ownerId() {
    return Math.max(NOBODY, owner);
  }

  /**
   * Takes a lease that nobody has, or whose thread is dead. All of that thread's actions are before
   * this, as {@code isAlive} says so.
   */
  final boolean tryLease(Thread newOwner) {
    return owner != REVOKED && tryLeaseLocked(newOwner); // a revoker may hold the monitor for long
  }

  private synchronized boolean tryLeaseLocked(Thread newOwner) {
    long current = owner;
    if (current == REVOKED || (current != NOBODY && !isDead())) return false;
    if ((int) BUSY.getAcquire(this) != 0) return false; // its thread died inside, by an error
    thread = new WeakReference<>(newOwner);
    owner = newOwner.threadId();
    return true;
  }

  /** Whether a thread has the lease and will never enter again. */
  final boolean isDead() {
    return owner > NOBODY && isDeadLocked();
  }

  private synchronized boolean isDeadLocked() {
    Thread t = thread == null ? null : thread.get();
    return owner > NOBODY && (t == null || !t.isAlive());
  }

  /** The owner gives the lease back; it is not inside. */
  final synchronized void end() {
    owner = NOBODY;
    thread = null;
  }

  /**
   * Takes a lease from its thread, waiting until that is outside. Whoever is told true is alone
   * inside until it calls {@link #end}. Other threads are never held up, nor is the owner: it goes
   * elsewhere.
   *
   * @param patienceNanos how long to wait
   */
  final synchronized boolean tryRevoke(long patienceNanos) {
    long current = owner;
    if (current == REVOKED) return false;
    Thread t = thread == null ? null : thread.get();
    if (current > NOBODY && t != null && t.isAlive()) {
      if (!HANDSHAKES || t == Thread.currentThread()) return false;
      owner = REVOKED;
      if (t.getStackTrace().length < 0) throw new AssertionError(); // for its handshake alone
    } else {
      owner = REVOKED;
    }
    long deadlineNanos = System.nanoTime() + patienceNanos;
    while ((int) BUSY.getAcquire(this) != 0) {
      if (System.nanoTime() - deadlineNanos > 0) {
        owner = current; // the thread may have leased another meanwhile, and then has two
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }
}
