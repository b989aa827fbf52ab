import io.offheap.OffHeap;
import java.util.Arrays;

/** What java.util.Arrays and System do with arrays that moved and arrays that did not. */
public class LibraryCalls {
  static String attempt(Runnable action) {
    try {
      action.run();
      return "fine";
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  static void ints() {
    int @OffHeap [] a;
    a = new int[] {5, 3, 9, -2, 7, 0};
    int @OffHeap [] b = new int[6];
    int[] heap = {1, 2, 3, 4, 5, 6};
    System.arraycopy(a, 0, b, 0, 6);
    System.out.println(
        Arrays.equals(a, b) + " " + Arrays.equals(a, heap) + " " + Arrays.equals(heap, b));
    Arrays.sort(a);
    System.out.println(Arrays.toString(a) + Arrays.binarySearch(a, 7) + Arrays.binarySearch(a, 6));
    Arrays.sort(b, 1, 4);
    System.out.println(Arrays.toString(b) + Arrays.mismatch(a, b) + Arrays.compare(a, heap));
    System.arraycopy(b, 0, b, 2, 4);
    System.arraycopy(heap, 1, b, 0, 2);
    System.arraycopy(b, 3, heap, 0, 3);
    Arrays.fill(b, 4, 6, 42);
    System.out.println(Arrays.toString(b) + Arrays.toString(heap) + Arrays.hashCode(b));
    System.out.println(
        Arrays.toString(Arrays.copyOf(b, 8)) + Arrays.toString(Arrays.copyOfRange(b, 2, 9)));
    System.out.println(Arrays.equals(a, 1, 3, heap, 0, 2) + " " + Arrays.mismatch(heap, 0, 3, b, 1, 4) + " " + Arrays.compare(a, 0, 2, b, 0, 2));
    Arrays.fill(a, -1);
    System.out.println(Arrays.toString(a));
  }

  static void doubles() {
    double @OffHeap [] d = new double[] {0.0, Double.NaN, -0.0, Double.NEGATIVE_INFINITY};
    Arrays.sort(d);
    System.out.println(Arrays.toString(d) + Arrays.hashCode(d) + Arrays.binarySearch(d, -0.0));
    double[] copy = d.clone();
    System.out.println(Arrays.equals(copy, d) + " " + (copy == d));
  }

  static void chars() {
    char @OffHeap [] c = new char[4];
    Arrays.fill(c, 'x');
    c[1] = 'ä';
    System.out.println(Arrays.toString(c));
  }

  public static void main(String[] args) {
    ints();
    doubles();
    chars();
  }
}
// EXPECT 17 int[] MOVED
// EXPECT 18 int[] MOVED
// EXPECT 40 double[] MOVED
// EXPECT 48 char[] MOVED
