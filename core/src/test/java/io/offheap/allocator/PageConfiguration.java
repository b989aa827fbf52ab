package io.offheap.allocator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A page allocator with its page size and its memory, for tests that run over many. */
final class PageConfiguration {
  final long pageBytes;

  private final String name;
  private final Supplier<PageAllocator> maker;

  /** Start and length of each range in pages, pairwise, in ascending order. */
  private final long[] regions;

  private PageConfiguration(
      String name, Supplier<PageAllocator> maker, long pageBytes, long... regions) {
    this.name = name;
    this.maker = maker;
    this.pageBytes = pageBytes;
    this.regions = regions;
  }

  PageAllocator makeEmpty() {
    return maker.get();
  }

  /** The ranges' ends lie within pages where there is room, so that they must be rounded. */
  PageAllocator make() {
    PageAllocator pages = maker.get();
    for (int i = 0; i < regions.length; i += 2) {
      long start = regions[i] * pageBytes;
      long byteSize = regions[i + 1] * pageBytes;
      if (i == 0) pages.init(start, byteSize + pageBytes / 2);
      else pages.addMemory(start, byteSize);
    }
    return pages;
  }

  long firstPage() {
    return regions[0];
  }

  /** The page after the last. */
  long endPage() {
    return regions[regions.length - 2] + regions[regions.length - 1];
  }

  long pageCount() {
    long sum = 0;
    for (int i = 1; i < regions.length; i += 2) sum += regions[i];
    return sum;
  }

  boolean manages(long page) {
    for (int i = 0; i < regions.length; i += 2) {
      if (page >= regions[i] && page < regions[i] + regions[i + 1]) return true;
    }
    return false;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Four page sizes, and of each five places. */
  static List<PageConfiguration> all() {
    List<PageConfiguration> all = new ArrayList<>();
    for (long pageBytes : new long[] {1, 64, 4096, 2 << 20}) {
      add(all, pageBytes, "at 0", 0, 300);
      add(all, pageBytes, "at page 37", 37, 515);
      add(all, pageBytes, "at 2^40", (1L << 40) / pageBytes + 1, 64);
      add(all, pageBytes, "two that touch", 1000, 200, 1200, 57);
      add(all, pageBytes, "three apart", 0, 100, 101, 63, 1024, 130);
    }
    return all;
  }

  private static void add(
      List<PageConfiguration> all, long pageBytes, String place, long... regions) {
    all.add(
        new PageConfiguration(
            "pages of " + pageBytes + " " + place,
            () -> new BitmapPageAllocator(pageBytes, 2000),
            pageBytes,
            regions));
  }
}
