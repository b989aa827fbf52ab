import io.offheap.OffHeap;

/** Conditions that a compiler decides; ECJ leaves the code behind that no path leads to. */
public class NeverReached {
  private static long @OffHeap [] field = {1, 2};

  static int run(int n) {
    byte @OffHeap [] a = new byte[n];
    if (((200 == 7) && (field == null)) ^ (1 == 2)) {
      a[0] = 1;
    }
    while (1 == 2 && a.length > 1) {
      int @OffHeap [] never = new int[n];
      a[never.length] += 2;
    }
    a[1] += 3;
    return a[0] + a[1] + (int) field[1];
  }

  public static void main(String[] args) {
    System.out.println(run(4));
  }
}
// EXPECT 5 long[] MOVED
// EXPECT 8 byte[] MOVED
