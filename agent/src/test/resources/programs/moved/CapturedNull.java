import io.offheap.OffHeap;
import java.util.function.IntSupplier;

/** What a lambda captures is always null, but meets arrays in its body, which capture it again. */
public class CapturedNull {
  static int run(int which) {
    char @OffHeap [] nothing = null;
    char[] same = nothing;
    IntSupplier outer =
        () -> {
          char @OffHeap [] either = which == 0 ? same : new char @OffHeap [which];
          IntSupplier inner = () -> either == null ? -1 : either.length;
          return inner.getAsInt();
        };
    return outer.getAsInt();
  }

  public static void main(String[] args) {
    System.out.println(run(0) + " " + run(3));
  }
}
// EXPECT 11 char[] MOVED
// EXPECT 7 char[] KEPT NO_ALLOCATION no allocation reaches it
