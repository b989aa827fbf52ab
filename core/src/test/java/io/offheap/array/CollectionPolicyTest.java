package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CollectionPolicyTest {
  private static final long LIMIT_BYTES = 1600;

  /** Near overflow, as the origin of {@code nanoTime} is arbitrary. */
  private static final long ORIGIN_NANOS = Long.MAX_VALUE - Long.valueOf(5);

  private final CollectionPolicy policy = new CollectionPolicy(LIMIT_BYTES);

  @Test
  void firstRun_isDue() {
    assertThat(policy.isDue(ORIGIN_NANOS, 0)).isTrue();
  }

  @Test
  void afterQuarterOfTheLimit_isDueAtOnce() {
    policy.hasRun(ORIGIN_NANOS, ORIGIN_NANOS + 10, 5000);
    assertThat(policy.isDue(ORIGIN_NANOS + 10, 5399)).isFalse();
    assertThat(policy.isDue(ORIGIN_NANOS + 10, 5400)).isTrue();
  }

  @Test
  void afterLess_isDueAfterFourTimesTheDuration() {
    policy.hasRun(ORIGIN_NANOS, ORIGIN_NANOS + 10, 5000);
    assertThat(policy.isDue(ORIGIN_NANOS + 49, 5100)).isFalse();
    assertThat(policy.isDue(ORIGIN_NANOS + 50, 5100)).isTrue();
  }

  @Test
  void afterNothing_waitsLongerEachTime() {
    long now = ORIGIN_NANOS;
    long pause = CollectionPolicy.MIN_PENALTY_NANOS;
    for (int run = 0; run < 20; run++) {
      policy.hasRun(now, now + 1, 5000);
      assertThat(policy.isDue(now + pause, 5099)).isFalse();
      assertThat(policy.isDue(now + 1 + pause, 5099)).isTrue();
      now += 1 + pause;
      pause = Math.min(2 * pause, CollectionPolicy.MAX_PENALTY_NANOS);
    }
    assertThat(pause).isEqualTo(CollectionPolicy.MAX_PENALTY_NANOS);
  }

  @Test
  void success_forgivesThePast() {
    policy.hasRun(ORIGIN_NANOS, ORIGIN_NANOS, 0);
    policy.hasRun(ORIGIN_NANOS, ORIGIN_NANOS, 0);
    policy.hasRun(ORIGIN_NANOS, ORIGIN_NANOS, 400);
    assertThat(policy.isDue(ORIGIN_NANOS + CollectionPolicy.MIN_PENALTY_NANOS, 400)).isTrue();
  }
}
