package io.offheap.array;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacingPolicyTest {
  private static final long LIMIT_BYTES = 3200;
  private static final long LEAST_BYTES = LIMIT_BYTES / PacingPolicy.LEAST_SHARE;

  /** Near overflow, as the origin of {@code nanoTime} is arbitrary. */
  private static final long ORIGIN_NANOS = Long.MAX_VALUE - Long.valueOf(5);

  private final PacingPolicy policy = new PacingPolicy(LIMIT_BYTES);

  @Test
  void withoutAllocation_nothingIsDue() {
    policy.sample(ORIGIN_NANOS, 0, 0);
    policy.sample(ORIGIN_NANOS + 10, 0, 0);
    assertThat(policy.nanosUntilDue()).isEqualTo(PacingPolicy.NEVER);
  }

  @Test
  void afterALook_asMuchAsLivesMayDie() {
    look(800);
    policy.sample(ORIGIN_NANOS + 20, 1599, 1599);
    assertThat(policy.dueBytes()).isEqualTo(1600);
    policy.sample(ORIGIN_NANOS + 21, 1600, 1600);
    assertThat(policy.nanosUntilDue()).isZero();
  }

  @Test
  void finds_lowerTheFloor() {
    look(1600);
    policy.sample(ORIGIN_NANOS + 20, 400, 1600);
    policy.sample(ORIGIN_NANOS + 30, 500, 1700);
    assertThat(policy.dueBytes()).isEqualTo(800);
  }

  @Test
  void littleMemory_isNotWorthALook() {
    look(10);
    assertThat(policy.dueBytes()).isEqualTo(10 + LEAST_BYTES);
  }

  @Test
  void allInUse_asksForNoLookUntilMoreIsTaken() {
    look(LIMIT_BYTES);
    policy.sample(ORIGIN_NANOS + 20, LIMIT_BYTES, LIMIT_BYTES);
    assertThat(policy.nanosUntilDue()).isEqualTo(PacingPolicy.NEVER);
  }

  @Test
  void fastAllocation_isDueBeforeTheLimitIsReached() {
    look(1600);
    long nanos = 10 * PacingPolicy.RATE_NANOS;
    policy.sample(ORIGIN_NANOS + nanos, 1600, 1600 + 8 * nanos);
    assertThat(policy.dueBytes()).isEqualTo(LIMIT_BYTES - 8 * 15);
    assertThat(policy.nanosUntilDue()).isEqualTo((LIMIT_BYTES - 120 - 1600) / 8);
  }

  @Test
  void tooFastForTheLimit_looksWithoutAPause() {
    look(1600);
    policy.sample(ORIGIN_NANOS + PacingPolicy.RATE_NANOS, 1600, 200 * PacingPolicy.RATE_NANOS);
    assertThat(policy.dueBytes()).isEqualTo(1600 + LEAST_BYTES);
  }

  @Test
  void rate_followsWhatIsAllocatedNow() {
    look(1600);
    policy.sample(ORIGIN_NANOS + PacingPolicy.RATE_NANOS, 1600, PacingPolicy.RATE_NANOS);
    policy.sample(ORIGIN_NANOS + 3 * PacingPolicy.RATE_NANOS, 1600, PacingPolicy.RATE_NANOS);
    assertThat(policy.dueBytes()).isEqualTo(LIMIT_BYTES);
    assertThat(policy.nanosUntilDue()).isEqualTo(PacingPolicy.NEVER);
  }

  /** Many looks at the origin, which take 10 ns each, while so many bytes are in use. */
  private void look(long usedBytes) {
    policy.sample(ORIGIN_NANOS, usedBytes, usedBytes);
    for (int i = 0; i < 200; i++) {
      policy.looked(ORIGIN_NANOS + 10);
    }
  }
}
