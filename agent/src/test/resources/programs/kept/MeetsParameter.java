import io.offheap.OffHeap;

public class MeetsParameter {
  private int @OffHeap [] values;

  MeetsParameter(int[] given) {
    values = given;
    if (given.length == 0) {
      values = new int[1];
    }
  }

  public static void main(String[] args) {
    int[] mine = {1, 2};
    MeetsParameter meets = new MeetsParameter(mine);
    mine[0] = 8;
    System.out.println(meets.values[0] + " " + new MeetsParameter(new int[0]).values.length);
  }
}
// EXPECT 9 int[] KEPT FOREIGN_ARRAY meets an array that comes from the caller as parameter given
// EXPECT 14 int[] KEPT FOREIGN_ARRAY meets an array that comes from the caller as parameter given
// EXPECT 17 int[] KEPT FOREIGN_ARRAY meets an array that comes from the caller as parameter given
