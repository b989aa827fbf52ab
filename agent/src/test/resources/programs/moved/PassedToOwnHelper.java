import io.offheap.OffHeap;

public class PassedToOwnHelper {
  static int sum(byte... values) {
    int sum = 0;
    for (byte value : values) sum += value;
    return sum;
  }

  public static void main(String[] args) {
    byte @OffHeap [] values = new byte[3];
    values[1] = 7;
    System.out.println(sum(values));
  }
}
// EXPECT 11 byte[] MOVED
