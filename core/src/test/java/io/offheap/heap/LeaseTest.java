package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Plain on purpose: a lost update shows that two threads were inside at once. */
  private long insideCount;

  private volatile boolean stop;

  private final Lease lease = new Lease();

  /**
   * Without the handshake in {@link Lease#tryRevoke} some updates are lost within a second or two
   * on x86: the owner's store of the flag is still in its store buffer when it looks at the owner
   * again.
   */
  @Test
  void revoking_isNeverInsideTogetherWithTheOwner() throws InterruptedException {
    int revocations = Integer.getInteger("offheap.lease.revocations", 1_000);
    CountDownLatch started = new CountDownLatch(1);
    stop = false;
    long[] entered = new long[1];
    Thread owner =
        new Thread(() -> {
          Thread me = Thread.currentThread();
          started.countDown();
          while (!stop) {
            if (!lease.enter(me.threadId())) {
              lease.tryLease(me);
              continue;
            }
            insideCount++;
            entered[0]++;
            lease.exit();
          }
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
    assertThat(insideCount).isEqualTo(entered[0] + revoked);
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
    assertThat(lease.enter(me.threadId() + 1)).as("another thread").isFalse();
    lease.exit();
    assertThat(lease.enter(me.threadId())).isTrue();
    lease.exit();
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
  void threadThatStaysInside_isWaitedForAndLeftAlone() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Thread owner =
        new Thread(() -> {
          long id = Thread.currentThread().threadId();
          lease.tryLease(Thread.currentThread());
          lease.enter(id);
          inside.countDown();
          awaitUninterruptibly(leave);
          lease.exit();
        });
    owner.start();
    inside.await();
    assertThat(lease.tryRevoke(1)).isFalse();
    assertThat(lease.isOwnedBy(owner.threadId())).isTrue();
    leave.countDown();
    assertThat(lease.tryRevoke(PATIENCE_NANOS)).isTrue();
    assertThat(lease.tryLease(Thread.currentThread())).as("the revoker has it").isFalse();
    lease.end();
    owner.join();
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
