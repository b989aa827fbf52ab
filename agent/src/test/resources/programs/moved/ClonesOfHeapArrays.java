import io.offheap.OffHeap;
import java.util.Arrays;

/** A clone moves though the array that is cloned, a parameter, does not. */
public class ClonesOfHeapArrays {
  static String sorted(int... values) {
    int @OffHeap [] copy = values.clone();
    Arrays.sort(copy);
    return Arrays.toString(copy) + values.length;
  }

  static String all(boolean[] z, byte[] b, char[] c, short[] s, long[] j, float[] f, double[] d) {
    boolean @OffHeap [] zs = z.clone();
    byte @OffHeap [] bs = b.clone();
    char @OffHeap [] cs = c.clone();
    short @OffHeap [] ss = s.clone();
    long @OffHeap [] js = j.clone();
    float @OffHeap [] fs = f.clone();
    double @OffHeap [] ds = d.clone();
    js[0]++;
    return zs[0] + " " + bs[0] + cs[0] + ss[0] + js[0] + j[0] + fs[0] + ds[0];
  }

  public static void main(String[] args) {
    System.out.println(sorted(5, 3, 4) + sorted());
    System.out.println(
        all(
            new boolean[] {true},
            new byte[] {-1},
            new char[] {'c'},
            new short[] {2},
            new long[] {3},
            new float[] {4},
            new double[] {5}));
    try {
      sorted((int[]) null);
    } catch (NullPointerException e) {
      System.out.println(e.getStackTrace()[0].getMethodName());
    }
  }
}
// EXPECT 7 int[] MOVED
// EXPECT 13 boolean[] MOVED
// EXPECT 14 byte[] MOVED
// EXPECT 15 char[] MOVED
// EXPECT 16 short[] MOVED
// EXPECT 17 long[] MOVED
// EXPECT 18 float[] MOVED
// EXPECT 19 double[] MOVED
