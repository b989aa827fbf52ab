package io.offheap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.memory.FaultyCalls.Refused;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A script of commits, purges and decommits, in which the n-th system call fails, for each n. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class RegionFaultTest {
  private static final long MIB = 1L << 20;
  private static final long LIMIT = 24 * MIB;

  @Test
  void anyCallRefused_losesNoByteAndNoLock() throws Exception {
    FaultyCalls sound = FaultyCalls.refusing(0);
    run(sound);
    long calls = sound.callCount();
    assertThat(calls).isGreaterThan(20);
    for (long n = 1; n <= calls; n++) {
      FaultyCalls faulty = FaultyCalls.refusing(n);
      run(faulty);
      assertThat(faulty.refusalCount()).as("call %s of %s", n, calls).isEqualTo(1);
    }
  }

  @Test
  void allCallsRefused_fromAnyOneOn_loseNoByteAndNoLock() throws Exception {
    FaultyCalls sound = FaultyCalls.refusing(0);
    run(sound);
    for (long n = 1; n <= sound.callCount(); n++) {
      long first = n;
      long last = n + 5;
      run(new FaultyCalls(number -> number >= first && number <= last));
    }
  }

  private static void run(FaultyCalls calls) throws Exception {
    Region region;
    try {
      region = calls.open(LIMIT, 2 * MIB);
    } catch (Refused e) {
      assertThat(calls.refusalCount()).isPositive();
      assertThat(calls.reservedBytes()).isZero();
      return;
    }
    List<Long> live = new ArrayList<>();
    long expected = 0;
    long[] sizes = {MIB, 2 * MIB, 2 * MIB, 5 * MIB, 3 * MIB, MIB, MIB, MIB, 4096, 2 * MIB};
    for (long byteSize : sizes) {
      long address = region.tryCommit(byteSize);
      if (address < 0) {
        assertThat(address).isEqualTo(Region.REFUSED_BY_SYSTEM);
      } else {
        region.segment(address, byteSize).fill((byte) live.size());
        live.add(address);
        expected += byteSize;
      }
      assertThat(region.committedBytes()).isEqualTo(expected);
    }
    for (long address : live) {
      long byteSize = Math.min(MIB, region.purgeUnit(address));
      if (region.purge(address, byteSize)) {
        assertThat(region.segment(address, 8).get(ValueLayout.JAVA_LONG, 0)).isZero();
      }
    }
    for (long address : live) {
      expected += resize(region, address);
      assertThat(region.committedBytes()).isEqualTo(expected).isEqualTo(calls.accessibleBytes());
    }
    for (int i = 0; i < live.size(); i += 2) region.decommit(live.get(i));
    // Whatever the system did not take back is tried again here, so all of the limit can be had.
    List<Long> more = new ArrayList<>();
    for (int i = 1; i < live.size(); i += 2) region.decommit(live.get(i));
    for (int attempt = 0; attempt < 20 && more.size() < 12; attempt++) {
      long address = region.tryCommit(2 * MIB);
      if (address < 0) continue;
      assertThat(region.segment(address, 8).get(ValueLayout.JAVA_LONG, 0)).as("zeroed").isZero();
      region.segment(address, 2 * MIB).fill((byte) -1);
      more.add(address);
    }
    assertThat(more).hasSize(12);
    assertThat(region.committedBytes()).isEqualTo(LIMIT).isEqualTo(calls.accessibleBytes());
    more.forEach(region::decommit);
    assertThat(closeAtLast(region)).isTrue();
    assertThat(region.committedBytes()).isZero();
    assertThat(calls.accessibleBytes()).isZero();
    // Of the call that gives the whole range back, a refusal leaves addresses and no memory.
    if (calls.refusalCount() == 0) assertThat(calls.reservedBytes()).isZero();
  }

  /** Makes a chunk longer by a MiB, then as long as it was; answers what it is longer then. */
  private static long resize(Region region, long address) {
    long before = byteSize(region, address);
    if (!region.canResize(before, before + MIB)) return 0;
    long grown = region.tryResize(address, before + MIB);
    assertThat(grown).isIn(before, before + MIB);
    if (grown > before) {
      assertThat(region.segment(address + before, 8).get(ValueLayout.JAVA_LONG, 0)).isZero();
    }
    return region.tryResize(address, before) - before;
  }

  private static long byteSize(Region region, long address) {
    long pages = 0;
    while (region.chunkIndex(address + pages * 4096) >= 0) pages++;
    return pages * 4096;
  }

  private static boolean closeAtLast(Region region) {
    for (int attempt = 0; attempt < 10; attempt++) {
      try {
        region.close();
        return true;
      } catch (IllegalStateException someChunkNotYetGivenBack) {
        assertThat(region.committedBytes()).isPositive();
      }
    }
    return false;
  }
}
