import io.offheap.OffHeap;

public class RowOfMatrix {
  private static int[] made(int n) {
    return new int[n];
  }

  public static void main(String[] args) {
    int[][] rows = {{1, 2}, {3, 4}};
    int @OffHeap [] row = args.length > 5 ? new int[2] : rows[1];
    System.out.println(row[0] + row[1]);
    int @OffHeap [] assigned;
    if (args.length > 5) {
      assigned = made(2);
    } else {
      assigned = made(3);
    }
    System.out.println(assigned.length);
  }
}
// EXPECT 5 int[] MOVED
// EXPECT 10 int[] KEPT FOREIGN_ARRAY meets an array that is read from another array at line 10
