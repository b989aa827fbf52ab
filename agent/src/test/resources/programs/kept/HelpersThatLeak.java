import io.offheap.OffHeap;
import java.io.Serializable;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Helpers and lambdas that let an array go where nothing is known of it. */
public class HelpersThatLeak {
  static Object leaked;

  private static void leak(int[] values) {
    keep(values);
  }

  private static void keep(Object any) {
    leaked = any;
  }

  private static int[] same(int[] values) {
    return values;
  }

  public static int[] given(int[] values) {
    return values;
  }

  int overridable(byte[] bytes) {
    return bytes.length;
  }

  interface Serial extends IntSupplier, Serializable {}

  private static int length(short[] values) {
    return values.length;
  }

  public static void main(String[] args) {

    int @OffHeap [] a = new int[2];
    leak(same(a));
    int @OffHeap [] b = new int[3];
    System.out.println(given(b).length + " " + ((int[]) leaked).length);
    byte @OffHeap [] c = new byte[4];
    System.out.println(new HelpersThatLeak().overridable(c));
    long @OffHeap [] d = new long[5];
    Serial serial = () -> d.length;
    System.out.println(serial.getAsInt());
    float @OffHeap [] e = new float[6];
    Supplier<float[]> supplier = () -> e;
    System.out.println(supplier.get().length);
    ToIntFunction<short[]> length = HelpersThatLeak::length;
    short @OffHeap [] f = new short[7];
    System.out.println(length.applyAsInt(f));
  }
}
// EXPECT 39 int[] KEPT ESCAPES_TO_CALL passed to HelpersThatLeak.keep at line 12
// EXPECT 41 int[] MOVED
// EXPECT 43 byte[] KEPT ESCAPES_TO_CALL passed to HelpersThatLeak.overridable at line 44
// EXPECT 45 long[] KEPT CAPTURED captured by a lambda that can be serialized at line 46
// EXPECT 48 float[] KEPT RETURNED returned to whoever calls a lambda or method reference, at line 49
// EXPECT 52 short[] KEPT ESCAPES_TO_CALL passed to java.util.function.ToIntFunction.applyAsInt at line 53
