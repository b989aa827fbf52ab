package io.offheap.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who may use what belongs to a shard: one word, {@code owner}.
 *
 * <pre>
 *   NOBODY ----tryEnter----> OCCUPIED --exit--> NOBODY           shared: whoever comes first
 *
 *   NOBODY ----tryLease----> id                                  leased to the thread with that id
 *   id     ----enter-------> -id      --exit--> id               its owner is inside
 *   id     ----tryRevoke---> REVOKED  --end---> NOBODY           for whoever empties the shard of an idle thread
 * </pre>
 *
 * <p>All of these are compare-and-set. The owner has another way, which takes no atomic instruction
 * and leaves no trace: each time {@link #isMine} has just said so, it may use the shard for a few
 * loads and stores that call nothing which could wait. A revoker cannot see that in the word, so it
 * looks where the owner is:
 *
 * <pre>
 *   owner thread                               revoker
 *   if owner != me: not mine                   owner := REVOKED
 *   ... a few loads and stores ...             until no frame of a user is on the owner's stack: look again
 *                                              ... use ...
 * </pre>
 *
 * <p>To walk another thread's stack HotSpot stops that thread, so what it stored before is visible
 * to the revoker, and what it loads afterwards is what the revoker stored. Stopped between its look
 * and its last store, the owner has a frame of the code that does so on its stack, compiled and
 * inlined or not; otherwise it has yet to look, and will see that the lease is gone. So the revoker
 * pays for the fence that Dekker's protocol asks of the owner. This is a property of the virtual
 * machine and not of the Java memory model; on one that is not HotSpot, leases end with their
 * threads only.
 *
 * <p>Thread ids are never used twice, so an owner that compares equal is the thread itself.
 */
class Lease extends LeasePadding {
  static final long NOBODY = 0;
  private static final long REVOKED = Long.MIN_VALUE;
  private static final long OCCUPIED = Long.MIN_VALUE + 1;
  private static final VarHandle OWNER;
  private static final boolean HANDSHAKES = isHotSpot();

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(Lease.class, "owner", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final long POLL_NANOS = 50_000;

  /** A thread's id, its negation, or one of the three constants. */
  private long owner;

  /** The thread that {@link #owner} names; set before that. */
  private @Nullable WeakReference<Thread> thread;

  /** The names of the classes in whose code an owner uses the shard. */
  private final Set<String> users;

  /**
   * @param users all classes that call {@link #isMine} and use the shard then, by name
   */
  Lease(Set<String> users) {
    this.users = users;
  }

  private static boolean isHotSpot() {
    String name = System.getProperty("java.vm.name", "");
    return name.contains("HotSpot") || name.contains("OpenJDK");
  }

  /**
   * Whether the lease is this thread's, which is not inside. Then it may use the shard at once, for
   * a few loads and stores.
   *
   * @param threadId the calling thread's
   */
  final boolean isMine(long threadId) {
    return (long) OWNER.getOpaque(this) == threadId;
  }

  /**
   * The owner's way in for what takes longer. False if the lease is not this thread's, or the
   * thread is inside already.
   */
  final boolean enter(long threadId) {
    return OWNER.compareAndSet(this, threadId, -threadId);
  }

  /** Anyone's way into a shard that is not leased; never waits. */
  final boolean tryEnter() {
    return (long) OWNER.getOpaque(this) == NOBODY && OWNER.compareAndSet(this, NOBODY, OCCUPIED);
  }

  /** The way out, after {@link #enter} or {@link #tryEnter}. */
  final void exit() {
    long inside = owner;
    OWNER.setRelease(this, inside == OCCUPIED ? NOBODY : -inside);
  }

  /** Whether somebody has entered, or was stopped there. */
  final boolean isInUse() {
    return (long) OWNER.getAcquire(this) < NOBODY;
  }

  /** Whether the lease is this thread's, inside or not. */
  final boolean isOwnedBy(long threadId) {
    return ownerId() == threadId;
  }

  /** The id of the thread that has the lease, or 0. */
  final long ownerId() {
    long id = (long) OWNER.getVolatile(this);
    return id <= OCCUPIED ? NOBODY : Math.abs(id);
  }

  /**
   * Takes a lease that nobody has, or whose thread is dead. All of that thread's actions are before
   * this, as {@code isAlive} says so.
   */
  final boolean tryLease(Thread newOwner) {
    return !isInUse() && tryLeaseLocked(newOwner); // a revoker may hold the monitor for long
  }

  private synchronized boolean tryLeaseLocked(Thread newOwner) {
    long current = (long) OWNER.getVolatile(this);
    if (current < NOBODY) return false; // its thread may have died inside, by an error
    if (current != NOBODY && !isDeadLocked()) return false;
    if (!OWNER.compareAndSet(this, current, REVOKED)) return false;
    thread = new WeakReference<>(newOwner);
    OWNER.setVolatile(this, newOwner.threadId());
    return true;
  }

  /** Whether a thread has the lease and will never use it again. */
  final boolean isDead() {
    return (long) OWNER.getVolatile(this) > NOBODY && isDeadLocked();
  }

  private synchronized boolean isDeadLocked() {
    Thread owner = thread();
    return (long) OWNER.getVolatile(this) > NOBODY && (owner == null || !owner.isAlive());
  }

  private @Nullable Thread thread() {
    return thread == null ? null : thread.get();
  }

  /** The owner gives the lease back, or the revoker the shard. */
  final synchronized void end() {
    thread = null;
    OWNER.setVolatile(this, NOBODY);
  }

  /**
   * Takes a lease from its thread, waiting until that is outside. Whoever is told true is alone
   * inside until it calls {@link #end}. Other threads are never held up, nor is the owner: it goes
   * elsewhere.
   *
   * @param patienceNanos how long to wait
   */
  final synchronized boolean tryRevoke(long patienceNanos) {
    long current = (long) OWNER.getVolatile(this);
    if (current < NOBODY || !OWNER.compareAndSet(this, current, REVOKED)) return false;
    Thread owner = thread();
    if (current == NOBODY || owner == null || awaitOutside(owner, patienceNanos)) return true;
    OWNER.setVolatile(this, current); // it may have leased another meanwhile, and then has two
    return false;
  }

  private boolean awaitOutside(Thread owner, long patienceNanos) {
    long startNanos = System.nanoTime();
    while (owner.isAlive()) {
      if (!HANDSHAKES || owner == Thread.currentThread()) return false;
      if (isOutside(owner.getStackTrace(), owner.getClass())) return true;
      if (System.nanoTime() - startNanos > patienceNanos) return false;
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /** Whether a thread with this stack is not using the shard. */
  private boolean isOutside(StackTraceElement[] stack, Class<?> threadClass) {
    for (StackTraceElement frame : stack) if (users.contains(frame.getClassName())) return false;
    return stack.length > 0 && isBottom(stack[stack.length - 1], threadClass);
  }

  /** Whether a trace that ends so is whole: the virtual machine shows only so many frames. */
  private static boolean isBottom(StackTraceElement frame, Class<?> threadClass) {
    if (frame.getMethodName().equals("main")) return true;
    if (!frame.getMethodName().equals("run")) return false;
    for (Class<?> c = threadClass; c != Object.class; c = c.getSuperclass()) {
      if (c.getName().equals(frame.getClassName())) return true;
    }
    return false;
  }
}
