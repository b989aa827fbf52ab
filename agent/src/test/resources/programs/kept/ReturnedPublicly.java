import io.offheap.OffHeap;

public class ReturnedPublicly {

  private static class Holder {
    private final long @OffHeap [] values = new long[4];

    public long[] values() {
      return values;
    }
  }

  public static void main(String[] args) {
    Holder holder = new Holder();
    holder.values()[2] = 7;
    System.out.println(holder.values()[2]);
  }
}
// EXPECT 6 long[] KEPT RETURNED returned at line 9
