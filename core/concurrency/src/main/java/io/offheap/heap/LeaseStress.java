package io.offheap.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Set;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** The lease: whoever is inside is alone. */
public class LeaseStress {
  private LeaseStress() {}

  /** A lease, and what it guards. */
  private static final class Guarded extends Lease {
    final Counted guarded = new Counted();

    Guarded() {
      super(Set.of(Revoked.class.getName()));
    }
  }

  /** Loses counts when two count at once: a plain field, and one that takes long. */
  private static final class Counted {
    private static final int STEPS = 8;

    private int plain;
    private volatile int slow;

    void count() {
      plain++;
      for (int i = 0; i < STEPS; i++) slow++;
    }

    boolean is(boolean first, boolean second) {
      int times = (first ? 1 : 0) + (second ? 1 : 0);
      return plain == times && slow == STEPS * times;
    }
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
      lease.guarded.count();
      lease.exit();
    }

    @Actor
    public void second() {
      second = lease.tryEnter();
      if (!second) return;
      lease.guarded.count();
      lease.exit();
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = lease.guarded.is(first, second);
    }
  }

  /** The same with a flag that is looked at and set in two steps. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "as many counted as entered")
  @Outcome(expect = FORBIDDEN, desc = "two were inside at once")
  @State
  public static class SharedPlanted {
    private final Counted counted = new Counted();
    private volatile int busy;
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
      counted.count();
      busy = 0;
    }

    @Actor
    public void second() {
      second = tryEnter();
      if (!second) return;
      counted.count();
      busy = 0;
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = counted.is(first, second);
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
      if (!lease.tryLease(me) || !lease.isMine(me.threadId())) return;
      first = true;
      lease.guarded.count();
    }

    @Actor
    public void revoker() {
      if (!lease.tryRevoke(1_000_000)) return;
      second = true;
      lease.guarded.count();
      lease.end();
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = lease.guarded.is(first, second);
    }
  }

  /** The same protocol without a look at the owner's stack, and without the fence that it is. */
  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "as many counted as entered")
  @Outcome(expect = FORBIDDEN, desc = "owner and revoker were inside at once")
  @State
  public static class RevokedPlanted {
    private final Counted counted = new Counted();
    private volatile long owner = 1;
    private boolean first;
    private boolean second;

    @Actor
    public void owner() {
      if (owner != 1) return;
      first = true;
      counted.count();
    }

    @Actor
    public void revoker() {
      owner = -1;
      second = true;
      counted.count();
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = counted.is(first, second);
    }
  }
}
