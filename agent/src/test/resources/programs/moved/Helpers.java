import io.offheap.OffHeap;
import java.util.Arrays;

/** Helpers that take, change and return arrays, called with arrays of both sorts. */
public class Helpers {
  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) sum += value;
    return sum;
  }

  static final void reverse(long[] values, int from) {
    for (int i = from, j = values.length - 1; i < j; i++, j--) {
      long swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }

  private long[] grown(long[] values, int by) {
    return Arrays.copyOf(values, values.length + by);
  }

  private static long[] made(int length) {
    long[] made = new long[length];
    for (int i = 0; i < length; i++) made[i] = i * 3L;
    return made;
  }

  private static int even(byte[] data, int at) {
    return at >= data.length ? 0 : data[at] + odd(data, at + 1);
  }

  private static int odd(byte[] data, int at) {
    return at >= data.length ? 0 : -data[at] + even(data, at + 1);
  }

  private static int count(int... values) {
    return values == null ? -1 : values.length;
  }

  private static void overloaded(short[] a) {
    System.out.println("shorts " + a.length);
  }

  private static void overloaded(Object a) {
    System.out.println("object");
  }

  private static void fails(float[] values) {
    System.out.println(values[values.length]);
  }

  public static void main(String[] args) {
    long[] plain = made(4);
    long @OffHeap [] moved = made(6);
    moved[2] += sum(plain) + sum(moved);
    reverse(plain, 0);
    reverse(moved, 1);
    moved = new Helpers().grown(moved, 3);
    System.out.println(sum(plain) + " " + sum(moved) + " " + moved.length + " " + moved[5]);
    byte @OffHeap [] bytes = {1, 2, 3, 4, 5};
    System.out.println(even(bytes, 0) + odd(new byte[] {9, 8}, 1));
    int @OffHeap [] none = args.length > 3 ? new int[3] : null;
    System.out.println(count(none) + count() + count(1, 2, 3) + count(new int[5]));
    short @OffHeap [] shorts = new short[7];
    overloaded(shorts);
    overloaded("text");
    float @OffHeap [] floats = new float[2];
    try {
      fails(floats);
    } catch (ArrayIndexOutOfBoundsException e) {
      StackTraceElement top = e.getStackTrace()[0];
      System.out.println(e.getMessage() + " in " + top.getMethodName() + ":" + top.getLineNumber());
    }
  }
}
// EXPECT 21 long[] MOVED
// EXPECT 25 long[] MOVED
// EXPECT 62 byte[] MOVED
// EXPECT 63 byte[] MOVED
// EXPECT 64 int[] MOVED
// EXPECT 66 short[] MOVED
// EXPECT 69 float[] MOVED
