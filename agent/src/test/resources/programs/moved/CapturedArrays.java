import io.offheap.OffHeap;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Lambdas and method references that capture arrays, alone and nested. */
public class CapturedArrays {
  private final int base;

  CapturedArrays(int base) {
    this.base = base;
  }

  private static int weighed(int[] weights, int i) {
    return weights[i % weights.length] * i;
  }

  private int based(int[] weights) {
    return base + weights.length;
  }

  private IntSupplier supplier(int[] weights, long factor) {
    return () -> based(weights) + (int) factor * weights[0];
  }

  private static IntUnaryOperator scaled(double[] scales) {
    return i -> (int) (i * scales[i]);
  }

  public static void main(String[] args) {
    int @OffHeap [] weights = {5, 7, 11};
    long @OffHeap [] counter = new long[2];
    IntConsumer count =
        i -> {
          counter[i & 1] += weighed(weights, i);
          Runnable nested = () -> counter[0]++;
          nested.run();
        };
    IntStream.range(0, 10).forEach(count);
    System.out.println(counter[0] + " " + counter[1]);
    int[] plain = {1, 2};
    CapturedArrays captured = new CapturedArrays(100);
    System.out.println(
        captured.supplier(weights, 3L).getAsInt() + " " + captured.supplier(plain, 4L).getAsInt());
    double @OffHeap [] scales = {0.5, 1.5, 2.5};
    System.out.println(scaled(scales).applyAsInt(2));
    try {
      scaled(scales).applyAsInt(3);
    } catch (ArrayIndexOutOfBoundsException e) {
      System.out.println(e.getMessage());
    }
  }
}
// EXPECT 32 int[] MOVED
// EXPECT 33 long[] MOVED
// EXPECT 46 double[] MOVED
