import io.offheap.OffHeap;

public class MixedValues {
  static Object choose(boolean flag) {
    Object chosen = "text";

    int @OffHeap [] numbers = new int[2];
    chosen = flag ? numbers : chosen;
    return chosen;
  }

  public static void main(String[] args) {
    System.out.println(choose(false) + " " + (choose(true) instanceof int[]));
  }
}
// EXPECT 7 int[] KEPT MIXED_VALUES shares a variable with a value of another kind at line 8
