import io.offheap.OffHeap;

public class StoredInArray {
  public static void main(String[] args) {
    int[][] table = new int[2][];

    int @OffHeap [] row = new int[3];
    table[1] = row;
    row[2] = 6;
    System.out.println(table[1][2]);
  }
}
// EXPECT 7 int[] KEPT STORED_IN_ARRAY stored in another array at line 8
