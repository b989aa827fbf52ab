package io.offheap.heap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecayTest {
  private static final long MIB = 1 << 20;

  @Test
  void memoryThatStaysIdle_goesSmoothlyAndAllOfIt() {
    Decay decay = new Decay(40);
    long idle = 1000 * MIB;
    long largestStep = 0;
    long halfAt = 0;
    for (int tick = 1; tick <= 40; tick++) {
      long surplus = decay.tick(idle);
      assertThat(surplus).isBetween(0L, idle);
      largestStep = Math.max(largestStep, surplus);
      idle -= surplus;
      decay.settle(idle);
      if (halfAt == 0 && idle <= 500 * MIB) halfAt = tick;
    }
    assertThat(idle).isZero();
    assertThat(largestStep).as("no more than 1.5 times the mean").isLessThan(38 * MIB);
    assertThat(halfAt).isBetween(19L, 21L);
  }

  @Test
  void memoryThatIsUsedAgain_stays() {
    Decay decay = new Decay(40);
    for (int tick = 0; tick < 1000; tick++) {
      assertThat(decay.tick(tick % 2 == 0 ? 100 * MIB : 0)).as("tick %s", tick).isLessThan(MIB);
      decay.settle(tick % 2 == 0 ? 100 * MIB : 0);
    }
  }

  @Test
  void whatCannotGoYet_isAskedForAgain() {
    Decay decay = new Decay(4);
    for (int tick = 0; tick < 10; tick++) {
      decay.tick(MIB);
      decay.settle(MIB);
    }
    assertThat(decay.tick(MIB)).isEqualTo(MIB);
  }
}
