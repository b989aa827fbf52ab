import io.offheap.OffHeap;

/** Arrays that the class file calls objects for a while, and nulls that it calls arrays. */
public class CastsOfArrays {
  static int throughObject(boolean first) {
    int @OffHeap [] a = new int[3];
    int[] b = new int @OffHeap [4];
    Object either;
    if (first) {
      either = a;
    } else {
      either = b;
    }
    int[] back = (int[]) either;
    back[0] = 7;
    return a[0] * 100 + b[0] * 10 + back.length;
  }

  static int castNull(boolean make) {
    long[] a = (long[]) null;
    if (make) {
      a = new long @OffHeap [3];
    }
    return a == null ? -1 : a.length;
  }

  static int castNullInExpression(boolean make) {
    char[] a = make ? new char @OffHeap [3] : (char[]) null;
    return a == null ? -1 : a.length;
  }

  public static void main(String[] args) {
    System.out.println(throughObject(true) + " " + throughObject(false));
    System.out.println(castNull(true) + " " + castNull(false));
    System.out.println(castNullInExpression(true) + " " + castNullInExpression(false));
  }
}
// EXPECT 6 int[] MOVED
// EXPECT 7 int[] MOVED
// EXPECT 22 long[] MOVED
// EXPECT 28 char[] MOVED
