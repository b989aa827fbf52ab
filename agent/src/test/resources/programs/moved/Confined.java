import io.offheap.OffHeap;
import java.util.Arrays;

/** Scratch arrays: in loops, in helpers, in recursion, left by return, by exception and in the midst. */
public class Confined {
  private static long total;

  private static void fill(int[] scratch, int seed) {
    for (int i = 0; i < scratch.length; i++) scratch[i] = seed + i;
  }

  private static int rounds(int rounds) {
    int sum = 0;
    for (int r = 1; r <= rounds; r++) {
      int @OffHeap [] scratch = new int[r % 7 + 1];
      sum += scratch[0] + scratch[scratch.length - 1];
      fill(scratch, r);
      sum += scratch[scratch.length / 2];
    }
    return sum;
  }

  private static long growing(int limit) {
    long sum = 0;
    for (int n = 1; n < limit; n *= 3) {
      long @OffHeap [] block = new long[n];
      byte @OffHeap [] beside = new byte[n / 2];
      sum += block[n - 1] + beside.length;
      Arrays.fill(block, n);
      Arrays.fill(beside, (byte) 5);
      sum += block[n / 2];
    }
    return sum;
  }

  private static int swapped(int rounds) {
    short @OffHeap [] last = new short[2];
    for (int r = 0; r < rounds; r++) {
      short @OffHeap [] next = new short[2];
      next[0] = (short) (last[0] + r);
      next[1] = last[0];
      last = next;
    }
    return last[0] * 31 + last[1];
  }

  private static int leaves(int n) {
    char @OffHeap [] text = new char[n];
    for (int i = 0; ; i++) {
      if (text[i] != 0) return -1;
      text[i] = (char) i;
      if (i == 3) return text[3];
    }
  }

  private static double deep(int n) {
    double @OffHeap [] frame = new double[n + 1];
    double before = frame[n];
    frame[n] = n;
    return n == 0 ? before : before + frame[n] + deep(n - 1) + frame[n];
  }

  private static int endless(int n) {
    int @OffHeap [] frame = new int[100];
    frame[n % 100] = n;
    return endless(n + 1) + frame[n % 100];
  }

  private static void caught(int n) {
    float @OffHeap [] values = new float[4];
    try {
      values[n] = n;
      values = new float[] {9};
      System.out.println(values[n]);
    } catch (ArrayIndexOutOfBoundsException e) {
      System.out.println(e.getMessage() + " " + values.length + " " + values[0]);
    } finally {
      total += values.length;
    }
  }

  private static int longAndShort(boolean many) {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      boolean @OffHeap [] flags;
      if (many) {
        flags = new boolean[200_000];
      } else {
        flags = new boolean[2];
      }
      sum += flags[1] ? 100 : 1;
      flags[1] = true;
    }
    return sum;
  }

  private static int copies(int rounds) {
    int @OffHeap [] first = {3, 1, 2};
    int sum = 0;
    for (int r = 0; r < rounds; r++) {
      int @OffHeap [] sorted = first.clone();
      Arrays.sort(sorted);
      int @OffHeap [] longer = Arrays.copyOf(sorted, r);
      int @OffHeap [] part = Arrays.copyOfRange(longer, r / 2, r + 1);
      part[0] += r;
      sum = sum * 31 + sorted[0] + longer.length + part[0] + part[part.length - 1];
      first[r % 3]++;
    }
    try {
      first = Arrays.copyOf(first, rounds - 10);
    } catch (NegativeArraySizeException e) {
      System.out.println(e.getMessage());
    }
    return sum + first.length;
  }

  public static void main(String[] args) {
    System.out.println(rounds(40) + " " + growing(400_000) + " " + swapped(9));
    System.out.println(leaves(8) + " " + deep(30) + " " + longAndShort(true) + longAndShort(false));
    for (int i : new int[] {0, 3, 4, -1}) {
      caught(i);
      try {
        leaves(i);
      } catch (RuntimeException e) {
        System.out.println(e);
      }
    }
    try {
      endless(0);
    } catch (StackOverflowError e) {
      System.out.println("too deep");
    }
    System.out.println(copies(9) + " " + copies(12));
    System.out.println(rounds(9) + " " + growing(9) + " " + total);
  }
}
// EXPECT 15 int[] MOVED
// EXPECT 26 long[] MOVED
// EXPECT 27 byte[] MOVED
// EXPECT 37 short[] MOVED
// EXPECT 39 short[] MOVED
// EXPECT 48 char[] MOVED
// EXPECT 57 double[] MOVED
// EXPECT 64 int[] MOVED
// EXPECT 70 float[] MOVED
// EXPECT 73 float[] MOVED
// EXPECT 87 boolean[] MOVED
// EXPECT 89 boolean[] MOVED
// EXPECT 98 int[] MOVED
// EXPECT 101 int[] MOVED
// EXPECT 103 int[] MOVED
// EXPECT 104 int[] MOVED
// EXPECT 110 int[] MOVED
