package io.offheap.allocator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs of units, a bit each: what the page and the id allocator have in common. */
abstract class BitmapRuns extends RangedAllocator {
  /** A unit is {@code 2^unitShift} of what ranges are given in. */
  final int unitShift;

  private final WindowList<BitmapWindow> windows = new WindowList<>();

  BitmapRuns(int unitShift) {
    this.unitShift = unitShift;
  }

  @Override
  final long granuleBytes() {
    return 1L << unitShift;
  }

  /** Takes the lowest aligned run; answers its first unit, or -1 and has counted a refusal. */
  final long take(long count, long alignment) {
    if (count <= (total() - used()) >>> unitShift) {
      for (int i = 0; i < windows.size(); i++) {
        BitmapWindow window = windows.get(i);
        long unit = window.findRun(count, alignment);
        if (unit >= 0) {
          mark(window, unit, count, false);
          countTaken(count << unitShift);
          return unit;
        }
      }
    }
    return refuse();
  }

  /** Takes exactly these units; answers whether they were free, and counts a refusal if not. */
  final boolean takeAt(long unit, long count) {
    BitmapWindow window = managedWindow(unit, count);
    if (window != null) {
      long position = unit - window.firstUnit;
      if (window.free.allSet(position, position + count)) {
        mark(window, unit, count, false);
        countTaken(count << unitShift);
        return true;
      }
    }
    refuse();
    return false;
  }

  /** Frees these units if all of them are taken; answers whether they were. */
  final boolean giveBack(long unit, long count) {
    BitmapWindow window = managedWindow(unit, count);
    if (window == null) return false;
    long position = unit - window.firstUnit;
    if (window.free.anySet(position, position + count)) return false;
    mark(window, unit, count, true);
    countReturned(count << unitShift);
    return true;
  }

  private @Nullable BitmapWindow managedWindow(long unit, long count) {
    if (unit < 0 || count > (Long.MAX_VALUE >>> unitShift) - unit) return null;
    if (!memory.containsAll(unit << unitShift, (unit + count) << unitShift)) return null;
    return windows.find(unit);
  }

  private static void mark(BitmapWindow window, long unit, long count, boolean free) {
    long position = unit - window.firstUnit;
    if (count == 1) {
      if (free) window.free.set(position);
      else window.free.clear(position);
    } else if (free) {
      window.free.setRange(position, position + count);
    } else {
      window.free.clearRange(position, position + count);
    }
  }

  final boolean isTaken(long unit) {
    BitmapWindow window = managedWindow(unit, 1);
    return window != null && !window.free.get(unit - window.firstUnit);
  }

  @Override
  final void adopt(long start, long end) {
    long from = start >>> unitShift;
    long to = end >>> unitShift;
    BitmapWindow window =
        windows.place(from, to, Long.MAX_VALUE >>> unitShift, BitmapRuns::replace);
    mark(window, from, to - from, true);
  }

  private static BitmapWindow replace(long firstUnit, long endUnit, List<BitmapWindow> replaced) {
    BitmapWindow window = new BitmapWindow(firstUnit, endUnit);
    for (BitmapWindow old : replaced) window.copyFrom(old);
    return window;
  }

  @Override
  final boolean abandon(long start, long end) {
    long unit = start >>> unitShift;
    long count = (end - start) >>> unitShift;
    BitmapWindow window = windows.of(unit);
    long position = unit - window.firstUnit;
    if (!window.free.allSet(position, position + count)) return false;
    mark(window, unit, count, false);
    return true;
  }

  public final long largestRun() {
    long[] largest = {0};
    forEachRun((address, size, live) -> {
      if (!live) largest[0] = Math.max(largest[0], size >>> unitShift);
    });
    return largest[0];
  }

  public final void forEachRun(ByteAllocator.BlockVisitor visitor) {
    for (int i = 0; i < memory.count(); i++) {
      long unit = memory.start(i) >>> unitShift;
      long end = memory.end(i) >>> unitShift;
      BitmapWindow window = windows.of(unit);
      while (unit < end) {
        long position = unit - window.firstUnit;
        boolean live = !window.free.get(position);
        long next = live ? window.free.next(position) : window.endOfRun(position);
        next = next < 0 ? end : Math.min(end, window.firstUnit + next);
        visitor.visit(unit << unitShift, (next - unit) << unitShift, live);
        unit = next;
      }
    }
  }

  public final void checkInvariants(ByteAllocator.CheckLevel level) {
    checkTotals();
    if (level != ByteAllocator.CheckLevel.EXPENSIVE) return;
    long[] taken = {0};
    forEachRun((address, size, live) -> {
      if (live) taken[0] += size;
    });
    check(taken[0] == used(), "taken units");
    long free = 0;
    for (int i = 0; i < windows.size(); i++) {
      BitTree bits = windows.get(i).free;
      check(bits.isConsistent(), "summary bits");
      for (long w = 0; w << 6 < bits.bitCount(); w++) free += Long.bitCount(bits.word(w));
    }
    check(free << unitShift == total() - used(), "free bits outside the memory");
  }
}
