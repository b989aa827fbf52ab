import io.offheap.OffHeap;

/** Lambdas and local classes, which capture variables beside their marked parameters. */
public class MarkedParametersOfLambdas {
  interface Taker {
    int take(int[] a, long b, int[] c);
  }

  private int run(int captured, int[] array) {
    class Local {
      private final int size;

      Local(int[] plain, int @OffHeap [] marked) {
        if (marked == null) {
          marked = new int[2];
        }
        int[] other = plain == null ? new int[8] : plain;
        size = other.length + marked.length + captured + array.length;
      }
    }
    Taker taker =
        (int[] a, long b, int @OffHeap [] c) -> {
          int[] x = a == null ? new int[3] : a;
          int[] y = c == null ? new int[4] : c;
          return x.length + y.length + captured + array.length + hashCode() * 0;
        };
    return new Local(null, null).size + taker.take(null, 5L, null);
  }

  public static void main(String[] args) {
    System.out.println(new MarkedParametersOfLambdas().run(1, new int[2]));
  }
}
// EXPECT 15 int[] MOVED
// EXPECT 24 int[] KEPT FOREIGN_ARRAY meets an array that comes from the caller as parameter c
