import io.offheap.OffHeap;

/** Each call has an array of its own; an exception leaves some behind. */
public class Recursion {
  static int depthReached;

  static long walk(int depth) {
    depthReached = Math.max(depthReached, depth);
    if (depth == 40) {
      throw new IllegalStateException("deep enough");
    }
    int @OffHeap [] frame = new int[depth + 1];
    frame[depth] = depth;
    long below = depth > 20 ? walk(depth + 1) : walk(depth + 7);
    return below + frame[depth];
  }

  public static void main(String[] args) {
    for (int i = 0; i < 50; i++) {
      try {
        System.out.println(walk(i % 30));
      } catch (IllegalStateException e) {
        if (i % 10 == 0) {
          System.out.println(e.getMessage() + " from " + i + " " + depthReached);
        }
      }
    }
  }
}
// EXPECT 12 int[] MOVED
