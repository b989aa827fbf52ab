import io.offheap.OffHeap;

public class OtherTypes {
  public static void main(String[] args) {

    long[][] table = new long @OffHeap [2][3];
    String[] names = new String @OffHeap [] {"a", "b"};
    StringBuilder text = new @OffHeap StringBuilder("x");
    table[1][2] = 4;
    System.out.println(table[1][2] + names[1] + text);
  }
}
// EXPECT 6 long[][] KEPT UNSUPPORTED_TYPE only one-dimensional arrays of primitives can move
// EXPECT 7 java.lang.String[] KEPT UNSUPPORTED_TYPE only one-dimensional arrays of primitives can move
// EXPECT 8 java.lang.StringBuilder KEPT UNSUPPORTED_TYPE only one-dimensional arrays of primitives can move
