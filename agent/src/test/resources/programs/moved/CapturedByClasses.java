import io.offheap.OffHeap;
import java.util.function.IntUnaryOperator;

/** Local and anonymous classes capture arrays in fields that the compiler makes. */
public class CapturedByClasses {
  abstract static class Step {
    abstract int next(int x);
  }

  private static int anonymous(int n) {
    int @OffHeap [] table = new int[n];
    Step step =
        new Step() {
          @Override
          int next(int x) {
            table[x % n] += x;
            return table[x % n];
          }
        };
    step.next(3);
    table[1]++;
    return step.next(n + 3) + table[1];
  }

  private static long local(int n) {
    long @OffHeap [] sums = new long[n];
    class Adder {
      private final int from;

      Adder(int from) {
        this.from = from;
      }

      void add(long value) {
        sums[from] += value;
      }

      Adder next() {
        return new Adder(from + 1);
      }
    }
    Adder first = new Adder(0);
    first.add(5);
    first.next().add(7);
    IntUnaryOperator make =
        i -> {
          new Adder(i).add(i);
          return i;
        };
    make.applyAsInt(2);
    return sums[0] * 100 + sums[1] * 10 + sums[2];
  }

  private final double @OffHeap [] field = new double[4];

  private Runnable inner(byte seed) {
    byte @OffHeap [] bytes = {seed, 2};
    return new Runnable() {
      @Override
      public void run() {
        field[2] += bytes[0];
        System.out.println(field[2] + " " + bytes.length);
      }
    };
  }

  public static void main(String[] args) {
    System.out.println(anonymous(5) + " " + local(4));
    Runnable run = new CapturedByClasses().inner((byte) 9);
    run.run();
    run.run();
  }
}
// EXPECT 11 int[] MOVED
// EXPECT 26 long[] MOVED
// EXPECT 54 double[] MOVED
// EXPECT 57 byte[] MOVED
