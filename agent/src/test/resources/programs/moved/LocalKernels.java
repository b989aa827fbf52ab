import io.offheap.OffHeap;

/** Arrays in local variables: loops, compound assignment, for-each, labelled breaks. */
public class LocalKernels {
  static long sum(int n) {
    long @OffHeap [] squares;

    squares = new long[n];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = (long) i * i;
    }
    squares[2] += 5;
    squares[3] <<= squares[2]++ & 3;
    --squares[n - 1];
    long total = 0;
    for (long square : squares) {
      total = total * 31 + square;
    }
    return total;
  }

  static int primes(int limit) {
    int[] composite = new int @OffHeap [limit + 1];
    int count = 0;
    outer:
    for (int candidate = 2; candidate <= limit; candidate++) {
      for (int divisor = 2; divisor * divisor <= candidate; divisor++) {
        if (candidate % divisor == 0) {
          composite[candidate] = divisor;
          continue outer;
        }
      }
      count++;
    }
    return count * 1000 + composite[limit];
  }

  public static void main(String[] args) {
    System.out.println(sum(5) + " " + sum(1000));
    System.out.println(primes(2000));
  }
}
// EXPECT 8 long[] MOVED
// EXPECT 23 int[] MOVED
