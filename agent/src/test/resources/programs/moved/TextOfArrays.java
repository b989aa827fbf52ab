import io.offheap.OffHeap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;

/** Strings made of arrays, and arrays made of strings. */
public class TextOfArrays {
  static void attempt(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      System.out.println(e instanceof NullPointerException ? "null" : e);
    }
  }

  static void bytes() {
    byte @OffHeap [] b = "Grüße, Welt".getBytes(StandardCharsets.UTF_8);
    System.out.println(new String(b, StandardCharsets.UTF_8) + b.length);
    System.out.println(new String(b, 0, 2, StandardCharsets.ISO_8859_1) + new String(b, 4, 3));
    System.out.println(new String(b, b.length > 4 ? 1 : 0, 4, StandardCharsets.US_ASCII));
    for (int i = -1; i < 20; i += 4) {
      try {
        System.out.println(new String(b, i, 6, StandardCharsets.ISO_8859_1));
      } catch (IndexOutOfBoundsException e) {
        System.out.println(e);
      }
    }
    System.out.println(Base64.getEncoder().encodeToString(b) + HexFormat.of().formatHex(b));
    byte @OffHeap [] coded = Base64.getEncoder().encode(b);
    System.out.println(coded.length + new String(coded));
    b = Base64.getDecoder().decode(coded);
    System.out.println(b[3]);
  }

  static void chars() {
    char @OffHeap [] c = "off the heap".toCharArray();
    c[0] = 'O';
    StringBuilder text = new StringBuilder();
    text.append(c).append(c, 4, 3).insert(1, c, 0, 2).insert(0, c);
    System.out.println(text + String.valueOf(c) + String.valueOf(c, 3, 4));
    System.out.println(new String(c) + String.copyValueOf(c, 1, 2) + new String(c, 2, 2).length());
    try {
      text.append(c, 7, 100);
    } catch (IndexOutOfBoundsException e) {
      System.out.println(e);
    }
    char @OffHeap [] none = System.nanoTime() == 0 ? new char[1] : null;
    try {
      System.out.println(new String(none));
    } catch (NullPointerException e) {
      System.out.println("null");
    }
    int @OffHeap [] points = {0x1F600, 65, 66};
    System.out.println(new String(points, 0, 2));
  }

  static void objects() {
    long @OffHeap [] a = new long[3];
    long @OffHeap [] same = Objects.requireNonNull(a, "no array");
    System.out.println((same == a) + " " + Objects.equals(a, same) + Objects.isNull(a));
    Objects.requireNonNull(a)[1] = 4;
    System.out.println(same[1] + " " + (System.identityHashCode(a) == Objects.hashCode(same)));
    System.out.println(String.valueOf((Object) a).equals(Objects.toString(a)));
    long @OffHeap [] none = null;
    if (a.length == 4) {
      none = new long[2];
    }
    try {
      Objects.requireNonNull(none, "no array");
    } catch (NullPointerException e) {
      System.out.println(e.getMessage());
    }
  }

  public static void main(String[] args) {
    bytes();
    chars();
    objects();
  }
}
// EXPECT 18 byte[] MOVED
// EXPECT 30 byte[] MOVED
// EXPECT 32 byte[] MOVED
// EXPECT 37 char[] MOVED
// EXPECT 48 char[] MOVED
// EXPECT 54 int[] MOVED
// EXPECT 59 long[] MOVED
// EXPECT 67 long[] MOVED
