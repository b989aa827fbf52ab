import io.offheap.OffHeap;

public class MethodsLookedUp {
  private static int length(long[] values) {
    return values.length;
  }

  public static void main(String[] args) {
    long @OffHeap [] values = new long[3];
    System.out.println(length(values) + " " + MethodsLookedUp.class.getDeclaredMethods().length);
  }
}
// EXPECT 9 long[] KEPT REFLECTION passed to MethodsLookedUp.length, while methods are looked up by java.lang.Class.getDeclaredMethods in MethodsLookedUp at line 10
