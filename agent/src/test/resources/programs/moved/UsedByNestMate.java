import io.offheap.OffHeap;

public class UsedByNestMate {

  private final short @OffHeap [] values = {3, 4};

  static class Reader {
    int read(UsedByNestMate from) {
      return from.values[1];
    }
  }

  public static void main(String[] args) {
    System.out.println(new Reader().read(new UsedByNestMate()));
  }
}
// EXPECT 5 short[] MOVED
