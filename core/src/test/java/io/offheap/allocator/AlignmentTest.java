package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefused;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance cases 1 and 2. */
class AlignmentTest {
  @Test
  void helpers_agreeWithTheOriginals() {
    assertThat(Alignment.alignDown(0x1fff, 0x1000)).isEqualTo(0x1000);
    assertThat(Alignment.alignUp(0x1001, 0x1000)).isEqualTo(0x2000);
    assertThat(Alignment.alignUp(0x1000, 0x1000)).isEqualTo(0x1000);
    assertThat(Alignment.alignUp(0, 64)).isZero();
    assertThat(Alignment.isAligned(0, 64)).isTrue();
    assertThat(Alignment.isAligned(0x1800, 0x1000)).isFalse();
    assertThat(Alignment.alignUp(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, -1, -8, Long.MIN_VALUE, Long.MAX_VALUE})
  void alignment_thatIsNoPowerOfTwo_isRefused(long byteAlignment) {
    assertRefused(INVALID_PARAM, () -> Alignment.alignDown(8, byteAlignment));
    assertRefused(INVALID_PARAM, () -> Alignment.alignUp(8, byteAlignment));
    assertRefused(INVALID_PARAM, () -> Alignment.isAligned(8, byteAlignment));
    assertRefused(INVALID_PARAM, () -> new Layout(8, byteAlignment));
  }

  @Test
  void overflow_andNegativeValues_areRefused() {
    assertRefused(INVALID_PARAM, () -> Alignment.alignUp(Long.MAX_VALUE, 2));
    assertRefused(INVALID_PARAM, () -> Alignment.alignUp(-1, 2));
    assertRefused(INVALID_PARAM, () -> Alignment.alignDown(-1, 2));
    assertRefused(INVALID_PARAM, () -> new Layout(-1, 1));
    assertRefused(INVALID_PARAM, () -> new Layout(Long.MAX_VALUE - 6, 8));
    assertThat(new Layout(Long.MAX_VALUE - 7, 8).paddedByteSize()).isEqualTo(Long.MAX_VALUE - 7);
    assertThat(new Layout(0, 8).paddedByteSize()).isZero();
    assertThat(Layout.ofBytes(9)).isEqualTo(new Layout(9, 1));
  }

  @Test
  void errors_haveATwoValuedForm() {
    assertThat(AllocError.NO_MEMORY.kind()).isEqualTo(AllocError.Kind.NO_MEMORY);
    assertThat(AllocError.INVALID_PARAM.kind()).isEqualTo(AllocError.Kind.INVALID_INPUT);
    assertThat(AllocError.MEMORY_OVERLAP.kind()).isEqualTo(AllocError.Kind.INVALID_INPUT);
    assertThat(AllocError.NOT_ALLOCATED.kind()).isEqualTo(AllocError.Kind.INVALID_INPUT);
  }
}
