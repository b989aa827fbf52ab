package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefused;
import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.digest;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static io.offheap.allocator.AllocError.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link ByteAllocator} promises, for every implementation and configuration. */
@ParameterizedClass
@MethodSource("io.offheap.allocator.Configuration#all")
class ByteAllocatorContractTest {
  private final Configuration configuration;
  private final ByteAllocator allocator;

  ByteAllocatorContractTest(Configuration configuration) {
    this.configuration = configuration;
    allocator = configuration.make();
  }

  private List<Long> fill(long byteSize) {
    List<Long> blocks = new ArrayList<>();
    long address = allocator.tryAllocate(byteSize, 1);
    while (address != ByteAllocator.NONE) {
      blocks.add(address);
      address = allocator.tryAllocate(byteSize, 1);
    }
    return blocks;
  }

  @Test
  void totals_addUp() {
    assertThat(allocator.totalBytes())
        .isBetween(configuration.memoryBytes() - 64, configuration.memoryBytes());
    assertThat(allocator.usedBytes()).isZero();
    List<Long> blocks = fill(1000);
    long sum = blocks.stream().mapToLong(allocator::usableSize).sum();
    assertThat(allocator.usedBytes()).isEqualTo(sum);
    assertThat(allocator.availableBytes()).isEqualTo(allocator.totalBytes() - sum);
    assertThat(allocator.peakUsedBytes()).isEqualTo(sum);
    assertThat(allocator.failureCount()).isEqualTo(1);
    allocator.checkInvariants(CheckLevel.CHEAP);
    allocator.checkInvariants(CheckLevel.EXPENSIVE);
    long freed = 0;
    for (long block : blocks) freed += allocator.free(block);
    assertThat(freed).isEqualTo(sum);
    assertThat(allocator.usedBytes()).isZero();
    assertThat(allocator.peakUsedBytes()).isEqualTo(sum);
  }

  @Test
  void everythingFreed_isOneAgain() {
    long largest = allocator.largestAllocatable();
    long before = digestWithoutPeak();
    Random random = new Random(1);
    for (long byteSize : new long[] {1, 64, 777, 5000}) {
      List<Long> blocks = fill(byteSize);
      Collections.shuffle(blocks, random);
      blocks.forEach(allocator::free);
    }
    assertThat(digestWithoutPeak()).isEqualTo(before);
    assertThat(allocator.largestAllocatable()).isEqualTo(largest);
    assertThat(allocator.tryAllocate(largest, 1)).isNotEqualTo(ByteAllocator.NONE);
    allocator.checkInvariants(CheckLevel.EXPENSIVE);
  }

  private long digestWithoutPeak() {
    long[] runs = allocator.freeRunHistogram();
    return Arrays.hashCode(runs) * 31L + allocator.usedBytes();
  }

  @Test
  void largestAllocatable_isExact() {
    Random random = new Random(2);
    for (int i = 0; i < 40; i++) {
      long largest = allocator.largestAllocatable();
      long next = Math.max(0, largest);
      if (next < Long.MAX_VALUE) {
        assertThat(allocator.tryAllocate(next + 1, 1)).isEqualTo(ByteAllocator.NONE);
      }
      if (largest == 0) return;
      long address = allocator.tryAllocate(largest, 1);
      assertThat(address).isNotEqualTo(ByteAllocator.NONE);
      allocator.free(address);
      allocator.tryAllocate(1 + random.nextInt(60_000), 1L << random.nextInt(14));
    }
  }

