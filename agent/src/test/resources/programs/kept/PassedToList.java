import io.offheap.OffHeap;
import java.util.ArrayList;
import java.util.List;

public class PassedToList {
  public static void main(String[] args) {
    List<int[]> list = new ArrayList<>();

    int @OffHeap [] values = new int[3];
    list.add(values);
    values[1] = 5;
    System.out.println(list.get(0)[1]);
  }
}
// EXPECT 9 int[] KEPT ESCAPES_TO_CALL passed to java.util.List.add at line 10
