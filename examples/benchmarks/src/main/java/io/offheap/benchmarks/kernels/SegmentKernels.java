package io.offheap.benchmarks.kernels;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Over memory segments, as one writes them by hand. */
public final class SegmentKernels implements Kernels {
  private final int n;
  private final int side;
  private final MemorySegment longs;
  private final MemorySegment otherLongs;
  private final MemorySegment order;
  private final MemorySegment ints;
  private final MemorySegment otherInts;
  private final MemorySegment counts;
  private final MemorySegment doubles;
  private final MemorySegment otherDoubles;
  private final MemorySegment product;
  private final MemorySegment composite;
  private final MemorySegment sorted;
  private final MemorySegment text;
  private final MemorySegment table;

  /**
   * Allocates all segments, which live as long as this object.
   *
   * @param n a power of two, at least 4096
   */
  public SegmentKernels(int n) {
    Arena arena = Arena.ofAuto();
    this.n = n;
    side = Inputs.side(n);
    longs = arena.allocate(JAVA_LONG, n);
    otherLongs = arena.allocate(JAVA_LONG, n);
    order = arena.allocate(JAVA_INT, n);
    ints = arena.allocate(JAVA_INT, n);
    otherInts = arena.allocate(JAVA_INT, n);
    counts = arena.allocate(JAVA_INT, Inputs.CELLS);
    doubles = arena.allocate(JAVA_DOUBLE, n);
    otherDoubles = arena.allocate(JAVA_DOUBLE, n);
    product = arena.allocate(JAVA_DOUBLE, (long) side * side);
    composite = arena.allocate(JAVA_BOOLEAN, n);
    sorted = arena.allocate(JAVA_LONG, n);
    text = arena.allocate(JAVA_BYTE, n);
    table = arena.allocate(JAVA_LONG, n);
    for (int i = 0; i < n; i++) {
      longs.setAtIndex(JAVA_LONG, i, Inputs.random(i));
      order.setAtIndex(JAVA_INT, i, i);
      ints.setAtIndex(JAVA_INT, i, (int) (Inputs.random(i) >>> 32));
      doubles.setAtIndex(JAVA_DOUBLE, i, Inputs.fraction(i));
      otherDoubles.setAtIndex(JAVA_DOUBLE, i, Inputs.fraction(-i));
      sorted.setAtIndex(JAVA_LONG, i, 3L * i);
      text.setAtIndex(JAVA_BYTE, i, Inputs.character(i));
    }
    for (int i = n - 1; i > 0; i--) {
      int j = Inputs.below(i, i + 1);
      int index = order.getAtIndex(JAVA_INT, i);
      order.setAtIndex(JAVA_INT, i, order.getAtIndex(JAVA_INT, j));
      order.setAtIndex(JAVA_INT, j, index);
    }
    for (int i = 0; i < n / 2; i++) {
      long key = Inputs.key(i);
      int slot = Inputs.slot(key, n);
      while (table.getAtIndex(JAVA_LONG, slot) != 0) slot = slot + 1 & n - 1;
      table.setAtIndex(JAVA_LONG, slot, key);
    }
  }

  @Override
  public long sum() {
    MemorySegment longs = this.longs;
    long sum = 0;
    for (int i = 0; i < n; i++) sum += longs.getAtIndex(JAVA_LONG, i);
    return sum;
  }

  @Override
  public long fill() {
    MemorySegment otherInts = this.otherInts;
    for (int i = 0; i < n; i++) otherInts.setAtIndex(JAVA_INT, i, 42);
    return otherInts.getAtIndex(JAVA_INT, n - 1);
  }

  @Override
  public long copy() {
    MemorySegment longs = this.longs;
    MemorySegment otherLongs = this.otherLongs;
    for (int i = 0; i < n; i++) otherLongs.setAtIndex(JAVA_LONG, i, longs.getAtIndex(JAVA_LONG, i));
    return otherLongs.getAtIndex(JAVA_LONG, n - 1);
  }

  @Override
  public long gather() {
    MemorySegment longs = this.longs;
    MemorySegment order = this.order;
    long sum = 0;
    for (int i = 0; i < n; i++) sum += longs.getAtIndex(JAVA_LONG, order.getAtIndex(JAVA_INT, i));
    return sum;
  }

  @Override
  public long scatter() {
    MemorySegment otherLongs = this.otherLongs;
    MemorySegment order = this.order;
    for (int i = 0; i < n; i++) otherLongs.setAtIndex(JAVA_LONG, order.getAtIndex(JAVA_INT, i), i);
    return otherLongs.getAtIndex(JAVA_LONG, n - 1);
  }

  @Override
  public long prefixSum() {
    MemorySegment ints = this.ints;
    MemorySegment otherInts = this.otherInts;
    int sum = 0;
    for (int i = 0; i < n; i++) {
      sum += ints.getAtIndex(JAVA_INT, i);
      otherInts.setAtIndex(JAVA_INT, i, sum);
    }
    return otherInts.getAtIndex(JAVA_INT, n - 1);
  }

  @Override
  public long dot() {
    MemorySegment doubles = this.doubles;
    MemorySegment otherDoubles = this.otherDoubles;
    double sum = 0;
    for (int i = 0; i < n; i++)
      sum += doubles.getAtIndex(JAVA_DOUBLE, i) * otherDoubles.getAtIndex(JAVA_DOUBLE, i);
    return (long) sum;
  }

