import io.offheap.OffHeap;

/** try, finally, catch, switch and loops around arrays in locals. */
public class ControlFlow {
  static String guarded(int size, int index) {
    StringBuilder log = new StringBuilder();
    int @OffHeap [] a = null;
    try {
      a = new int[size];
      a[index] = 10;
      log.append("stored ");
      if (size > 3) {
        throw new IllegalStateException("big");
      }
    } catch (ArrayIndexOutOfBoundsException | NegativeArraySizeException e) {
      log.append(e.getMessage()).append(' ');
    } catch (IllegalStateException e) {
      log.append(e.getMessage()).append(a[index]).append(' ');
    } finally {
      log.append(a == null ? "none" : "length " + a.length);
    }
    return log.toString();
  }

  static long switched(String[] words) {
    long @OffHeap [] last = null;
    long total = 0;
    for (String word : words) {
      switch (word) {
        case "new" -> {
          last = new long[8];
          last[1] = 2;
        }
        case "add" -> last[1] += 40;
        case "drop" -> last = null;
        default -> total++;
      }
      if (last != null) {
        total += last[1];
      }
    }
    return total;
  }

  static int loops() {
    int found = 0;
    int round = 0;
    do {
      int @OffHeap [] scratch;
      if (round % 2 == 0) {
        scratch = new int[round + 1];
      } else {
        round++;
        continue;
      }
      for (int i = 0; ; i++) {
        if (i == scratch.length) {
          break;
        }
        scratch[i] = i;
        found += scratch[scratch.length - 1 - i];
      }
      round++;
    } while (round < 30);
    return found;
  }

  public static void main(String[] args) {
    System.out.println(guarded(3, 2));
    System.out.println(guarded(3, 3));
    System.out.println(guarded(-1, 0));
    System.out.println(guarded(9, 4));
    System.out.println(switched(new String[] {"x", "new", "add", "add", "new", "drop", "y"}));
    System.out.println(loops());
  }
}
// EXPECT 9 int[] MOVED
// EXPECT 31 long[] MOVED
// EXPECT 51 int[] MOVED
