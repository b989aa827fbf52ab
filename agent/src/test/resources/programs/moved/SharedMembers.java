import io.offheap.OffHeap;

/** Members that are not private, used by other classes of the same jar or folder. */
public class SharedMembers {
  protected long @OffHeap [] values = new long[4];
  static int @OffHeap [] table = {1, 2, 3};
  public static volatile boolean @OffHeap [] flags;

  SharedMembers(byte @OffHeap [] bytes) {
    values[0] = bytes.length;
  }

  static double @OffHeap [] make(int n) {
    double[] made = new double[n];
    made[n - 1] = n;
    return made;
  }

  static int sum(int @OffHeap [] numbers) {
    int sum = 0;
    for (int number : numbers) sum += number;
    return sum;
  }

  public static void main(String[] args) {
    SharedUser.use();
    SharedChild child = new SharedChild();
    System.out.println(child.read() + child.values.length);
    flags[1] = true;
    System.out.println(SharedUser.flag());
  }
}

class SharedUser {
  static void use() {
    SharedMembers shared = new SharedMembers(new byte[5]);
    shared.values[1]++;
    System.out.println(shared.values[0] + shared.values[1]);
    shared.values = new long[9];
    SharedMembers.table[2] += 5;
    double[] made = SharedMembers.make(3);
    made[0] += made[2];
    int[] numbers = {4, 5};
    System.out.println(SharedMembers.sum(numbers) + SharedMembers.sum(SharedMembers.table) + made[0]);
    Runnable more = () -> System.out.println(shared.values.length + SharedMembers.make(2)[1]);
    more.run();
    SharedMembers.flags = new boolean[3];
    try {
      shared.values[9] = 1;
    } catch (ArrayIndexOutOfBoundsException e) {
      System.out.println(e.getMessage());
    }
  }

  static boolean flag() {
    return SharedMembers.flags[1];
  }
}

class SharedChild extends SharedMembers {
  SharedChild() {
    super(new byte[2]);
  }

  long read() {
    values[3] = 7;
    return values[0] * 100 + values[3];
  }
}
// EXPECT 5 long[] MOVED
// EXPECT 6 int[] MOVED
// EXPECT 14 double[] MOVED
// EXPECT 36 byte[] MOVED
// EXPECT 39 long[] MOVED
// EXPECT 43 int[] MOVED
// EXPECT 47 boolean[] MOVED
// EXPECT 62 byte[] MOVED
