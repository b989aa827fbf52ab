package io.offheap.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The lease: whoever is inside is alone. What is counted inside is a plain field. */
public class LeaseStress {
  private LeaseStress() {}

  /** A lease, and what it guards. */
  private static final class Guarded extends Lease {
    int entered;
    int counted;
  }

  /** Two threads try to enter what nobody has leased. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "as many counted as entered")
  @Outcome(expect = FORBIDDEN, desc = "two were inside at once")
  @State
  public static class Shared {
    private final Guarded lease = new Guarded();
    private boolean first;
    private boolean second;

    @Actor
    public void first() {
      first = lease.tryEnter();
      if (!first) return;
      lease.counted++;
      lease.exit();
    }

    @Actor
    public void second() {
      second = lease.tryEnter();
      if (!second) return;
      lease.counted++;
      lease.exit();
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = lease.counted == (first ? 1 : 0) + (second ? 1 : 0);
    }
  }

  /** The same with a flag that is looked at and set in two steps. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "as many counted as entered")
  @Outcome(expect = FORBIDDEN, desc = "two were inside at once")
  @State
  public static class SharedPlanted {
    private volatile int busy;
    private int counted;
    private boolean first;
    private boolean second;

    private boolean tryEnter() {
      if (busy != 0) return false;
      busy = 1;
      return true;
    }

    @Actor
    public void first() {
      first = tryEnter();
      if (!first) return;
      counted++;
      busy = 0;
    }

    @Actor
    public void second() {
      second = tryEnter();
      if (!second) return;
      counted++;
      busy = 0;
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = counted == (first ? 1 : 0) + (second ? 1 : 0);
    }
  }

  /** The owner enters while another thread takes the lease away. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "as many counted as entered")
  @Outcome(expect = FORBIDDEN, desc = "owner and revoker were inside at once")
  @State
  public static class Revoked {
    private final Guarded lease = new Guarded();
    private boolean first;
    private boolean second;

    @Actor
    public void owner() {
      Thread me = Thread.currentThread();
      if (!lease.tryLease(me) || !lease.enter(me.threadId())) return;
      first = true;
      lease.counted++;
      lease.exit();
    }

    @Actor
    public void revoker() {
      if (!lease.tryRevoke(1_000_000)) return;
      second = true;
      lease.counted++;
      lease.end();
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = lease.counted == (first ? 1 : 0) + (second ? 1 : 0);
    }
  }

  /** The same protocol without the handshake, hence without the fence that it stands for. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "at most one was told to go in")
  @Outcome(expect = FORBIDDEN, desc = "owner and revoker were inside at once")
  @State
  public static class RevokedPlanted {
    private static final VarHandle BUSY;

    static {
      try {
        BUSY = MethodHandles.lookup().findVarHandle(RevokedPlanted.class, "busy", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private volatile long owner = 1;
    private int busy;
    private boolean first;
    private boolean second;

    @Actor
    public void owner() {
      BUSY.setOpaque(this, 1);
      first = owner == 1;
    }

    @Actor
    public void revoker() {
      owner = -1;
      second = (int) BUSY.getAcquire(this) == 0;
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = !(first && second);
    }
  }
}
