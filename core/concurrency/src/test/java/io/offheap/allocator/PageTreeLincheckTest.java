package io.offheap.allocator;

import io.offheap.concurrency.Lincheck;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** The tree of free pages behind one lock: runs of 1 to 65 of 130 pages, so of two words. */
class PageTreeLincheckTest {
  private static final long PAGE = BitmapPageAllocator.DEFAULT_PAGE_BYTES;
  private static final int PAGES = 130;

  /**
   * With less, a loop over the places in a word is so long that it is taken for one without end.
   */
  private static final long ALIGNMENT = 32 * PAGE;

  /** The operations, whatever guards them. */
  public abstract static class Pages {
    private final BitmapPageAllocator pages = new BitmapPageAllocator();

    Pages() {
      pages.init(0, PAGES * PAGE);
    }

    final long take(int count) {
      return pages.tryAllocPages(count, ALIGNMENT) / PAGE;
    }

    final boolean giveBack(int page) {
      try {
        pages.deallocPages(page * PAGE, 1);
        return true;
      } catch (AllocException e) {
        return false;
      }
    }

    final long used() {
      return pages.usedPages();
    }
  }

  /** One lock. */
  public static class Locked extends Pages {
    @Operation
    public synchronized long allocate(@Param(gen = IntGen.class, conf = "1:2") int halves) {
      return take(halves * 32 + 1);
    }

    @Operation
    public synchronized boolean free(@Param(gen = IntGen.class, conf = "0:2") int page) {
      return giveBack(page);
    }

    @Operation
    public synchronized long usedPages() {
      return used();
    }
  }

  /** No lock. */
  public static class LockedPlanted extends Pages {
    @Operation
    public long allocate(@Param(gen = IntGen.class, conf = "1:2") int halves) {
      return take(halves * 32 + 1);
    }

    @Operation
    public boolean free(@Param(gen = IntGen.class, conf = "0:2") int page) {
      return giveBack(page);
    }

    @Operation
    public long usedPages() {
      return used();
    }
  }

  @Test
  void pages_areTakenAsInSomeOrder() {
    Lincheck.demandSound(Locked.class);
  }

  @Test
  void plantedPages_areFound() {
    Lincheck.demandBroken(LockedPlanted.class);
  }
}
