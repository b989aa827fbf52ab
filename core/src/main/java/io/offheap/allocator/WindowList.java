package io.offheap.allocator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The windows of an allocator, in ascending order; no two intersect.
 *
 * <p>Memory that touches other memory has to be in the same window, so that blocks can span both. A
 * window that must be enlarged is replaced by one with room upwards for as much again; so adding
 * chunk after chunk copies every block O(1) times.
 */
final class WindowList<W extends Window> {
  private final List<W> windows = new ArrayList<>();

  /** The window found last; most allocators have only one. */
  private @Nullable W last;

  /** Makes a window with all the blocks of those that it replaces. */
  @FunctionalInterface
  interface Maker<W> {
    W make(long firstUnit, long endUnit, List<W> replaced);
  }

  int size() {
    return windows.size();
  }

  W get(int i) {
    return windows.get(i);
  }

  /** The window that a call found last, or null; for a guess that is often right. */
  @Nullable W last() {
    return last;
  }

  /** The window with this unit, or null. */
  @Nullable W find(long unit) {
    W window = last;
    return window != null && window.covers(unit) ? window : search(unit);
  }

  private @Nullable W search(long unit) {
    int i = indexOf(unit);
    if (i == windows.size()) return null;
    W window = windows.get(i);
    if (!window.covers(unit)) return null;
    last = window;
    return window;
  }

  /** The window with this unit, which is known to be in one. */
  W of(long unit) {
    return Objects.requireNonNull(find(unit));
  }

  /** The index of the first window that ends after {@code unit}. */
  private int indexOf(long unit) {
    int low = 0;
    int high = windows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (windows.get(middle).endUnit > unit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /**
   * The window with all of {@code [from, to)}: the one that has it already, or a new one that also
   * replaces those that the range touches.
   *
   * @param unitLimit the number of units that addresses allow
   */
  W place(long from, long to, long unitLimit, Maker<W> maker) {
    int low = indexOf(from - 1);
    int high = low;
    while (high < windows.size() && windows.get(high).firstUnit <= to) high++;
    List<W> touched = windows.subList(low, high);
    if (touched.size() == 1) {
      W only = touched.get(0);
      if (only.firstUnit <= from && to <= only.endUnit) return only;
    }
    long first = from;
    long end = to;
    if (high > low) {
      first = Math.min(from, touched.get(0).firstUnit);
      end = Math.max(to, touched.get(touched.size() - 1).endUnit);
      long ceiling = high < windows.size() ? windows.get(high).firstUnit : unitLimit;
      end += Math.min(end - first, ceiling - end);
    }
    W window = maker.make(first, end, touched);
    touched.clear();
    last = null;
    windows.add(low, window);
    return window;
  }
}
