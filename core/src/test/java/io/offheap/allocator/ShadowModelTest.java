package io.offheap.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conformance case 32, over all configurations.
 *
 * <p>The system property {@code offheap.model.steps} sets the calls per configuration (1,000 if not
 * set; the long form is 100,000), {@code offheap.model.seed} the seed.
 */
class ShadowModelTest {
  private static final int STEPS = Integer.getInteger("offheap.model.steps", 1_000);
  private static final long SEED = Long.getLong("offheap.model.seed", 20260101);

  private static final Pattern TOLD =
      Pattern.compile("fails within (\\d+) steps; enough are these (\\d+): ");

  @ParameterizedTest
  @MethodSource("io.offheap.allocator.Configuration#all")
  void randomCalls_agreeWithTheModel(Configuration configuration) {
    ShadowModel.check(configuration, SEED, STEPS);
  }

  /** The checker itself: it sees an allocator that once hands out part of a live block. */
  @Test
  void plantedOverlap_isFoundWithSeedAndPrefix() {
    Configuration broken =
        Configuration.all().get(0).wrapped("overlapping", OverlappingAllocator::new);
    AssertionError error =
        catchThrowableOfType(AssertionError.class, () -> ShadowModel.check(broken, 5, 10_000));
    assertThat(error).hasMessageContaining("overlapping, seed 5: fails within");
    Matcher told = TOLD.matcher(error.getMessage());
    assertThat(told.find()).isTrue();
    int prefix = Integer.parseInt(told.group(1));
    assertThat(prefix).isBetween(200, 1000);
    // 200 calls must come before; most frees and refusals do not matter
    assertThat(Integer.parseInt(told.group(2))).isBetween(200, prefix - 1);
    ShadowModel.run(broken, 5, prefix - 1, 1);
    ShadowModel.Failure again =
        catchThrowableOfType(
            ShadowModel.Failure.class, () -> ShadowModel.run(broken, 5, prefix, 1));
    assertThat(again.step).isEqualTo(prefix);
  }

  /** The checker itself: it sees an allocator that once forgets to free. */
  @Test
  void plantedLeak_isFound() {
    Configuration broken = Configuration.all().get(7).wrapped("leaking", LeakingAllocator::new);
    assertThat(catchThrowableOfType(AssertionError.class, () -> ShadowModel.check(broken, 5, 2000)))
        .hasMessageContaining("leaking, seed 5");
  }

  private static class OverlappingAllocator extends ForwardingByteAllocator {
    private int calls;
    private long previous = -1;

    private OverlappingAllocator(ByteAllocator inner) {
      super(inner);
    }

    @Override
    public long tryAllocate(long byteSize, long byteAlignment) {
      long address = super.tryAllocate(byteSize, byteAlignment);
      if (++calls > 200 && byteSize == 0 && previous >= 0) return previous;
      if (byteSize > 64) previous = address;
      return address;
    }
  }

  private static class LeakingAllocator extends ForwardingByteAllocator {
    private int calls;

    private LeakingAllocator(ByteAllocator inner) {
      super(inner);
    }

    @Override
    public void free(long address, Layout layout) {
      if (++calls != 300) super.free(address, layout);
    }
  }
}
