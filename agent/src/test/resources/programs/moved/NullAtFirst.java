import io.offheap.OffHeap;

/** Variables that are null while the code joins paths, before an array is put into them. */
public class NullAtFirst {
  static int run(int rounds, boolean make) {
    int @OffHeap [] a = null;
    int count = 0;
    while (count < rounds) {
      count += 2;
    }
    if (make) {
      a = new int[count + 1];
    }
    for (int i = 0; a != null && i < a.length; i++) {
      a[i] += i;
    }
    int[] b = make ? a : null;
    return b == null ? -1 : b[b.length - 1];
  }

  static long neverMade(boolean flag) {
    long @OffHeap [] none = null;
    for (int i = 0; i < 3; i++) {
      if (flag) {
        return none == null ? 0 : none.length;
      }
    }
    try {
      return none[0];
    } catch (NullPointerException e) {
      return -2;
    }
  }

  public static void main(String[] args) {
    System.out.println(run(5, true) + " " + run(5, false) + " " + neverMade(true) + neverMade(false));
  }
}
// EXPECT 12 int[] MOVED
// EXPECT 22 long[] KEPT NO_ALLOCATION no allocation reaches it
