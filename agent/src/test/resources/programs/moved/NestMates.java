import io.offheap.OffHeap;
import java.util.ArrayList;
import java.util.List;

/** Classes of one nest that use each other's private fields, constructors and methods. */
public class NestMates {
  private static final int[] PRIMES = {2, 3, 5, 7};
  private final List<Entry> entries = new ArrayList<>();

  private static class Entry {
    private byte @OffHeap [] data;
    private final long[] times;

    private Entry(int size, long[] times) {
      data = new byte[size];
      this.times = times;
    }

    private byte[] data() {
      return data;
    }
  }

  private class Cursor {
    private int at;

    int next() {
      Entry entry = entries.get(at++ % entries.size());
      return entry.data[0] + entry.data().length + (int) entry.times[0];
    }
  }

  private interface Visitor {
    int LIMIT = 3;

    private static int visited(byte[] data) {
      return Math.min(LIMIT, data.length);
    }
  }

  private void add(int size) {
    long @OffHeap [] times = {size, size * 2L};
    Entry entry = new Entry(size, times);
    entry.data[0] = (byte) (size + PRIMES[size & 3]);
    entries.add(entry);
  }

  public static void main(String[] args) {
    NestMates mates = new NestMates();
    for (int i = 1; i < 5; i++) {
      mates.add(i * 3);
    }
    Cursor cursor = mates.new Cursor();
    Runnable anonymous =
        new Runnable() {
          @Override
          public void run() {
            Entry first = mates.entries.get(0);
            first.data = new byte[first.data.length + 1];
            System.out.println(Visitor.visited(first.data) + " " + first.data.length);
          }
        };
    System.out.println(cursor.next() + " " + cursor.next() + " " + cursor.next());
    anonymous.run();
    System.out.println(cursor.next() + " " + cursor.next() + " " + cursor.next());
  }
}
// EXPECT 15 byte[] MOVED
// EXPECT 42 long[] MOVED
// EXPECT 59 byte[] MOVED
