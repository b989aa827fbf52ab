import io.offheap.OffHeap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A private field that grows, filled from arrays made elsewhere and copied out to the Java heap.
 */
public class GrowingBytes {

  private byte @OffHeap [] bytes = new byte[4];
  private int size;

  void add(byte[] more) {
    while (size + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  String text(int from, int to) {
    return new String(Arrays.copyOfRange(bytes, from, to), StandardCharsets.UTF_8);
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, size);
  }

  public static void main(String[] args) {
    GrowingBytes text = new GrowingBytes();
    for (int i = 0; i < 2000; i++) {
      text.add(("wörd " + i + ", ").getBytes(StandardCharsets.UTF_8));
    }
    System.out.println(text.size + " of " + text.bytes.length);
    System.out.println(text.text(0, 40) + "..." + text.text(text.size - 12, text.size));
    byte[] copy = new byte[text.size + 3];
    text.copyTo(copy, 3);
    System.out.println(Arrays.hashCode(copy));
    try {
      text.copyTo(new byte[7], 0);
    } catch (ArrayIndexOutOfBoundsException e) {
      System.out.println(e.getMessage());
    }
  }
}
// EXPECT 10 byte[] MOVED
// EXPECT 15 byte[] MOVED
