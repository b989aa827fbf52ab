package io.offheap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class PortableRegionTest extends RegionContractTest {
  @Override
  BackendChoice choice() {
    return BackendChoice.PORTABLE;
  }

  @Test
  void backend_isPortableAndSaysWhy() {
    try (Region region = open(1 << 20)) {
      assertThat(region.backendName()).isEqualTo("portable");
      assertThat(region.backendReason()).isEqualTo("the portable backend was asked for");
    }
  }

  @Test
  void purge_cannotBe() {
    try (Region region = open(4 << 20, 1 << 20)) {
      long address = region.tryCommit(1 << 20);
      region.segment(address, 1 << 20).fill((byte) 1);
      assertThat(region.canPurge()).isFalse();
      assertThat(region.purgeUnit(address)).isZero();
      assertThat(region.purge(address, 1 << 20)).isFalse();
      assertThat(region.segment(address, 1).getAtIndex(ValueLayout.JAVA_BYTE, 0))
          .isEqualTo((byte) 1);
    }
  }
}
