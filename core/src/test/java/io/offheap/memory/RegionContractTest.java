package io.offheap.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a region promises whatever its backend is. */
abstract class RegionContractTest {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;

  abstract BackendChoice choice();

  final Region open(long limitBytes) {
    return open(limitBytes, Region.chunkByteSizeFor(limitBytes));
  }

  final Region open(long limitBytes, long chunkByteSize) {
    return Region.open(limitBytes, chunkByteSize, choice());
  }

  @Test
  void newRegion_hasNothingCommitted() {
    try (Region region = open(MIB)) {
      assertThat(region.committedBytes()).isZero();
      assertThat(region.peakCommittedBytes()).isZero();
      assertThat(region.chunkCount()).isZero();
      assertThat(region.limitBytes()).isEqualTo(MIB);
    }
  }

  @Test
  void purgeAndDecommitAndCloseAtOnce_loseNothing() throws Exception {
    for (int round = 0; round < 20; round++) {
      Region region = open(16 * MIB, 4 * MIB);
      long address = region.tryCommit(4 * MIB);
      region.segment(address, 4 * MIB).fill((byte) 1);
      CountDownLatch running = new CountDownLatch(1);
      try (var executor = Executors.newSingleThreadExecutor()) {
        Future<?> purges =
            executor.submit(() -> {
              running.countDown();
              while (region.committedBytes() > 0) region.purge(address, 4 * MIB);
            });
        running.await();
        region.decommit(address);
        region.tryCommit(4 * MIB);
        region.close();
        purges.get();
      }
      assertThat(region.committedBytes()).isZero();
    }
  }

