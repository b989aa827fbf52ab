package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefused;
import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.assertStats;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static io.offheap.allocator.AllocError.MEMORY_OVERLAP;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static io.offheap.allocator.AllocError.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conformance cases 13 to 18 and the measured rows of the original hybrid heap. */
class SlabByteAllocatorTest {
  private static final long BASE = 1 << 20;
  private static final long SIZE = 1 << 16;

  private static SlabByteAllocator of(long byteSize) {
    SlabByteAllocator slab = new SlabByteAllocator();
    slab.init(BASE, byteSize);
    return slab;
  }

  private static long allocate(ByteAllocator allocator, long byteSize, long byteAlignment) {
    return allocator.allocate(new Layout(byteSize, byteAlignment));
  }

  @Test
  void beforeInit_nothingIsServed() {
    SlabByteAllocator slab = new SlabByteAllocator();
    assertRefused(NO_MEMORY, () -> allocate(slab, 1, 1));
    assertRefused(NO_MEMORY, () -> allocate(slab, 10_000, 1));
    assertRefused(NOT_ALLOCATED, () -> slab.free(BASE));
    assertRefused(NOT_ALLOCATED, () -> slab.usableSize(BASE));
    assertRefused(INVALID_PARAM, () -> slab.addMemory(BASE, SIZE));
    assertStats(slab, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"8, 65536", "0, 28672", "0, 36864", "4096, 0", "0, 100", "-4096, 65536"})
  void init_ofAWrongRange_isRefused(long offset, long byteSize) {
    SlabByteAllocator slab = new SlabByteAllocator();
    long start = offset < 0 ? offset : BASE + offset;
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.init(start, byteSize));
    slab.init(BASE, SIZE);
    assertStats(slab, SIZE, 0);
  }

  @Test
  void smallBlocks_comeFromTheTopOfAChunk() {
    SlabByteAllocator slab = of(SIZE);
    assertStats(slab, SIZE, 0);
    assertThat(allocate(slab, 64, 8)).isEqualTo(BASE + 4032);
    assertStats(slab, SIZE, 64);
    assertThat(allocate(slab, 64, 8)).isEqualTo(BASE + 3968);
    assertThat(allocate(slab, 0, 1)).isEqualTo(BASE + 3904);
    assertStats(slab, SIZE, 192);
  }

  @Test
  void sixtyFiveBlocks_needASecondChunk() {
    SlabByteAllocator slab = of(SIZE);
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 65; i++) blocks.add(allocate(slab, 64, 8));
    assertThat(blocks.get(0)).isEqualTo(BASE + 4032);
    assertThat(blocks.get(63)).isEqualTo(BASE);
    assertThat(blocks.get(64)).isEqualTo(BASE + 8128);
    assertStats(slab, SIZE, 65 * 64);
    assertThat(slab.availableBytes()).isEqualTo(61376);
    blocks.forEach(slab::free);
    assertStats(slab, SIZE, 0);
    assertThat(allocate(slab, SIZE, 1)).isEqualTo(BASE);
  }

  @Test
  void blockFreedLast_isNext() {
    SlabByteAllocator slab = of(SIZE);
    for (int i = 0; i < 10; i++) allocate(slab, 16, 8);
    long address = allocate(slab, 16, 8);
    long other = allocate(slab, 16, 8);
    slab.free(other);
    slab.free(address, new Layout(16, 8));
    assertThat(allocate(slab, 16, 8)).isEqualTo(address);
  }

  /**
   * Other than the original, the size of a buddy block is told as it is, and alignment 8192 is met.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 64",
    "64, 64, 64",
    "65, 1, 128",
    "64, 128, 128",
    "10, 256, 256",
    "4096, 8, 4096",
    "4097, 8, 8192",
    "1, 8192, 8192"
  })
  void request_isRoutedBySizeAndAlignment(long byteSize, long byteAlignment, long usable) {
    SlabByteAllocator slab = of(1 << 20);
    assertThat(slab.usableSizeFor(byteSize, byteAlignment)).isEqualTo(usable);
    long first = allocate(slab, byteSize, byteAlignment);
    long second = allocate(slab, byteSize, byteAlignment);
    assertThat(first % byteAlignment).isZero();
    assertThat(second % byteAlignment).isZero();
    assertThat(slab.usableSize(second)).isEqualTo(usable);
    assertStats(slab, 1 << 20, 2 * usable);
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 15, 1 << 16, 1 << 20})
  void everyClass_isServedAtTheSameTime(long byteSize) {
    SlabByteAllocator slab = of(byteSize);
    Set<Long> blocks = new HashSet<>();
    for (int size = 64; size <= 4096; size *= 2) blocks.add(allocate(slab, size, 8));
    assertThat(blocks).hasSize(7);
    assertStats(slab, byteSize, 8128);
  }

  @Test
  void chunks_returnToTheBuddy() {
    SlabByteAllocator slab = of(SIZE);
    List<Long> blocks = new ArrayList<>();
    for (long a = slab.tryAllocate(64, 8); a >= 0; a = slab.tryAllocate(64, 8)) blocks.add(a);
    assertThat(blocks).hasSize((int) SIZE / 64).doesNotHaveDuplicates();
    assertStats(slab, SIZE, SIZE);
    blocks.forEach(slab::free);
    assertStats(slab, SIZE, 0);
    long half = allocate(slab, 32768, 8);
    for (int size = 64; size <= 4096; size *= 2) slab.free(allocate(slab, size, 8));
    slab.free(half);
    assertThat(slab.largestAllocatable()).isEqualTo(SIZE);
    assertThat(allocate(slab, SIZE, 1)).isEqualTo(BASE);
  }

  @Test
  void largeRequests_goToTheBuddy() {
    SlabByteAllocator slab = of(1 << 20);
    assertThat(allocate(slab, 4097, 8)).isEqualTo(BASE);
    assertStats(slab, 1 << 20, 8192);
    assertThat(slab.availableBytes()).isEqualTo(1040384);
    assertRefusedUnchanged(NO_MEMORY, slab, () -> allocate(slab, (1 << 20) + 1, 8));
    SlabByteAllocator small = of(SIZE);
    assertRefusedUnchanged(NO_MEMORY, small, () -> allocate(small, 65537, 8));
    assertThat(small.failureCount()).isEqualTo(1);
  }

  @Test
  void addMemory_checksItsRange() {
    SlabByteAllocator slab = of(SIZE);
    allocate(slab, 64, 8);
    slab.addMemory(BASE + (1 << 17), 4096);
    assertStats(slab, SIZE + 4096, 64);
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.addMemory(2 * BASE, 100));
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.addMemory(2 * BASE + 8, 4096));
    assertRefusedUnchanged(MEMORY_OVERLAP, slab, () -> slab.addMemory(BASE, 4096));
    assertRefusedUnchanged(MEMORY_OVERLAP, slab, () -> slab.addMemory(BASE - 4096, 8192));
  }

  @Test
  void wrongFrees_areRefused() {
    SlabByteAllocator slab = of(SIZE);
    long live = allocate(slab, 64, 8);
    long spare = allocate(slab, 64, 8);
    long free = allocate(slab, 64, 8);
    long large = allocate(slab, 5000, 8);
    slab.free(free);
    slab.free(spare);
    for (long address : new long[] {free, spare, live + 8, live + 1, BASE, large + 4096, 0, -1}) {
      assertRefusedUnchanged(NOT_ALLOCATED, slab, () -> slab.free(address));
      assertRefusedUnchanged(NOT_ALLOCATED, slab, () -> slab.free(address, new Layout(64, 8)));
      assertRefusedUnchanged(NOT_ALLOCATED, slab, () -> slab.usableSize(address));
    }
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.free(live, new Layout(65, 8)));
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.free(live, new Layout(64, 128)));
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.free(live, new Layout(5000, 8)));
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.free(large, new Layout(64, 8)));
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.free(large, new Layout(9000, 8)));
    slab.free(large, new Layout(5000, 8));
    slab.free(live, new Layout(1, 1));
    assertThat(slab.largestAllocatable()).isEqualTo(SIZE);
  }

  @Test
  void starvedClass_borrowsFromALargerOne() {
    SlabByteAllocator slab = of(1 << 15);
    long kept = allocate(slab, 1024, 8);
    List<Long> small = new ArrayList<>();
    for (long a = slab.tryAllocate(64, 8); a >= 0; a = slab.tryAllocate(64, 8)) small.add(a);
    long borrowed = small.get(small.size() - 1);
    assertThat(slab.usableSize(borrowed)).isEqualTo(1024);
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.free(kept, new Layout(64, 8)));
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.free(borrowed, new Layout(64, 2048)));
    slab.free(borrowed, new Layout(64, 8));
    assertThat(slab.tryAllocate(1024, 8)).isEqualTo(borrowed);
    assertRefusedUnchanged(INVALID_PARAM, slab, () -> slab.free(borrowed, new Layout(64, 8)));
    slab.free(kept);
    small.forEach(slab::free);
    assertStats(slab, 1 << 15, 0);
  }

  /** More blocks than a class caches come back; the chunks of all but the kept one go home. */
  @Test
  void cache_keepsNoChunk() {
    SlabByteAllocator slab = of(1 << 20);
    List<Long> blocks = new ArrayList<>();
    for (int i = 0; i < 640; i++) blocks.add(allocate(slab, 64, 8));
    assertThat(slab.chunkBytes(0)).isEqualTo(40960);
    for (int step = 0; step < 64; step++) {
      for (int chunk = 0; chunk < 10; chunk++) {
        slab.free(blocks.get(chunk * 64 + step));
        slab.checkInvariants(CheckLevel.EXPENSIVE);
      }
      assertThat(slab.liveBlocks(0)).isEqualTo(640 - 10L * (step + 1));
    }
    slab.free(allocate(slab, 128, 8)); // ends the life of the block that is held
    assertThat(slab.chunkBytes(0)).isEqualTo(4096);
    assertThat(slab.liveBlocks(0)).isZero();
    assertThat(slab.sizeClasses().byteSize(1)).isEqualTo(128);
    assertThat(slab.liveBlocks(1)).isZero();
    assertStats(slab, 1 << 20, 0);
    assertThat(slab.largestAllocatable()).isEqualTo(1 << 20);
  }

  @Test
  void resize_staysWithinTheClass() {
    SlabByteAllocator slab = of(1 << 20);
    long small = allocate(slab, 65, 8);
    assertThat(slab.tryResize(small, new Layout(128, 8))).isTrue();
    assertThat(slab.tryResize(small, new Layout(64, 8))).isFalse();
    assertThat(slab.tryResize(small, new Layout(129, 8))).isFalse();
    long large = allocate(slab, 5000, 8);
    assertThat(slab.tryResize(large, new Layout(8192, 8))).isTrue();
    assertThat(slab.tryResize(large, new Layout(4096, 8))).isFalse();
    assertThat(slab.tryResize(large, new Layout(8193, 8))).isFalse();
    assertThat(slab.free(large)).isEqualTo(8192);
    assertThat(slab.free(small)).isEqualTo(128);
    assertRefusedUnchanged(NOT_ALLOCATED, slab, () -> slab.tryResize(small, new Layout(1, 1)));
    assertRefused(INVALID_PARAM, () -> slab.usableSizeFor(-1, 8));
    assertRefused(INVALID_PARAM, () -> slab.usableSizeFor(8, 0));
  }

  @Test
  void growth_isHeard() {
    List<String> heard = new ArrayList<>();
    SlabListener listener =
        new SlabListener() {
          @Override
          public void slabGrown(long blockByteSize, int blockCount, long address, long byteSize) {
            heard.add("+" + blockByteSize + "x" + blockCount + "@" + address + ":" + byteSize);
          }

          @Override
          public void slabReleased(
              long blockByteSize, int blockCount, long address, long byteSize) {
            heard.add("-" + blockByteSize + "x" + blockCount + "@" + address + ":" + byteSize);
          }
        };
    SlabByteAllocator slab = new SlabByteAllocator(SizeClasses.powersOfTwo(), listener);
    slab.init(0, 1 << 24);
    slab.free(allocate(slab, 64, 8));
    slab.free(allocate(slab, 4096, 8));
    assertThat(heard).containsExactly("+64x64@0:4096", "+4096x64@262144:262144");
    allocate(slab, 1 << 24, 8);
    assertThat(heard.subList(2, 4)).containsExactly("-64x64@0:4096", "-4096x64@262144:262144");
  }

  @Test
  void fineClasses_wasteLittle() {
    SlabByteAllocator slab = new SlabByteAllocator(SizeClasses.fine(4, 32768), SlabListener.NONE);
    slab.init(0, 1 << 24);
    List<Long> blocks = new ArrayList<>();
    for (int size = 1; size <= 32768; size += 7) {
      long address = allocate(slab, size, 8);
      blocks.add(address);
      assertThat(slab.usableSize(address)).isBetween((long) size, size + size / 4 + 15L);
      if (blocks.size() % 3 == 0) slab.free(blocks.remove(blocks.size() / 2));
    }
    slab.checkInvariants(CheckLevel.EXPENSIVE);
    blocks.forEach(slab::free);
    assertStats(slab, 1 << 24, 0);
    assertThat(slab.largestAllocatable()).isEqualTo(1 << 24);
  }

  @Test
  void sizeClasses_areValidated() {
    assertRefused(INVALID_PARAM, () -> SizeClasses.of());
    assertRefused(INVALID_PARAM, () -> SizeClasses.of(64, 64));
    assertRefused(INVALID_PARAM, () -> SizeClasses.of(12));
    assertRefused(INVALID_PARAM, () -> SizeClasses.of(2 << 20));
    assertRefused(INVALID_PARAM, () -> SizeClasses.fine(3, 4096));
    assertThat(SizeClasses.of(48, 80).classFor(48, 16)).isEqualTo(0);
    assertThat(SizeClasses.of(48, 80).classFor(48, 32)).isEqualTo(-1);
    assertThat(SizeClasses.of(48, 80, 96).classFor(1, 32)).isEqualTo(2);
    assertThat(SizeClasses.of(48, 80).classFor(81, 1)).isEqualTo(-1);
  }

  @Test
  void freeMemory_canBeTakenOut() {
    SlabByteAllocator slab = of(SIZE);
    slab.addMemory(BASE + SIZE, SIZE);
    List<Long> blocks = new ArrayList<>();
    for (long a = slab.tryAllocate(512, 8); a >= 0; a = slab.tryAllocate(512, 8)) blocks.add(a);
    assertThat(blocks).hasSize(256);
    assertThat(slab.tryRemoveMemory(BASE + SIZE, SIZE)).isFalse();
    for (long block : blocks) if (block >= BASE + SIZE) slab.free(block);
    assertThat(slab.tryRemoveMemory(BASE + SIZE, SIZE)).isTrue();
    assertStats(slab, SIZE, SIZE);
  }
}
