package io.offheap.benchmarks.kernels;

import io.offheap.OffHeap;

/** Over arrays: Java arrays without the agent, off the heap with it. */
public final class ArrayKernels implements Kernels {
  private final int n;
  private final int side;
  private final long @OffHeap [] longs;
  private final long @OffHeap [] otherLongs;
  private final int @OffHeap [] order;
  private final int @OffHeap [] ints;
  private final int @OffHeap [] otherInts;
  private final int @OffHeap [] counts;
  private final double @OffHeap [] doubles;
  private final double @OffHeap [] otherDoubles;
  private final double @OffHeap [] product;
  private final boolean @OffHeap [] composite;
  private final long @OffHeap [] sorted;
  private final byte @OffHeap [] text;
  private final long @OffHeap [] table;

  /**
   * Makes all arrays.
   *
   * @param n a power of two, at least 4096
   */
  public ArrayKernels(int n) {
    this.n = n;
    side = Inputs.side(n);
    longs = new long[n];
    otherLongs = new long[n];
    order = new int[n];
    ints = new int[n];
    otherInts = new int[n];
    counts = new int[Inputs.CELLS];
    doubles = new double[n];
    otherDoubles = new double[n];
    product = new double[side * side];
    composite = new boolean[n];
    sorted = new long[n];
    text = new byte[n];
    table = new long[n];
    for (int i = 0; i < n; i++) {
      longs[i] = Inputs.random(i);
      order[i] = i;
      ints[i] = (int) (Inputs.random(i) >>> 32);
      doubles[i] = Inputs.fraction(i);
      otherDoubles[i] = Inputs.fraction(-i);
      sorted[i] = 3L * i;
      text[i] = Inputs.character(i);
    }
    for (int i = n - 1; i > 0; i--) {
      int j = Inputs.below(i, i + 1);
      int index = order[i];
      order[i] = order[j];
      order[j] = index;
    }
    for (int i = 0; i < n / 2; i++) {
      long key = Inputs.key(i);
      int slot = Inputs.slot(key, n);
      while (table[slot] != 0) slot = slot + 1 & n - 1;
      table[slot] = key;
    }
  }

  @Override
  public long sum() {
    long[] longs = this.longs;
    long sum = 0;
    for (int i = 0; i < longs.length; i++) sum += longs[i];
    return sum;
  }

  @Override
  public long fill() {
    int[] otherInts = this.otherInts;
    for (int i = 0; i < otherInts.length; i++) otherInts[i] = 42;
    return otherInts[n - 1];
  }

  @Override
  public long copy() {
    long[] longs = this.longs;
    long[] otherLongs = this.otherLongs;
    for (int i = 0; i < longs.length; i++) otherLongs[i] = longs[i];
    return otherLongs[n - 1];
  }

  @Override
  public long gather() {
    long[] longs = this.longs;
    int[] order = this.order;
    long sum = 0;
    for (int i = 0; i < order.length; i++) sum += longs[order[i]];
    return sum;
  }

  @Override
  public long scatter() {
    long[] otherLongs = this.otherLongs;
    int[] order = this.order;
    for (int i = 0; i < order.length; i++) otherLongs[order[i]] = i;
    return otherLongs[n - 1];
  }

  @Override
  public long prefixSum() {
    int[] ints = this.ints;
    int[] otherInts = this.otherInts;
    int sum = 0;
    for (int i = 0; i < ints.length; i++) {
      sum += ints[i];
      otherInts[i] = sum;
    }
    return otherInts[n - 1];
  }

  @Override
  public long dot() {
    double[] doubles = this.doubles;
    double[] otherDoubles = this.otherDoubles;
    double sum = 0;
    for (int i = 0; i < doubles.length; i++) sum += doubles[i] * otherDoubles[i];
    return (long) sum;
  }

  @Override
  public long add() {
    double[] doubles = this.doubles;
    double[] otherDoubles = this.otherDoubles;
    for (int i = 0; i < doubles.length; i++) otherDoubles[i] += doubles[i];
    return (long) otherDoubles[n - 1];
  }

  @Override
  public long stencil() {
    double[] doubles = this.doubles;
    double[] otherDoubles = this.otherDoubles;
    for (int i = 1; i < doubles.length - 1; i++) {
      otherDoubles[i] = (doubles[i - 1] + doubles[i] + doubles[i + 1]) / 3;
    }
    return (long) (1000 * otherDoubles[n / 2]);
  }

  @Override
  public long histogram() {
    int[] ints = this.ints;
    int[] counts = this.counts;
    for (int i = 0; i < ints.length; i++) counts[ints[i] >>> Inputs.CELL_SHIFT]++;
    return counts[1];
  }

  @Override
  public long matrixProduct() {
    double[] left = doubles;
    double[] right = otherDoubles;
    double[] product = this.product;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) product[row * side + column] = 0;
      for (int k = 0; k < side; k++) {
        double factor = left[row * side + k];
        for (int column = 0; column < side; column++) {
          product[row * side + column] += factor * right[k * side + column];
        }
      }
    }
    return (long) (1000 * product[side + 1]);
  }

  @Override
  public long sieve() {
    boolean[] composite = this.composite;
    for (int i = 0; i < n; i++) composite[i] = false;
    for (int i = 2; i * i < n; i++) {
      if (!composite[i]) {
        for (int multiple = i * i; multiple < n; multiple += i) composite[multiple] = true;
      }
    }
    long count = 0;
    for (int i = 2; i < n; i++) if (!composite[i]) count++;
    return count;
  }

  @Override
  public long quicksort() {
    System.arraycopy(ints, 0, otherInts, 0, n);
    quicksort(0, n - 1);
    return otherInts[n / 3];
  }

  private void quicksort(int from, int to) {
    int[] a = otherInts;
    int low = from;
    int high = to;
    int pivot = a[(from + to) >>> 1];
    while (low <= high) {
      while (a[low] < pivot) low++;
      while (a[high] > pivot) high--;
      if (low <= high) {
        int element = a[low];
        a[low++] = a[high];
        a[high--] = element;
      }
    }
    if (from < high) quicksort(from, high);
    if (low < to) quicksort(low, to);
  }

  @Override
  public long binarySearch() {
    long[] sorted = this.sorted;
    long found = 0;
    for (int i = 0; i < n / 8; i++) {
      long wanted = Inputs.below(i, 3 * n);
      int low = 0;
      int high = n - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        long element = sorted[middle];
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
    byte[] text = this.text;
    long sum = 0;
    int number = 0;
    for (int i = 0; i < text.length; i++) {
      int digit = text[i] - '0';
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
    long[] table = this.table;
    long found = 0;
    for (int i = 0; i < n / 2; i++) {
      long key = Inputs.key(2 * i);
      int slot = Inputs.slot(key, n);
      long present = table[slot];
      while (present != key && present != 0) {
        slot = slot + 1 & n - 1;
        present = table[slot];
      }
      if (present == key) found++;
    }
    return found;
  }
}
