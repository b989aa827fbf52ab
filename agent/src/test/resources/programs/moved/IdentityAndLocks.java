import io.offheap.OffHeap;

/** Identity, monitors and hash codes of arrays that moved. */
public class IdentityAndLocks {

  private static int @OffHeap [] first = new int[2];
  private static int @OffHeap [] second = new int[2];
  private int @OffHeap [] none;

  public static void main(String[] args) throws InterruptedException {
    int[] alias = first;
    System.out.println((alias == first) + " " + (first == second) + " " + (first != null));
    System.out.println(alias.equals(first) + " " + first.equals(second) + " " + first.equals(null));
    System.out.println(
        (alias.hashCode() == first.hashCode()) + " " + first.toString().startsWith("[I@"));
    System.out.println(first.toString().equals("[I@" + Integer.toHexString(first.hashCode())));
    System.out.println(new IdentityAndLocks().none == null);
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(() -> {
            for (int i = 0; i < 5000; i++) {
              synchronized (first) {
                first[0]++;
              }
            }
            synchronized (second) {
              second[1]++;
              second.notifyAll();
            }
          });
      threads[t].start();
    }
    synchronized (second) {
      while (second[1] < threads.length) {
        second.wait();
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(first[0] + " " + second[1]);
  }
}
// EXPECT 6 int[] MOVED
// EXPECT 7 int[] MOVED
// EXPECT 0 int[] KEPT NO_ALLOCATION no allocation reaches it
