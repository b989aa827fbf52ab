import io.offheap.OffHeap;
import java.util.Arrays;
import java.util.Spliterator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Functions over arrays, and streams that read them later. */
public class FunctionsAndStreams {
  interface Action {
    Object run();
  }

  static void show(Action action) {
    try {
      System.out.println(action.run());
    } catch (RuntimeException e) {
      System.out.println(e);
    }
  }

  static void ints() {
    int @OffHeap [] a = new int[40];
    Arrays.setAll(a, i -> i * 7 % 11);
    Arrays.parallelPrefix(a, 3, 30, Integer::sum);
    System.out.println(Arrays.toString(a));
    IntStream later = Arrays.stream(a);
    a[0] = 1000;
    System.out.println(later.sum() + " " + Arrays.stream(a, 2, 9).max().getAsInt());
    Arrays.parallelSort(a, 1, 39);
    System.out.println(IntStream.of(a).boxed().toList());
    Spliterator.OfInt rest = Arrays.spliterator(a, 35, 40);
    System.out.println(rest.trySplit().estimateSize() + " " + rest.estimateSize());
    Arrays.parallelSetAll(a, i -> -i);
    System.out.println(a[39]);
    try {
      Arrays.setAll(a, i -> 100 / (5 - i));
    } catch (ArithmeticException e) {
      System.out.println(e + Arrays.toString(a));
    }
    try {
      System.out.println(Arrays.stream(a, 5, 41).count());
    } catch (ArrayIndexOutOfBoundsException e) {
      System.out.println(e);
    }
  }

  static void longs() {
    long @OffHeap [] a = new long[9];
    Arrays.setAll(a, i -> 1L << 7 * i);
    Arrays.parallelPrefix(a, (x, y) -> x ^ y);
    long[] heap = Arrays.copyOf(LongStream.of(a).toArray(), 9);
    heap[8] = -1;
    System.out.println(Arrays.compareUnsigned(a, heap) + " " + Arrays.compare(a, heap));
    System.out.println(Arrays.compareUnsigned(heap, 1, 9, a, 1, 9));
    Arrays.parallelSort(a);
    System.out.println(Arrays.toString(a));
    System.out.println(Arrays.spliterator(a).characteristics());
  }

  static void doubles() {
    double @OffHeap [] a = {0.1, -0.0, Double.NaN, 3};
    System.out.println(DoubleStream.of(a).filter(d -> d > 0).sum());
    Arrays.parallelSort(a);
    System.out.println(Arrays.toString(a) + Arrays.stream(a).mapToObj(d -> "" + d).toList());
    byte @OffHeap [] b = {-1, 0};
    byte[] heap = {1, 0};
    System.out.println(Arrays.compareUnsigned(b, heap) + " " + Arrays.compare(b, heap));
  }

  static void nulls() {
    int @OffHeap [] a = System.nanoTime() == 0 ? new int[] {1} : null;
    try {
      Arrays.setAll(a, null);
    } catch (NullPointerException e) {
      System.out.println("null");
    }
    try {
      System.out.println(Arrays.stream(a).sum());
    } catch (NullPointerException e) {
      System.out.println("null");
    }
  }

  public static void main(String[] args) {
    ints();
    longs();
    doubles();
    nulls();
  }
}
// EXPECT 23 int[] MOVED
// EXPECT 49 long[] MOVED
// EXPECT 62 double[] MOVED
// EXPECT 66 byte[] MOVED
// EXPECT 72 int[] MOVED
