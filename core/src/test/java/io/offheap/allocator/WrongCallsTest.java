package io.offheap.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import io.offheap.allocator.ByteAllocator.CheckLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method with every combination of numbers that are known for trouble. A call is refused in
 * the words of {@link AllocError} and has changed nothing, or it is undone and has changed nothing.
 */
class WrongCallsTest {
  private static final long[] EDGES = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -4096,
    -1,
    0,
    1,
    3,
    8,
    4095,
    4096,
    1L << 61,
    SharedByteAllocator.EMPTY,
    SharedByteAllocator.EMPTY + 1,
    Long.MAX_VALUE - 4095,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE
  };

  /** A call that undoes what it has done. */
  private interface Call {
    void run();
  }

  private static void attempt(LongSupplier digest, String what, Call call) {
    long before = digest.getAsLong();
    try {
      call.run();
    } catch (AllocException refused) {
      assertThat(refused.error()).as(what).isNotNull();
    } catch (RuntimeException | Error escaped) {
      throw new AssertionError(what, escaped);
    }
    assertThat(digest.getAsLong()).as(what).isEqualTo(before);
  }

  private static String text(String method, long... arguments) {
    List<String> all = new ArrayList<>();
    for (long argument : arguments) all.add(Long.toString(argument));
    return method + "(" + String.join(", ", all) + ")";
  }

  private static long[] with(long[] edges, long... more) {
    long[] all = Arrays.copyOf(edges, edges.length + more.length);
    System.arraycopy(more, 0, all, edges.length, more.length);
    return all;
  }

  private static List<Layout> layouts(long[] sizes) {
    List<Layout> layouts = new ArrayList<>();
    for (long size : sizes) {
      for (long alignment : EDGES) {
        try {
          layouts.add(new Layout(size, alignment));
        } catch (AllocException refused) {
          assertThat(refused.error()).isEqualTo(AllocError.INVALID_PARAM);
        }
      }
    }
    return layouts;
  }

  private interface Removal {
    boolean tryRemove(long start, long byteSize);
  }

  private static void ranges(
      LongSupplier digest,
      BaseAllocator allocator,
      long[] starts,
      LongSupplier total,
      Removal removal) {
    for (long start : starts) {
      for (long byteSize : EDGES) {
        attempt(
            digest,
            text("init", start, byteSize),
            () -> {
              allocator.init(start, byteSize);
              throw new AssertionError("a second init");
            });
        attempt(
            digest,
            text("tryRemoveMemory", start, byteSize),
            () -> {
              if (removal.tryRemove(start, byteSize)) allocator.addMemory(start, byteSize);
            });
        attempt(
            digest,
            text("addMemory", start, byteSize),
            () -> {
              long before = total.getAsLong();
              allocator.addMemory(start, byteSize);
              if (total.getAsLong() > before) {
                assertThat(removal.tryRemove(start, byteSize)).isTrue();
              }
            });
      }
    }
  }

  private static boolean isLive(ByteAllocator allocator, long address) {
    boolean[] found = {false};
    allocator.forEachBlock((at, byteSize, live) -> found[0] |= live && at == address);
    return found[0];
  }

  @ParameterizedTest
  @MethodSource("io.offheap.allocator.Configuration#all")
  void bytes(Configuration configuration) {
    ByteAllocator allocator = configuration.make();
    List<Long> blocks = new ArrayList<>(); // all of it once, so that the peak stays as it is
    for (long a = allocator.tryAllocate(1024, 1); a >= 0; a = allocator.tryAllocate(1024, 1)) {
      blocks.add(a);
    }
    blocks.forEach(allocator::free);
    long live = allocator.allocate(new Layout(100, 8));
    long freed = allocator.allocate(new Layout(100, 8));
    allocator.allocate(new Layout(100, 8));
    allocator.free(freed);
    long end = configuration.highest();
    long[] addresses =
        Arrays.stream(with(EDGES, live + 1, live + 8, freed, freed + 1, end - 8, end, end + 8))
            .filter(address -> !isLive(allocator, address))
            .toArray();
    LongSupplier digest = () -> AllocAssertions.digest(allocator);

    for (long size : EDGES) {
      for (long alignment : EDGES) {
        attempt(
            digest,
            text("tryAllocate", size, alignment),
            () -> {
              long address = allocator.tryAllocate(size, alignment);
              if (address != ByteAllocator.NONE) allocator.free(address);
            });
      }
    }
    List<Layout> layouts = layouts(with(new long[] {0, 100, 1L << 40}, EDGES));
    for (Layout layout : layouts) {
      attempt(digest, "allocate(" + layout, () -> allocator.free(allocator.allocate(layout)));
      attempt(
          digest,
          "tryResize(live, " + layout,
          () -> {
            long before = allocator.usableSize(live);
            if (allocator.tryResize(live, layout)) {
              assertThat(allocator.usableSize(live)).isGreaterThanOrEqualTo(layout.byteSize());
              assertThat(live % layout.byteAlignment()).isZero();
              assertThat(allocator.tryResize(live, new Layout(before, 1))).isTrue();
            }
          });
    }
    for (long address : addresses) {
      boolean empty = allocator instanceof SharedByteAllocator && address == 1L << 62;
      attempt(
          digest,
          text("free", address),
          () -> {
            allocator.free(address);
            assertThat(empty).isTrue();
          });
      attempt(
          digest,
          text("usableSize", address),
          () -> {
            allocator.usableSize(address);
            assertThat(empty).isTrue();
          });
      for (Layout layout : layouts) {
        attempt(
            digest,
            "free(" + address + ", " + layout,
            () -> {
              allocator.free(address, layout);
              assertThat(empty && layout.byteSize() == 0).isTrue();
            });
        attempt(
            digest,
            "tryResize(" + address + ", " + layout,
            () -> assertThat(allocator.tryResize(address, layout) && !empty).isFalse());
      }
    }
    allocator.checkInvariants(CheckLevel.EXPENSIVE);
    ranges(digest, allocator, addresses, allocator::totalBytes, allocator::tryRemoveMemory);
    allocator.checkInvariants(CheckLevel.EXPENSIVE);
    allocator.free(live, new Layout(100, 8));
  }

  @ParameterizedTest
  @MethodSource("io.offheap.allocator.PageConfiguration#all")
  void pages(PageConfiguration configuration) {
    PageAllocator pages = configuration.make();
    long pageBytes = configuration.pageBytes;
    long first = configuration.firstPage() * pageBytes;
    for (long i = 0; i < configuration.pageCount(); i++) pages.allocPages(1, pageBytes);
    for (long p = configuration.firstPage(); p < configuration.endPage(); p++) {
      if (configuration.manages(p)) pages.deallocPages(p * pageBytes, 1);
    }
    pages.allocPagesAt(first, 10, pageBytes);
    pages.deallocPages(first + 4 * pageBytes, 1);
    long end = configuration.endPage() * pageBytes;
    long[] bases = with(EDGES, first, first + 1, first + 4 * pageBytes, end - pageBytes, end);
    long[] counts = with(EDGES, 2, 10, configuration.pageCount());
    long[] alignments = {Long.MIN_VALUE, -1, 0, 3, pageBytes, 2 * pageBytes, 1L << 62};
    LongSupplier digest = () -> AllocAssertions.digest(pages);

    for (long count : counts) {
      for (long alignment : alignments) {
        attempt(
            digest,
            text("tryAllocPages", count, alignment),
            () -> {
              long base = pages.tryAllocPages(count, alignment);
              if (base != PageAllocator.NONE) pages.deallocPages(base, count);
            });
        for (long base : bases) {
          attempt(
              digest,
              text("tryAllocPagesAt", base, count, alignment),
              () -> {
                if (pages.tryAllocPagesAt(base, count, alignment)) pages.deallocPages(base, count);
              });
        }
      }
      for (long base : bases) {
        attempt(
            digest,
            text("deallocPages", base, count),
            () -> {
              pages.deallocPages(base, count);
              if (count > 0) pages.allocPagesAt(base, count, pageBytes);
            });
      }
    }
    ranges(digest, pages, bases, pages::totalPages, pages::tryRemoveMemory);
    pages.checkInvariants(CheckLevel.EXPENSIVE);
  }

  @ParameterizedTest
  @MethodSource("io.offheap.allocator.IdAllocatorContractTest#configurations")
  void ids(IdAllocatorContractTest.Configuration configuration) {
    IdAllocator ids = configuration.make();
    List<Long> taken = new ArrayList<>();
    for (long id = ids.allocId(1, 1); id >= 0; id = ids.tryAllocId(1, 1)) taken.add(id);
    for (long id : taken) ids.deallocId(id, 1);
    long first = taken.getFirst();
    long last = taken.getLast();
    for (int i = 0; i < 9; i++) ids.allocFixedId(first + i);
    ids.deallocId(first + 4, 1);
    long[] starts = with(EDGES, first, first + 4, first + 8, last, last + 1);
    LongSupplier digest = () -> AllocAssertions.digest(ids);

    for (long count : with(EDGES, ids.size())) {
      for (long alignment : EDGES) {
        attempt(
            digest,
            text("tryAllocId", count, alignment),
            () -> {
              long id = ids.tryAllocId(count, alignment);
              if (id != IdAllocator.NONE) ids.deallocId(id, count);
            });
      }
      for (long start : starts) {
        attempt(
            digest,
            text("deallocId", start, count),
            () -> {
              ids.deallocId(start, count);
              for (long n = 0; n < count; n++) ids.allocFixedId(start + n);
            });
        attempt(
            digest,
            text("init", start, count),
            () -> {
              ids.init(start, count);
              throw new AssertionError("a second init");
            });
      }
    }
    for (long id : starts) {
      attempt(
          digest,
          text("allocFixedId", id),
          () -> {
            ids.allocFixedId(id);
            ids.deallocId(id, 1);
          });
      attempt(digest, text("isAllocated", id), () -> ids.isAllocated(id));
    }
    ids.checkInvariants(CheckLevel.EXPENSIVE);
  }
}
