import io.offheap.OffHeap;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Lambdas that reach an array through this, or hold one of their own, without capturing any. */
public class InsideLambdas {

  private final int @OffHeap [] counts = new int[10];

  IntSupplier counter(int index) {
    return () -> ++counts[index];
  }

  static long work(int n) {
    return IntStream.range(0, n)
        .mapToLong(i -> {
          long @OffHeap [] window = new long[i + 1];
          window[i] = i;
          return window[i / 2] + window.length;
        })
        .sum();
  }

  public static void main(String[] args) {
    InsideLambdas lambdas = new InsideLambdas();
    IntSupplier third = lambdas.counter(3);
    third.getAsInt();
    System.out.println(third.getAsInt() + " " + lambdas.counts[3] + " " + work(50));
  }
}
// EXPECT 8 int[] MOVED
// EXPECT 17 long[] MOVED
