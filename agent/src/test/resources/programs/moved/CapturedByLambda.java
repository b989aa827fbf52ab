import io.offheap.OffHeap;

public class CapturedByLambda {
  public static void main(String[] args) {

    long @OffHeap [] counter = new long[1];
    Runnable increment = () -> counter[0]++;
    increment.run();
    increment.run();
    System.out.println(counter[0]);
  }
}
// EXPECT 6 long[] MOVED
