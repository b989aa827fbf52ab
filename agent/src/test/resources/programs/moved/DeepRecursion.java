import io.offheap.OffHeap;

/** The stack overflows in the midst of allocations; those that come after are served as before. */
public class DeepRecursion {
  static int deepest;

  static long dive(int depth) {
    deepest = Math.max(deepest, depth);
    long @OffHeap [] frame = new long[2000];
    frame[depth % 2000] = depth;
    return dive(depth + 1) + frame[depth % 2000];
  }

  public static void main(String[] args) throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      Thread thread =
          new Thread(
              null,
              () -> {
                try {
                  System.out.println(dive(0));
                } catch (StackOverflowError e) {
                  deepest = 0;
                }
              },
              "deep",
              256 << 10);
      thread.start();
      thread.join();
    }
    long sum = 0;
    for (int i = 0; i < 2000; i++) {
      long @OffHeap [] a = new long[1000 + i];
      a[i] = i;
      sum += a[i] + a[i / 2];
    }
    System.out.println(sum);
  }
}
// EXPECT 9 long[] MOVED
// EXPECT 33 long[] MOVED
