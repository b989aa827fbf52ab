import io.offheap.OffHeap;

/** A field of an interface, which a class below names as if it were its own. */
public class FieldOfInterface implements FieldOwner {
  public static void main(String[] args) {
    VALUES[1] = 5;
    System.out.println(VALUES[0] + VALUES[1] + FieldOwner.VALUES.length);
  }
}

interface FieldOwner {
  long @OffHeap [] VALUES = new long[3];
}
// EXPECT 12 long[] KEPT NOT_PRIVATE held in field VALUES, which is not private, and classes that implement its interface may use it by their own names
