import io.offheap.OffHeap;

/** Constructors that the compiler gives parameters of its own, ahead of those that are marked. */
public class MarkedParameters {
  class Inner {
    Inner(int[] plain, int @OffHeap [] marked) {
      if (marked == null) {
        marked = new int[2];
      }
      System.out.println(plain.length + marked.length);
    }
  }

  enum Choice {
    ONE(new int[1], null);

    Choice(int[] plain, int @OffHeap [] marked) {
      if (marked == null) {
        marked = new int[3];
      }
      System.out.println(plain.length + marked.length);
    }
  }

  public static void main(String[] args) {
    new MarkedParameters().new Inner(new int[4], null);
    System.out.println(Choice.ONE);
  }
}
// EXPECT 8 int[] MOVED
// EXPECT 19 int[] MOVED
