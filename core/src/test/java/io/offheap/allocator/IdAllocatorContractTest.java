package io.offheap.allocator;

import static io.offheap.allocator.AllocAssertions.assertRefusedUnchanged;
import static io.offheap.allocator.AllocAssertions.digest;
import static io.offheap.allocator.AllocError.INVALID_PARAM;
import static io.offheap.allocator.AllocError.MEMORY_OVERLAP;
import static io.offheap.allocator.AllocError.NOT_ALLOCATED;
import static io.offheap.allocator.AllocError.NO_MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link IdAllocator} promises, for every configuration. */
@ParameterizedClass
@MethodSource("configurations")
class IdAllocatorContractTest {
  /** Start and number of the ids of each range, pairwise. */
  record Configuration(String name, Supplier<IdAllocator> maker, List<Long> ranges) {
    Configuration(String name, Supplier<IdAllocator> maker, Long... ranges) {
      this(name, maker, List.of(ranges));
    }

    IdAllocator make() {
      IdAllocator ids = maker.get();
      ids.init(ranges.get(0), ranges.get(1));
      for (int i = 2; i < ranges.size(); i += 2) ids.addMemory(ranges.get(i), ranges.get(i + 1));
      return ids;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Configuration> configurations() {
    Supplier<IdAllocator> bitmap = BitmapIdAllocator::new;
    return List.of(
        new Configuration("16 from 0", bitmap, 0L, 16L),
        new Configuration("64 from 0", bitmap, 0L, 64L),
        new Configuration("1000 from 0", bitmap, 0L, 1000L),
        new Configuration("5000 from 1", bitmap, 1L, 5000L),
        new Configuration("65 from 2^40 + 3", bitmap, (1L << 40) + 3, 65L),
        new Configuration("the last 100", bitmap, Long.MAX_VALUE - 100L, 100L),
        new Configuration("two that touch", bitmap, 10L, 90L, 100L, 200L),
        new Configuration("touching, downwards", bitmap, 200L, 100L, 100L, 100L),
        new Configuration("three apart", bitmap, 0L, 70L, 71L, 64L, 5000L, 10L));
  }

  private final Configuration configuration;
  private final IdAllocator ids;
  private final TreeSet<Long> supported = new TreeSet<>();
  private final long first;
  private final long last;

  IdAllocatorContractTest(Configuration configuration) {
    this.configuration = configuration;
    ids = configuration.make();
    List<Long> ranges = configuration.ranges;
    for (int i = 0; i < ranges.size(); i += 2) {
      for (long n = 0; n < ranges.get(i + 1); n++) supported.add(ranges.get(i) + n);
    }
    first = supported.getFirst();
    last = supported.getLast();
  }

  @Test
  void ids_ascendToTheLast() {
    assertThat(ids.size()).isEqualTo(supported.size());
    long used = 0;
    for (long id : supported) {
      assertThat(ids.isAllocated(id)).isFalse();
      assertThat(ids.allocId(1, 1)).isEqualTo(id);
      assertThat(ids.isAllocated(id)).isTrue();
      assertThat(ids.used()).isEqualTo(++used);
      assertThat(ids.used() + ids.available()).isEqualTo(ids.size());
    }
    assertThat(ids.largestRun()).isZero();
    assertThat(ids.tryAllocId(1, 1)).isEqualTo(IdAllocator.NONE);
    assertRefusedUnchanged(NO_MEMORY, ids, () -> ids.allocId(1, 1));
    assertThat(ids.failureCount()).isEqualTo(2);
    for (long id : supported) ids.deallocId(id, 1);
    assertThat(ids.used()).isZero();
    assertThat(ids.peakUsed()).isEqualTo(supported.size());
    ids.checkInvariants(CheckLevel.EXPENSIVE);
  }

  @Test
  void fixedId_isTakenUntilFreed() {
    long fixed = first + 5;
    ids.allocFixedId(fixed);
    assertThat(ids.isAllocated(fixed)).isTrue();
    assertThat(ids.isAllocated(fixed + 1)).isFalse();
    assertRefusedUnchanged(NO_MEMORY, ids, () -> ids.allocFixedId(fixed));
    for (long i = 1; i < ids.size(); i++) assertThat(ids.allocId(1, 1)).isNotEqualTo(fixed);
    assertRefusedUnchanged(NO_MEMORY, ids, () -> ids.allocId(1, 1));
    ids.deallocId(fixed, 1);
    assertThat(ids.isAllocated(fixed)).isFalse();
    assertThat(ids.allocId(1, 1)).isEqualTo(fixed);
  }

  @Test
  void wrongRequests_areRefused() {
    ids.allocFixedId(first);
    for (long count : new long[] {0, -1, Long.MIN_VALUE}) {
      assertRefusedUnchanged(INVALID_PARAM, ids, () -> ids.tryAllocId(count, 1));
    }
    for (long alignment : new long[] {0, 3, -1, -8, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertRefusedUnchanged(INVALID_PARAM, ids, () -> ids.tryAllocId(1, alignment));
    }
    for (long count : new long[] {ids.size(), ids.size() + 1, 1L << 62, Long.MAX_VALUE}) {
      assertRefusedUnchanged(NO_MEMORY, ids, () -> ids.allocId(count, 1));
    }
    for (long wrong : new long[] {first - 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 61}) {
      assertRefusedUnchanged(INVALID_PARAM, ids, () -> ids.allocFixedId(wrong));
      assertThat(ids.isAllocated(wrong)).isFalse();
    }
    assertThat(ids.isAllocated(last + 1)).isFalse();
  }

  @Test
  void wrongFrees_freeNothing() {
    for (int i = 0; i < 10; i++) ids.allocFixedId(first + i);
    ids.deallocId(first + 4, 1);
    long[][] wrong = {
      {first + 4, 1}, // double
      {first, 10}, // in part
      {first, 5},
      {first + 4, 3},
      {first + 9, 2},
      {first - 1, 2}, // in part foreign
      {last, 2},
      {last, 1},
      {1L << 61, 1},
      {-1, 1},
      {Long.MIN_VALUE, 1},
      {Long.MAX_VALUE, 1},
      {first, Long.MAX_VALUE},
      {first, Long.MAX_VALUE - first},
    };
    for (long[] w : wrong) {
      assertRefusedUnchanged(NOT_ALLOCATED, ids, () -> ids.deallocId(w[0], w[1]));
    }
    assertRefusedUnchanged(INVALID_PARAM, ids, () -> ids.deallocId(first, -1));
    assertRefusedUnchanged(INVALID_PARAM, ids, () -> ids.deallocId(first, Long.MIN_VALUE));
    long before = digest(ids);
    ids.deallocId(first, 0);
    assertThat(digest(ids)).isEqualTo(before);
    ids.deallocId(first, 4);
    ids.deallocId(first + 5, 5);
    assertThat(ids.used()).isZero();
  }

  @Test
  void wrongRanges_areRefused() {
    ids.allocFixedId(first + 1);
    long[][] ranges = {{-1, 8}, {0, -1}, {1L << 62, 1L << 62}, {Long.MIN_VALUE, 1}};
    for (long[] range : ranges) {
      assertRefusedUnchanged(INVALID_PARAM, ids, () -> ids.addMemory(range[0], range[1]));
      assertRefusedUnchanged(INVALID_PARAM, ids, () -> ids.init(range[0], range[1]));
      IdAllocator fresh = configuration.maker.get();
      assertRefusedUnchanged(INVALID_PARAM, fresh, () -> fresh.init(range[0], range[1]));
    }
    assertRefusedUnchanged(INVALID_PARAM, ids, () -> ids.init(1L << 50, 10));
    assertRefusedUnchanged(MEMORY_OVERLAP, ids, () -> ids.addMemory(first, 1));
    assertRefusedUnchanged(MEMORY_OVERLAP, ids, () -> ids.addMemory(last, 1));
  }

  @Test
  void beforeInit_nothingIsServed() {
    IdAllocator fresh = configuration.maker.get();
    assertRefusedUnchanged(NO_MEMORY, fresh, () -> fresh.allocId(1, 1));
    assertRefusedUnchanged(INVALID_PARAM, fresh, () -> fresh.allocFixedId(0));
    assertRefusedUnchanged(NOT_ALLOCATED, fresh, () -> fresh.deallocId(0, 1));
    assertRefusedUnchanged(INVALID_PARAM, fresh, () -> fresh.addMemory(0, 10));
    assertThat(fresh.isAllocated(0)).isFalse();
    assertThat(fresh.size()).isZero();
  }

  /** Against a plain set of the free ids, searched one by one. */
  @Test
  void randomCalls_agreeWithAPlainSet() {
    TreeSet<Long> free = new TreeSet<>(supported);
    Random random = new Random(12);
    for (int i = 0; i < 600; i++) {
      long count = 1L + random.nextInt(1 << random.nextInt(7));
      long at = first + random.nextLong(last - first + 1);
      switch (random.nextInt(3)) {
        case 0 -> {
          long alignment = 1L << random.nextInt(8);
          long expected = search(free, count, alignment);
          assertThat(ids.tryAllocId(count, alignment)).isEqualTo(expected);
          for (long n = 0; n < count && expected >= 0; n++) free.remove(expected + n);
        }
        case 1 -> {
          if (free.remove(at)) {
            ids.allocFixedId(at);
          } else {
            AllocError error = supported.contains(at) ? NO_MEMORY : INVALID_PARAM;
            assertRefusedUnchanged(error, ids, () -> ids.allocFixedId(at));
          }
        }
        default -> {
          long end = at + Math.min(count, Long.MAX_VALUE - at);
          long wanted = end - at;
          if (wanted == supported.subSet(at, end).size() && free.subSet(at, end).isEmpty()) {
            ids.deallocId(at, wanted);
            for (long n = at; n < end; n++) free.add(n);
          } else {
            assertRefusedUnchanged(NOT_ALLOCATED, ids, () -> ids.deallocId(at, wanted));
          }
        }
      }
      assertThat(ids.available()).isEqualTo(free.size());
      assertThat(ids.isAllocated(at)).isEqualTo(supported.contains(at) && !free.contains(at));
    }
    ids.checkInvariants(CheckLevel.EXPENSIVE);
  }

  private static long search(NavigableSet<Long> free, long count, long alignment) {
    for (long id : free) {
      boolean fits = id % alignment == 0 && id <= Long.MAX_VALUE - count;
      if (fits && free.subSet(id, id + count).size() == count) return id;
    }
    return IdAllocator.NONE;
  }
}