  @Override
  public long add() {
    MemorySegment doubles = this.doubles;
    MemorySegment otherDoubles = this.otherDoubles;
    for (int i = 0; i < n; i++)
      otherDoubles.setAtIndex(
          JAVA_DOUBLE,
          i,
          otherDoubles.getAtIndex(JAVA_DOUBLE, i) + doubles.getAtIndex(JAVA_DOUBLE, i));
    return (long) otherDoubles.getAtIndex(JAVA_DOUBLE, n - 1);
  }

  @Override
  public long stencil() {
    MemorySegment doubles = this.doubles;
    MemorySegment otherDoubles = this.otherDoubles;
    for (int i = 1; i < n - 1; i++) {
      otherDoubles.setAtIndex(
          JAVA_DOUBLE,
          i,
          (doubles.getAtIndex(JAVA_DOUBLE, i - 1)
                  + doubles.getAtIndex(JAVA_DOUBLE, i)
                  + doubles.getAtIndex(JAVA_DOUBLE, i + 1))
              / 3);
    }
    return (long) (1000 * otherDoubles.getAtIndex(JAVA_DOUBLE, n / 2));
  }

  @Override
  public long histogram() {
    MemorySegment ints = this.ints;
    MemorySegment counts = this.counts;
    for (int i = 0; i < n; i++) {
      int cell = ints.getAtIndex(JAVA_INT, i) >>> Inputs.CELL_SHIFT;
      counts.setAtIndex(JAVA_INT, cell, counts.getAtIndex(JAVA_INT, cell) + 1);
    }
    return counts.getAtIndex(JAVA_INT, 1);
  }

  @Override
  public long matrixProduct() {
    MemorySegment left = doubles;
    MemorySegment right = otherDoubles;
    MemorySegment product = this.product;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++)
        product.setAtIndex(JAVA_DOUBLE, row * side + column, 0);
      for (int k = 0; k < side; k++) {
        double factor = left.getAtIndex(JAVA_DOUBLE, row * side + k);
        for (int column = 0; column < side; column++) {
          product.setAtIndex(
              JAVA_DOUBLE,
              row * side + column,
              product.getAtIndex(JAVA_DOUBLE, row * side + column)
                  + factor * right.getAtIndex(JAVA_DOUBLE, k * side + column));
        }
      }
    }
    return (long) (1000 * product.getAtIndex(JAVA_DOUBLE, side + 1));
  }

  @Override
  public long sieve() {
    MemorySegment composite = this.composite;
    for (int i = 0; i < n; i++) composite.setAtIndex(JAVA_BOOLEAN, i, false);
    for (int i = 2; i * i < n; i++) {
      if (!composite.getAtIndex(JAVA_BOOLEAN, i)) {
        for (int multiple = i * i; multiple < n; multiple += i) {
          composite.setAtIndex(JAVA_BOOLEAN, multiple, true);
        }
      }
    }
    long count = 0;
    for (int i = 2; i < n; i++) if (!composite.getAtIndex(JAVA_BOOLEAN, i)) count++;
    return count;
  }

  @Override
  public long quicksort() {
    MemorySegment.copy(ints, 0, otherInts, 0, ints.byteSize());
    quicksort(0, n - 1);
    return otherInts.getAtIndex(JAVA_INT, n / 3);
  }

  private void quicksort(int from, int to) {
    MemorySegment a = otherInts;
    int low = from;
    int high = to;
    int pivot = a.getAtIndex(JAVA_INT, (from + to) >>> 1);
    while (low <= high) {
      while (a.getAtIndex(JAVA_INT, low) < pivot) low++;
      while (a.getAtIndex(JAVA_INT, high) > pivot) high--;
      if (low <= high) {
        int element = a.getAtIndex(JAVA_INT, low);
        a.setAtIndex(JAVA_INT, low++, a.getAtIndex(JAVA_INT, high));
        a.setAtIndex(JAVA_INT, high--, element);
      }
    }
    if (from < high) quicksort(from, high);
    if (low < to) quicksort(low, to);
  }

  @Override
  public long binarySearch() {
    MemorySegment sorted = this.sorted;
    long found = 0;
    for (int i = 0; i < n / 8; i++) {
      long wanted = Inputs.below(i, 3 * n);
      int low = 0;
      int high = n - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        long element = sorted.getAtIndex(JAVA_LONG, middle);
        if (element < wanted) {
          low = middle + 1;
        } else if (element > wanted) {
          high = middle - 1;
        } else {
          found += middle;
          break;
        }
      }
    }
    return found;
  }

  @Override
  public long parse() {
    MemorySegment text = this.text;
    long sum = 0;
    int number = 0;
    for (int i = 0; i < n; i++) {
      int digit = text.getAtIndex(JAVA_BYTE, i) - '0';
      if (digit >= 0) {
        number = 10 * number + digit;
      } else {
        sum += number;
        number = 0;
      }
    }
    return sum;
  }

  @Override
  public long hashProbe() {
    MemorySegment table = this.table;
    long found = 0;
    for (int i = 0; i < n / 2; i++) {
      long key = Inputs.key(2 * i);
      int slot = Inputs.slot(key, n);
      long present = table.getAtIndex(JAVA_LONG, slot);
      while (present != key && present != 0) {
        slot = slot + 1 & n - 1;
        present = table.getAtIndex(JAVA_LONG, slot);
      }
      if (present == key) found++;
    }
    return found;
  }
}
