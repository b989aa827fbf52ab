import io.offheap.OffHeap;
import java.util.ArrayList;
import java.util.List;

/** Variables that take the same slot one after the other; only one of the arrays escapes. */
public class ReusedSlots {
  static final List<Object> ESCAPED = new ArrayList<>();

  static int run(boolean flag) {
    int total = 0;
    if (flag) {

      int @OffHeap [] a = new int[4];
      a[1] = 3;
      total += a[1];
    } else {

      int @OffHeap [] b = new int[5];
      b[2] = 4;
      ESCAPED.add(b);
      total += b[2];
    }
    for (int i = 0; i < 3; i++) {

      int @OffHeap [] c = new int[6];
      c[i] = i;
      total += c[2];
    }
    String text = "t";
    return total + text.length();
  }

  public static void main(String[] args) {
    System.out.println(run(true) + " " + run(false) + " " + ((int[]) ESCAPED.get(0))[2]);
  }
}
// EXPECT 13 int[] MOVED
// EXPECT 18 int[] KEPT ESCAPES_TO_CALL passed to java.util.List.add at line 20
// EXPECT 25 int[] MOVED
