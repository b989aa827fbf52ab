import io.offheap.OffHeap;
import java.util.List;

/** Members that are not private, and which another class does not treat as a handle could be. */
public class SharedAndLeaked {
  static int @OffHeap [] leaked = new int[3];

  static long @OffHeap [] make(int n) {
    return new long[n];
  }

  public static void main(String[] args) {
    System.out.println(SharedLeaker.leak() + SharedLeaker.size());
  }
}

class SharedLeaker {
  static Object seen;

  static int leak() {
    return List.of(SharedAndLeaked.leaked).size();
  }

  static int size() {
    seen = SharedAndLeaked.make(4);
    return ((long[]) seen).length;
  }
}
// EXPECT 6 int[] KEPT ESCAPES_TO_CALL passed to java.util.List.of at line 21
// EXPECT 9 long[] KEPT STORED_IN_FIELD stored in field SharedLeaker.seen at line 25
