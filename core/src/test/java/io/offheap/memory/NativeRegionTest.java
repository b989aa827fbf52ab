package io.offheap.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The tests run with native access enabled. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class NativeRegionTest extends RegionContractTest {
  private static final long MIB = 1L << 20;

  /** The linker's own memory shall not disturb the tests that measure. */
  @BeforeAll
  static void startTheLinker() {
    Region.open(MIB).close();
  }

  @Override
  BackendChoice choice() {
    return BackendChoice.AUTO;
  }

  @Test
  void backend_isNative() {
    try (Region region = open(MIB)) {
      assertThat(region.backendReason()).isEmpty();
      assertThat(region.backendName()).isEqualTo("native");
      assertThat(region.canPurge()).isTrue();
    }
  }

  @Test
  void resize_keepsWhatStaysAndZeroesWhatIsAdded() {
    try (Region region = open(64 * MIB, 8 * MIB)) {
      long address = region.tryCommit(5 * MIB);
      MemorySegment before = region.segment(address, 5 * MIB).fill((byte) 1);
      assertThat(region.tryResize(address, 3 * MIB)).isEqualTo(3 * MIB);
      assertThat(region.committedBytes()).isEqualTo(3 * MIB);
      assertThatThrownBy(() -> before.get(ValueLayout.JAVA_BYTE, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> region.segment(address, 3 * MIB + 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(region.tryResize(address, 7 * MIB + 1)).isEqualTo(7 * MIB + 4096);
      assertThat(region.committedBytes()).isEqualTo(7 * MIB + 4096);
      MemorySegment after = region.segment(address, 7 * MIB + 4096);
      assertThat(after.get(ValueLayout.JAVA_BYTE, 3 * MIB - 1)).isEqualTo((byte) 1);
      MemorySegment zeros = MemorySegment.ofArray(new byte[(int) (4 * MIB) + 4096]);
      assertThat(after.asSlice(3 * MIB).mismatch(zeros)).isEqualTo(-1);
      assertThat(region.chunkCount()).isEqualTo(1);
      region.decommit(address);
      assertThat(region.committedBytes()).isZero();
    }
  }

  @Test
  void resize_beyondTheLimitOrTheStrides_changesNothing() {
    try (Region region = open(16 * MIB, 8 * MIB)) {
      long address = region.tryCommit(5 * MIB);
      region.tryCommit(8 * MIB);
      assertThat(region.tryResize(address, 9 * MIB)).isEqualTo(5 * MIB);
      assertThat(region.canResize(5 * MIB, 16 * MIB)).isFalse();
      assertThatThrownBy(() -> region.tryResize(address, 16 * MIB))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(region.committedBytes()).isEqualTo(13 * MIB);
      assertThat(region.segment(address, 5 * MIB).byteSize()).isEqualTo(5 * MIB);
    }
  }

  @Test
  void addresses_areReservedAndNothingIsTouched() throws IOException {
    try (Region region = open(512 * MIB, 16 * MIB)) {
      assertThat(region.reservedBytes()).isGreaterThan(512 * MIB);
      long before = residentBytes();
      for (int i = 0; i < 32; i++) assertThat(region.tryCommit(16 * MIB)).isPositive();
      assertThat(residentBytes() - before).isLessThan(64 * MIB);
    }
  }

  @Test
  void purge_givesMemoryBackKeepsTheAddressesAndZeroes() throws IOException {
    try (Region region = open(512 * MIB, 16 * MIB)) {
      long address = region.tryCommit(128 * MIB);
      MemorySegment segment = region.segment(address, 128 * MIB);
      segment.fill((byte) 1);
      long full = residentBytes();
      long committed = region.committedBytes();

      assertThat(region.purge(address + 2 * MIB, 124 * MIB)).isTrue();

      assertThat(full - residentBytes()).isGreaterThan(100 * MIB);
      assertThat(region.committedBytes()).isEqualTo(committed);
      assertThat(segment.get(ValueLayout.JAVA_BYTE, 2 * MIB - 1)).isEqualTo((byte) 1);
      assertThat(segment.get(ValueLayout.JAVA_BYTE, 126 * MIB)).isEqualTo((byte) 1);
      for (long i = 2 * MIB; i < 126 * MIB; i += 512) {
        assertThat(segment.get(ValueLayout.JAVA_LONG, i)).isZero();
      }
      segment.set(ValueLayout.JAVA_LONG, 64 * MIB, 42);
      assertThat(segment.get(ValueLayout.JAVA_LONG, 64 * MIB)).isEqualTo(42);
    }
  }

  @Test
  void purge_neverTouchesAUnitThatIsNotWhollyInside() {
    try (Region region = open(64 * MIB, 16 * MIB)) {
      long address = region.tryCommit(MIB);
      long unit = region.purgeUnit(address);
      MemorySegment segment = region.segment(address, MIB);
      segment.fill((byte) 1);
      assertThat(region.purge(address + 1, unit)).isFalse();
      assertThat(region.purge(address + 1, 2 * unit - 2)).isFalse();
      assertThat(segment.mismatch(filled(MIB))).isEqualTo(-1);

      assertThat(region.purge(address + 1, 2 * unit - 1)).isTrue();
      assertThat(segment.get(ValueLayout.JAVA_BYTE, unit - 1)).isEqualTo((byte) 1);
      assertThat(segment.get(ValueLayout.JAVA_BYTE, unit)).isZero();
      assertThat(segment.get(ValueLayout.JAVA_BYTE, 2 * unit - 1)).isZero();
      assertThat(segment.get(ValueLayout.JAVA_BYTE, 2 * unit)).isEqualTo((byte) 1);
    }
  }

  private static MemorySegment filled(long byteSize) {
    return MemorySegment.ofArray(new byte[(int) byteSize]).fill((byte) 1);
  }

  @Test
  void hugePages_arePurgedWhole() throws Exception {
    LinuxCalls calls = new LinuxCalls();
    try (Region region = Region.open(64 * MIB, 16 * MIB, calls, HugePages.ADVISE)) {
      assertThat(region.usesHugePages()).isEqualTo(calls.hugePagesOnRequest());
      long small = region.tryCommit(MIB);
      long large = region.tryCommit(16 * MIB);
      assertThat(region.purgeUnit(small))
          .as("a chunk below 2 MiB holds no huge page")
          .isEqualTo(calls.pageByteSize());
      assertThat(region.purgeUnit(large))
          .isEqualTo(calls.hugePagesOnRequest() ? 2 * MIB : calls.pageByteSize());
      MemorySegment segment = region.segment(large, 16 * MIB);
      segment.fill((byte) 1);
      assertThat(region.purge(large + 4096, 4 * MIB)).isTrue();
      assertThat(segment.get(ValueLayout.JAVA_BYTE, 2 * MIB)).isZero();
    }
  }

  @Test
  void chunksBeyondTheRange_getRangesOfTheirOwn() {
    try (Region region = open(64 * MIB, 16 * MIB)) {
      long range = region.reservedBytes();
      long[] addresses = new long[64];
      for (int i = 0; i < 64; i++) {
        addresses[i] = region.tryCommit(MIB); // each takes 32 MiB of addresses
        MemorySegment segment = region.segment(addresses[i], MIB);
        assertThat(segment.address() % region.byteAlignment()).isZero();
        segment.fill((byte) i);
      }
      assertThat(region.reservedBytes()).isGreaterThan(range);
      for (int i = 0; i < 64; i++) {
        assertThat(region.segment(addresses[i], MIB).get(ValueLayout.JAVA_BYTE, MIB - 1))
            .isEqualTo((byte) i);
        assertThat(region.purge(addresses[i], MIB)).isTrue();
        region.decommit(addresses[i]);
      }
      assertThat(region.reservedBytes()).isEqualTo(range);
    }
  }

  @Test
  void closedRegion_givesEveryRangeBack() throws Exception {
    FaultyCalls calls = FaultyCalls.refusing(0);
    Region region = calls.open(64 * MIB, 16 * MIB);
    for (int i = 0; i < 64; i++) assertThat(region.tryCommit(MIB)).isPositive();
    assertThat(calls.accessibleBytes()).isEqualTo(64 * MIB);
    region.close();
    assertThat(calls.reservedBytes()).isZero();
  }

  @Test
  void pagesLargerThanChunks_areARefusal() {
    SystemCalls calls = new LinuxCalls();
    assertThatThrownBy(() -> Region.open(MIB, calls.pageByteSize() / 2, calls, HugePages.SYSTEM))
        .hasMessageContaining("4096 to 1 GiB");
    assertThatThrownBy(() -> NativeBackend.open(calls, MIB, 2048, HugePages.SYSTEM))
        .isInstanceOf(BackendUnavailable.class)
        .hasMessageContaining("smaller than the system's pages");
  }

  @Test
  void systemsThatAreNotKnown_areRefusedWithAReason() throws Exception {
    Backends.checkSystem("Linux", "aarch64");
    assertThatThrownBy(() -> Backends.checkSystem("Mac OS X", "aarch64"))
        .hasMessage("the native backend knows Linux on amd64 and aarch64, not Mac OS X on aarch64");
    assertThatThrownBy(() -> Backends.checkSystem("Linux", "ppc64le"))
        .isInstanceOf(BackendUnavailable.class);
  }
}
