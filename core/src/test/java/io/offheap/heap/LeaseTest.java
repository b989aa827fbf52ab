package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Plain on purpose: a lost update shows that two threads were inside at once. */
  private long insideCount;

  private volatile boolean stop;

  private final Lease lease = new Lease(Set.of(User.class.getName()));

  /** Uses what the lease guards, as the owner, in the way that leaves no trace. */
  private final class User {
    private long uses;

    /** Whether the lease is this thread's all the time. */
    boolean tryUse(long id) {
      for (int i = 0; i < 100; i++) {
        if (!lease.isMine(id)) return false;
        insideCount++;
        uses++;
      }
      return true;
    }

    void stay(long id, CountDownLatch inside, CountDownLatch leave) {
      assertThat(lease.isMine(id)).isTrue();
      inside.countDown();
      awaitUninterruptibly(leave);
    }
  }

  /**
   * With a {@link Lease#tryRevoke} that does not look at the owner's stack some updates are lost
   * within a second.
   */
  @Test
  void revoking_isNeverInsideTogetherWithTheOwner() throws InterruptedException {
    int revocations = Integer.getInteger("offheap.lease.revocations", 1_000);
    CountDownLatch started = new CountDownLatch(1);
    stop = false;
    User user = new User();
    Thread owner =
        new Thread(() -> {
          Thread me = Thread.currentThread();
          started.countDown();
          while (!stop) if (!user.tryUse(me.threadId())) lease.tryLease(me);
        });
    owner.start();
    started.await();
    long revoked = 0;
    for (int i = 0; i < revocations; i++) {
      while (!lease.isOwnedBy(owner.threadId())) Thread.onSpinWait();
      for (int pause = i % 64; pause > 0; pause--) Thread.onSpinWait();
      if (!lease.tryRevoke(PATIENCE_NANOS)) continue;
      countSlowly();
      revoked++;
      lease.end();
    }
    stop = true;
    owner.join();
    assertThat(revoked).isEqualTo(revocations);
    assertThat(insideCount).isEqualTo(user.uses + revoked);
  }

  private void countSlowly() {
    long count = insideCount;
    for (int i = 0; i < 10; i++) Thread.onSpinWait();
    insideCount = count + 1;
  }

  @Test
  void owner_doesNotEnterTwice() {
    Thread me = Thread.currentThread();
    assertThat(lease.enter(me.threadId())).isFalse();
    assertThat(lease.tryLease(me)).isTrue();
    assertThat(lease.tryLease(me)).as("leased already").isFalse();
    assertThat(lease.enter(me.threadId())).isTrue();
    assertThat(lease.enter(me.threadId())).as("inside already").isFalse();
    assertThat(lease.isMine(me.threadId())).as("to be used at once").isFalse();
    assertThat(lease.isOwnedBy(me.threadId())).isTrue();
    assertThat(lease.enter(me.threadId() + 1)).as("another thread").isFalse();
    lease.exit();
    assertThat(lease.isMine(me.threadId())).isTrue();
    assertThat(lease.isMine(me.threadId() + 1)).as("another thread").isFalse();
    lease.end();
    assertThat(lease.ownerId()).isEqualTo(Lease.NOBODY);
    assertThat(lease.enter(me.threadId())).isFalse();
  }

  @Test
  void deadThreadsLease_goesToTheNext() throws InterruptedException {
    Thread dead = new Thread(() -> assertThat(lease.tryLease(Thread.currentThread())).isTrue());
    dead.start();
    dead.join();
    assertThat(lease.ownerId()).isEqualTo(dead.threadId());
    assertThat(lease.isDead()).isTrue();
    assertThat(lease.tryLease(Thread.currentThread())).isTrue();
    assertThat(lease.ownerId()).isEqualTo(Thread.currentThread().threadId());
  }

  @Test
  void threadThatStaysInside_isLeftAlone() throws InterruptedException {
    revokingWhile((id, inside, leave) -> {
      assertThat(lease.enter(id)).isTrue();
      inside.countDown();
      awaitUninterruptibly(leave);
      lease.exit();
    });
  }

  @Test
  void threadThatIsStoppedInTheMiddleOfAUse_isWaitedForAndLeftAlone() throws InterruptedException {
    revokingWhile(new User()::stay);
  }

  private interface Stay {
    void stay(long id, CountDownLatch inside, CountDownLatch leave);
  }

  private void revokingWhile(Stay stay) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Thread owner =
        new Thread(() -> {
          lease.tryLease(Thread.currentThread());
          stay.stay(Thread.currentThread().threadId(), inside, leave);
        });
    owner.start();
    inside.await();
    assertThat(lease.tryRevoke(1)).isFalse();
    assertThat(lease.isOwnedBy(owner.threadId())).isTrue();
    leave.countDown();
    owner.join();
    assertThat(lease.tryRevoke(PATIENCE_NANOS)).isTrue();
    assertThat(lease.tryLease(Thread.currentThread())).as("the revoker has it").isFalse();
    lease.end();
  }

  @Test
  void sharedShard_isEnteredByOneAtATime() {
    assertThat(lease.tryEnter()).isTrue();
    assertThat(lease.tryEnter()).isFalse();
    lease.exit();
    assertThat(lease.tryEnter()).isTrue();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