  @Test
  void purgeOfWhatIsNoChunk_isFalse() {
    Region region = open(4 * MIB, MIB);
    long address = region.tryCommit(MIB);
    assertThat(region.purge(0, 4096)).isFalse();
    assertThat(region.purge(-1, 4096)).isFalse();
    assertThat(region.purge(address, 0)).isFalse();
    assertThatThrownBy(() -> region.purge(address, MIB + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    region.close();
    assertThat(region.purge(address, MIB)).isFalse();
    assertThat(region.purgeUnit(address)).isZero();
  }

  @Test
  void chunkSize_suitsTheLimit() {
    assertThat(Region.chunkByteSizeFor(4096 * MIB)).isEqualTo(16 * MIB);
    assertThat(Region.chunkByteSizeFor(256 * MIB)).isEqualTo(16 * MIB);
    assertThat(Region.chunkByteSizeFor(100 * MIB)).isEqualTo(4 * MIB);
    assertThat(Region.chunkByteSizeFor(MIB)).isEqualTo(64 * KIB);
    assertThat(Region.chunkByteSizeFor(40 * KIB)).isEqualTo(32 * KIB);
    assertThat(Region.chunkByteSizeFor(4096)).isEqualTo(4096);
  }

  @Test
  void addresses_areNeverNullAndChunksNeverTouch() {
    try (Region region = open(8 * MIB, MIB)) {
      long[] addresses = new long[8];
      for (int i = 0; i < 8; i++) addresses[i] = region.tryCommit(MIB);
      for (int i = 0; i < 8; i++) {
        assertThat(addresses[i]).isPositive();
        assertThat(addresses[i] % region.byteAlignment()).isZero();
        if (i > 0) assertThat(addresses[i]).isGreaterThan(addresses[i - 1] + MIB);
        assertThat(region.chunkIndex(addresses[i] + MIB)).isEqualTo(-1);
      }
      assertThat(region.chunkIndex(0)).isEqualTo(-1);
    }
  }

  @Test
  void memory_isZeroWritableAndMachineAligned() {
    try (Region region = open(8 * MIB, 2 * MIB)) {
      long address = region.tryCommit(2 * MIB);
      MemorySegment segment = region.segment(address, 2 * MIB);
      assertThat(segment.mismatch(MemorySegment.ofArray(new byte[(int) (2 * MIB)]))).isEqualTo(-1);
      assertThat(segment.address() % region.byteAlignment()).isZero();
      region.segment(address + 8, 8).set(ValueLayout.JAVA_LONG, 0, 42);
      assertThat(segment.get(ValueLayout.JAVA_LONG, 8)).isEqualTo(42);
    }
  }

  @Test
  void recommittedMemory_isZeroAgain() {
    try (Region region = open(2 * MIB, MIB)) {
      long first = region.tryCommit(MIB);
      region.segment(first, MIB).fill((byte) -1);
      region.decommit(first);
      long second = region.tryCommit(MIB);
      assertThat(second).as("address reused").isEqualTo(first);
      MemorySegment segment = region.segment(second, MIB);
      assertThat(segment.mismatch(MemorySegment.ofArray(new byte[(int) MIB]))).isEqualTo(-1);
    }
  }

  @Test
  void dedicatedChunk_costsItsPagesAndNoMore() {
    try (Region region = open(64 * MIB, MIB)) {
      long address = region.tryCommit(5 * MIB + 1);
      assertThat(region.committedBytes()).isEqualTo(5 * MIB + 4096);
      int index = region.chunkIndex(address);
      assertThat(region.chunkIndex(address + 5 * MIB)).isEqualTo(index);
      assertThat(region.chunkIndex(address + 5 * MIB + 4096)).isEqualTo(-1);
      assertThat(region.segment(address + 4 * MIB, MIB).byteSize()).isEqualTo(MIB);
      long other = region.tryCommit(MIB);
      assertThat(other).isGreaterThan(address + 5 * MIB + 4096);
      region.decommit(address);
      assertThat(region.committedBytes()).isEqualTo(MIB);
      assertThat(region.peakCommittedBytes()).isEqualTo(6 * MIB + 4096);
    }
  }

  @Test
  void limit_isHardAndARefusalChangesNothing() {
    try (Region region = open(MIB)) {
      assertThat(region.tryCommit(MIB + 1)).isEqualTo(Region.LIMIT_REACHED);
      assertThat(region.tryCommit(Long.MAX_VALUE)).isEqualTo(Region.LIMIT_REACHED);
      long whole = region.tryCommit(MIB);
      assertThat(whole).isPositive();
      assertThat(region.tryCommit(1)).isEqualTo(Region.LIMIT_REACHED);
      assertThat(region.committedBytes()).isEqualTo(MIB);
      region.decommit(whole);
      assertThat(region.committedBytes()).isZero();
      assertThat(region.tryCommit(MIB)).isPositive();
    }
  }

  @Test
  void hugeRequestWithinTheLimit_thatTheSystemRefuses_changesNothing() {
    try (Region region = open(Long.MAX_VALUE)) {
      assertThat(region.tryCommit(1L << 55)).isEqualTo(Region.REFUSED_BY_SYSTEM);
      assertThat(region.tryCommit(1L << 50)).isEqualTo(Region.REFUSED_BY_SYSTEM);
      assertThat(region.committedBytes()).isZero();
      assertThat(region.chunkCount()).isZero();
      assertThat(region.tryCommit(1)).isPositive();
    }
  }

  @Test
  void decommittedAddress_isUnknown() {
    try (Region region = open(MIB)) {
      long address = region.tryCommit(64 * KIB);
      MemorySegment slice = region.segment(address, 8);
      region.decommit(address);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> region.segment(address, 8))
          .withMessage("no chunk holds 0x" + Long.toHexString(address));
      assertThatIllegalArgumentException().isThrownBy(() -> region.decommit(address));
      assertThatIllegalStateException().isThrownBy(() -> slice.get(ValueLayout.JAVA_BYTE, 0));
      assertThat(region.chunkIndex(address)).isEqualTo(-1);
    }
  }

  @Test
  void wrongAddresses_areRefused() {
    try (Region region = open(MIB)) {
      long address = region.tryCommit(64 * KIB);
      for (long wrong : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, address - 1}) {
        assertThatIllegalArgumentException().isThrownBy(() -> region.segment(wrong, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> region.decommit(wrong));
      }
      assertThatIllegalArgumentException().isThrownBy(() -> region.decommit(address + 1));
      assertThatThrownBy(() -> region.segment(address, 64 * KIB + 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> region.segment(address, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void badParameters_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.open(4095))
        .withMessage("limitBytes is below 4096: 4095");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.open(MIB, 5000))
        .withMessageContaining("5000");
    try (Region region = open(MIB)) {
      assertThatIllegalArgumentException().isThrownBy(() -> region.tryCommit(0));
      assertThatIllegalArgumentException().isThrownBy(() -> region.tryCommit(-1));
    }
  }

  @Test
  void closedRegion_refusesEverythingAndHoldsNothing() {
    Region region = open(MIB);
    MemorySegment slice = region.segment(region.tryCommit(64 * KIB), 8);
    region.close();
    region.close();
    assertThat(region.committedBytes()).isZero();
    assertThat(slice.scope().isAlive()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> region.tryCommit(1));
    assertThatIllegalStateException().isThrownBy(() -> region.decommit(1));
  }

  @Test
  void closeWhileOthersCommit_leavesNothingBehind() throws Exception {
    for (int round = 0; round < 20; round++) {
      Region region = open(64 * MIB, MIB);
      CountDownLatch running = new CountDownLatch(2);
      try (var executor = Executors.newFixedThreadPool(2)) {
        List<Future<?>> futures = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
          futures.add(
              executor.submit(() -> {
                running.countDown();
                for (; ; ) region.tryCommit(64 * KIB);
              }));
        }
        running.await();
        region.close();
        for (Future<?> future : futures) {
          assertThatThrownBy(future::get)
              .hasCauseInstanceOf(IllegalStateException.class)
              .hasMessageEndingWith("the region is closed");
        }
      }
      assertThat(region.committedBytes()).isZero();
      assertThat(region.chunkCount()).isZero();
    }
  }

  /**
   * A blocking read holds the segment, so the memory may not go yet; it must not be lost either.
   */
  @Test
  void decommitDuringARead_isMadeUpForLater() throws Exception {
    Pipe pipe = Pipe.open();
    try (Region region = open(2 * MIB, MIB);
        var executor = Executors.newSingleThreadExecutor()) {
      long address = region.tryCommit(MIB);
      ByteBuffer buffer = region.segment(address, 16).asByteBuffer();
      CompletableFuture<Thread> reader = new CompletableFuture<>();
      Future<Integer> read =
          executor.submit(() -> {
            reader.complete(Thread.currentThread());
            return pipe.source().read(buffer);
          });
      awaitNativeRead(reader.get());
      region.decommit(address);
      assertThat(buffer.get(0)).as("still mapped").isZero();
      assertThat(region.committedBytes()).as("still counted").isEqualTo(MIB);
      assertThat(region.chunkIndex(address)).as("but unknown").isEqualTo(-1);

      pipe.sink().write(ByteBuffer.wrap(new byte[] {7}));
      assertThat(read.get()).isEqualTo(1);
      assertThat(region.tryCommit(2 * MIB)).as("needs all of the limit").isPositive();
      assertThat(region.committedBytes()).isEqualTo(2 * MIB);
    }
  }

  /** The channel takes hold of the segment before it enters the system call. */
  private static void awaitNativeRead(Thread reader) {
    while (true) {
      StackTraceElement[] stack = reader.getStackTrace();
      if (stack.length > 0
          && stack[0].isNativeMethod()
          && stack[0].getMethodName().matches("read.*")) return;
      Thread.onSpinWait();
    }
  }

  @Test
  void manyThreads_neverShareAddressesAndAccountForEveryByte() throws Exception {
    try (Region region = open(8 * MIB, 64 * KIB);
        var executor = Executors.newFixedThreadPool(4)) {
      List<Callable<Set<Long>>> tasks = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int seed = t;
        tasks.add(() -> churn(region, new Random(seed)));
      }
      Set<Long> live = new HashSet<>();
      int count = 0;
      for (Future<Set<Long>> future : executor.invokeAll(tasks)) {
        live.addAll(future.get());
        count += future.get().size();
      }
      assertThat(live).as("no address twice").hasSize(count);
      assertThat(region.chunkCount()).isEqualTo(count);
      assertThat(region.peakCommittedBytes()).isLessThanOrEqualTo(8 * MIB);
      live.forEach(region::decommit);
      assertThat(region.committedBytes()).isZero();
    }
  }

  private static Set<Long> churn(Region region, Random random) {
    List<Long> mine = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      if (mine.size() > 12 || (!mine.isEmpty() && random.nextInt(3) == 0)) {
        long address = mine.remove(random.nextInt(mine.size()));
        assertThat(region.segment(address, 8).get(ValueLayout.JAVA_LONG, 0)).isEqualTo(address);
        region.decommit(address);
      } else {
        long address = region.tryCommit(1 + random.nextInt(300_000));
        if (address < 0) continue;
        MemorySegment segment = region.segment(address, 8);
        assertThat(segment.get(ValueLayout.JAVA_LONG, 0)).as("zeroed").isZero();
        segment.set(ValueLayout.JAVA_LONG, 0, address);
        mine.add(address);
      }
    }
    return new HashSet<>(mine);
  }

  /** The trap that the portable backend's alignment avoids; see there. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void freedChunks_goBackToTheSystemThoughALaterOneLives() throws IOException {
    try (Region region = open(512 * MIB, 16 * MIB)) {
      for (int round = 0; round < 2; round++) {
        long[] addresses = new long[16];
        for (int i = 0; i < 16; i++) {
          addresses[i] = region.tryCommit(16 * MIB);
          region.segment(addresses[i], 16 * MIB).fill((byte) 1);
        }
        long full = residentBytes();
        for (int i = 0; i < 15; i++) region.decommit(addresses[i]);
        assertThat(full - residentBytes()).as("round " + round).isGreaterThan(200 * MIB);
      }
    }
  }

  static long residentBytes() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
    return Long.parseLong(fields[1]) * 4096;
  }
}
