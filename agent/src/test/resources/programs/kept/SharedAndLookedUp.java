import io.offheap.OffHeap;

public class SharedAndLookedUp {

  static short @OffHeap [] byName = new short[5];

  public static void main(String[] args) throws Exception {
    System.out.println(SharedLooker.look() + byName.length);
  }
}

class SharedLooker {
  static int look() throws Exception {
    return ((short[]) SharedAndLookedUp.class.getDeclaredField("byName").get(null)).length;
  }
}
// EXPECT 5 short[] KEPT NOT_PRIVATE held in field byName, which is not private, and it may be looked up by java.lang.Class.getDeclaredField in SharedLooker
