import io.offheap.OffHeap;

/** Marks on the allocation itself, with lengths that branch, call and allocate. */
public class MarkedExpressions {
  static int f(int[] lengths) {
    return lengths.length + lengths[0];
  }

  static String run(boolean flag, int n) {
    long[] a = new @OffHeap long[n];
    int[] b = new int @OffHeap [flag ? n : n * 2];
    int[] c = new int @OffHeap [f(new int[] {n, 1})];
    byte[] d = new byte @OffHeap [flag && n > 3 || a.length > 100 ? Math.max(n, 7) : b.length];
    int[] unmarked = new int[n];
    short[] e = new short @OffHeap [] {1, 2, (short) n};
    return a.length
        + " "
        + b.length
        + " "
        + c.length
        + " "
        + d.length
        + " "
        + unmarked.length
        + " "
        + e[2];
  }

  public static void main(String[] args) {
    System.out.println(run(true, 3) + " / " + run(false, 5) + " / " + run(true, 8));
  }
}
// EXPECT 10 long[] MOVED
// EXPECT 11 int[] MOVED
// EXPECT 12 int[] MOVED
// EXPECT 13 byte[] MOVED
// EXPECT 15 short[] MOVED