  @Test
  void wrongArguments_areRefused() {
    long live = allocator.allocate(new Layout(100, 16));
    for (long alignment : new long[] {0, 3, -1, -8, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertRefusedUnchanged(INVALID_PARAM, allocator, () -> allocator.tryAllocate(8, alignment));
    }
    for (long size : new long[] {-1, Long.MIN_VALUE}) {
      assertRefusedUnchanged(INVALID_PARAM, allocator, () -> allocator.tryAllocate(size, 8));
    }
    assertRefusedUnchanged(
        INVALID_PARAM, allocator, () -> allocator.tryAllocate(Long.MAX_VALUE, 2));
    long[] huge = {Long.MAX_VALUE - 7, 1L << 62, (1L << 62) + 1, 1L << 61, 1L << 40};
    for (long size : huge) {
      long before = digest(allocator);
      assertThat(allocator.tryAllocate(size, 8)).isEqualTo(ByteAllocator.NONE);
      assertRefused(NO_MEMORY, () -> allocator.allocate(new Layout(size, 1)));
      assertThat(digest(allocator)).isEqualTo(before);
    }
    long[][] ranges = {{-1, 8}, {0, -1}, {1L << 62, 1L << 62}, {Long.MIN_VALUE, 1}};
    for (long[] range : ranges) {
      assertRefusedUnchanged(
          INVALID_PARAM, allocator, () -> allocator.addMemory(range[0], range[1]));
      assertRefusedUnchanged(
          INVALID_PARAM, allocator, () -> allocator.tryRemoveMemory(range[0], range[1]));
      assertRefusedUnchanged(INVALID_PARAM, allocator, () -> allocator.init(range[0], range[1]));
    }
    assertRefusedUnchanged(INVALID_PARAM, allocator, () -> allocator.init(1L << 50, 1 << 20));
    allocator.free(live, new Layout(100, 16));
  }

  @Test
  void wrongFrees_areRefused() {
    Layout layout = new Layout(300, 8);
    allocator.allocate(layout); // not at address 0, which is aligned to everything
    long live = allocator.allocate(layout);
    long freed = allocator.allocate(layout);
    allocator.allocate(layout);
    allocator.free(freed, layout);
    long[] wrong = {
      freed, live + 8, live + 1, live + 299, live - 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 52
    };
    for (long address : wrong) {
      assertRefusedUnchanged(NOT_ALLOCATED, allocator, () -> allocator.free(address));
      assertRefusedUnchanged(NOT_ALLOCATED, allocator, () -> allocator.free(address, layout));
      assertRefusedUnchanged(NOT_ALLOCATED, allocator, () -> allocator.usableSize(address));
      assertRefusedUnchanged(NOT_ALLOCATED, allocator, () -> allocator.tryResize(address, layout));
    }
    Layout larger = new Layout(allocator.usableSize(live) + 1, 8);
    assertRefusedUnchanged(INVALID_PARAM, allocator, () -> allocator.free(live, larger));
    Layout huge = new Layout(Long.MAX_VALUE, 1);
    assertRefusedUnchanged(INVALID_PARAM, allocator, () -> allocator.free(live, huge));
    Layout aligned = new Layout(300, 1L << 45);
    assertRefusedUnchanged(INVALID_PARAM, allocator, () -> allocator.free(live, aligned));
    assertThat(allocator.free(live)).isGreaterThanOrEqualTo(300);
  }

  @Test
  void resize_keepsEverythingElse() {
    long address = allocator.allocate(new Layout(100, 8));
    long other = allocator.allocate(new Layout(100, 8));
    long usable = allocator.usableSize(other);
    for (long size : new long[] {100, 1, 120, 5000, 100, 1L << 50}) {
      long before = digest(allocator);
      if (allocator.tryResize(address, new Layout(size, 8))) {
        assertThat(allocator.usableSize(address)).isGreaterThanOrEqualTo(size);
      } else {
        assertThat(digest(allocator)).isEqualTo(before);
      }
      assertThat(allocator.usableSize(other)).isEqualTo(usable);
      allocator.checkInvariants(CheckLevel.EXPENSIVE);
    }
  }

  @Test
  void walk_tilesTheMemory() {
    Random random = new Random(3);
    List<Long> blocks = fill(500);
    Collections.shuffle(blocks, random);
    for (long block : blocks.subList(0, blocks.size() / 2)) allocator.free(block);
    long[] sums = new long[2];
    long[] last = {-1};
    allocator.forEachBlock((address, byteSize, live) -> {
      assertThat(address).isGreaterThanOrEqualTo(last[0]);
      assertThat(byteSize).isPositive();
      last[0] = address + byteSize;
      sums[live ? 1 : 0] += byteSize;
      if (live) assertThat(allocator.usableSize(address)).isEqualTo(byteSize);
    });
    assertThat(sums[1]).isEqualTo(allocator.usedBytes());
    assertThat(sums[0]).isEqualTo(allocator.availableBytes());
    long[] histogram = allocator.freeRunHistogram();
    long runs = Arrays.stream(histogram).sum();
    assertThat(runs).isBetween(1L, blocks.size() + 4L);
  }
}
