import io.offheap.OffHeap;

/** Fields of nested, inner and anonymous classes, each used in its own class only. */
public class NestedClasses {
  static class Ring {
    private final long @OffHeap [] slots;
    private int next;

    Ring(int size) {
      slots = new long[size];
    }

    void add(long value) {
      slots[next++ % slots.length] = value;
    }

    long oldest() {
      return slots[next % slots.length];
    }
  }

  class Inner {
    private byte @OffHeap [] data = new byte[3];
  }

  abstract static class Shape {
    abstract int area();
  }

  static Shape square(int side) {
    return new Shape() {
      private short @OffHeap [] sides = new short[2];

      {
        sides[0] = (short) side;
        sides[1] = sides[0];
      }

      @Override
      int area() {
        return sides[0] * sides[1];
      }
    };
  }

  public static void main(String[] args) {
    Ring ring = new Ring(3);
    for (int i = 0; i < 8; i++) {
      ring.add(i * 11L);
    }
    System.out.println(
        ring.oldest() + " " + square(12).area() + " " + (new NestedClasses().new Inner() != null));
  }
}
// EXPECT 32 short[] MOVED
// EXPECT 23 byte[] MOVED
// EXPECT 10 long[] MOVED
