import io.offheap.OffHeap;
import java.util.Arrays;

/** A marked allocation that shares its variable with an unmarked one and with copies. */
public class Companions {
  private long[] data;

  Companions() {
    data = new long[2];
    data[0] = 1;
  }

  void reserve(int size) {
    long[] bigger = new long @OffHeap [size];
    System.arraycopy(data, 0, bigger, 0, data.length);
    data = bigger;
    data = Arrays.copyOf(data, data.length + 1);
  }

  public static void main(String[] args) {
    Companions companions = new Companions();
    System.out.println(Arrays.toString(companions.data));
    companions.reserve(5);
    companions.data[5] = 9;
    System.out.println(Arrays.toString(companions.data));
  }
}
// EXPECT 14 long[] MOVED
// EXPECT 17 long[] MOVED
