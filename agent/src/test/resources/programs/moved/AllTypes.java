import io.offheap.OffHeap;
import java.util.Arrays;

/** The eight element types: zero at first, narrowing stores, signs, NaN and negative zero. */
public class AllTypes {
  public static void main(String[] args) {

    boolean @OffHeap [] z = new boolean[5];
    byte @OffHeap [] b = new byte[5];
    char @OffHeap [] c = new char[5];
    short @OffHeap [] s = new short[5];
    int @OffHeap [] i = new int[5];
    long @OffHeap [] j = new long[5];
    float @OffHeap [] f = new float[5];
    double @OffHeap [] d = new double[5];
    System.out.println(
        Arrays.toString(z)
            + Arrays.toString(b)
            + (int) c[0]
            + Arrays.toString(s)
            + i[1]
            + j[2]
            + f[3]
            + d[4]);
    z[1] = true;
    z[2] |= z[1];
    z[3] ^= z[1];
    z[3] ^= true;
    b[0] = (byte) 200;
    b[1] += 300;
    b[2]--;
    c[0] = (char) -1;
    c[1] += 65;
    c[2]--;
    s[0] = (short) 40000;
    s[1] -= 40000;
    i[0] = Integer.MIN_VALUE;
    i[1]--;
    i[2] = i[0]-- + --i[1];
    j[0] = Long.MIN_VALUE;
    j[1] = j[0]++ >>> 3;
    f[0] = Float.NaN;
    f[1] = -0.0f;
    f[2] = Float.intBitsToFloat(0x7fc12345);
    d[0] = Double.NaN;
    d[1] = -0.0;
    d[2] = Double.longBitsToDouble(0x7ff8000000012345L);
    System.out.println(Arrays.toString(z) + Arrays.toString(b) + Arrays.toString(s));
    System.out.println((int) c[0] + " " + c[1] + " " + (int) c[2]);
    System.out.println(Arrays.toString(i) + Arrays.toString(j));
    System.out.println(Arrays.toString(f) + Arrays.toString(d));
    System.out.println(
        Integer.toHexString(Float.floatToRawIntBits(f[2]))
            + " "
            + Long.toHexString(Double.doubleToRawLongBits(d[2])));
    System.out.println(
        Arrays.hashCode(z)
            + " "
            + Arrays.hashCode(b)
            + " "
            + Arrays.hashCode(c)
            + " "
            + Arrays.hashCode(s)
            + " "
            + Arrays.hashCode(i)
            + " "
            + Arrays.hashCode(j)
            + " "
            + Arrays.hashCode(f)
            + " "
            + Arrays.hashCode(d));
  }
}
// EXPECT 8 boolean[] MOVED
// EXPECT 9 byte[] MOVED
// EXPECT 10 char[] MOVED
// EXPECT 11 short[] MOVED
// EXPECT 12 int[] MOVED
// EXPECT 13 long[] MOVED
// EXPECT 14 float[] MOVED
// EXPECT 15 double[] MOVED
