import io.offheap.OffHeap;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.MappedByteBuffer;
import java.util.function.Supplier;

public class WrappedByTheLibrary {
  private static ByteBuffer kept = ByteBuffer.allocate(1);

  static void asked() {
    byte @OffHeap [] bytes = new byte[8];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putInt(2, 0x01020304);
    System.out.println(bytes[2] + " " + bytes[5] + " " + (buffer.array() == bytes));
  }

  static void text() {
    byte @OffHeap [] bytes = new byte[8];
    System.out.println(String.valueOf(ByteBuffer.wrap(bytes).position(3)));
  }

  static void identity() {
    byte @OffHeap [] bytes = new byte[8];
    Object buffer = ByteBuffer.wrap(bytes);
    System.out.println(buffer.toString());
  }

  static void stored() {
    byte @OffHeap [] bytes = new byte[8];
    kept = ByteBuffer.wrap(bytes, 2, 3).slice();
    kept.array()[2] = 5;
    System.out.println(bytes[2]);
  }

  static ByteBuffer returned() {
    byte @OffHeap [] bytes = new byte[8];
    return ByteBuffer.wrap(bytes);
  }

  static void cast() {
    byte @OffHeap [] bytes = new byte[8];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      System.out.println(((MappedByteBuffer) buffer).isLoaded());
    } catch (ClassCastException e) {
      System.out.println("no mapped buffer");
    }
  }

  static void tested() {
    byte @OffHeap [] bytes = new byte[8];
    System.out.println(ByteBuffer.wrap(bytes) instanceof MappedByteBuffer);
  }

  static void captured() {
    byte @OffHeap [] bytes = {4, 5};
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Supplier<Boolean> direct = () -> buffer.isDirect();
    System.out.println(direct.get());
  }

  static void either(boolean wrap) {
    byte @OffHeap [] bytes = {4, 5};
    ByteBuffer buffer = wrap ? ByteBuffer.wrap(bytes) : ByteBuffer.allocate(2);
    System.out.println(buffer.get(1));
  }

  static boolean isDirect(ByteBuffer buffer) {
    return buffer.isDirect();
  }

  static void passed() {
    byte @OffHeap [] bytes = new byte[8];
    System.out.println(isDirect(ByteBuffer.wrap(bytes)));
  }

  static void otherBuffers() {
    char @OffHeap [] chars = {'a', 'b'};
    System.out.println(CharBuffer.wrap(chars));
  }

  public static void main(String[] args) {
    asked();
    text();
    identity();
    stored();
    System.out.println(returned().hasArray());
    cast();
    tested();
    captured();
    either(true);
    either(false);
    passed();
    otherBuffers();
    byte @OffHeap [] source = {3, 1, 2};
    ByteArrayInputStream stream = new ByteArrayInputStream(source);
    source[0] = 7;
    System.out.println(stream.read());
  }
}
// EXPECT 12 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is passed to java.nio.ByteBuffer.array at line 15
// EXPECT 19 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is passed to java.lang.String.valueOf at line 20
// EXPECT 24 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is passed to java.lang.Object.toString at line 26
// EXPECT 30 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is stored in field WrappedByTheLibrary.kept at line 31
// EXPECT 37 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is returned at line 38
// EXPECT 42 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is cast to java.nio.MappedByteBuffer at line 45
// EXPECT 52 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is asked for its type by instanceof at line 53
// EXPECT 57 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is captured by a lambda or method reference at line 59
// EXPECT 64 byte[] KEPT WRAPPED shown by a buffer that shares a variable with another value at line 65
// EXPECT 74 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap, whose buffer is passed to WrappedByTheLibrary.isDirect at line 75
// EXPECT 79 char[] KEPT WRAPPED kept by java.nio.CharBuffer.wrap at line 80
// EXPECT 96 byte[] KEPT WRAPPED kept by java.io.ByteArrayInputStream.<init> at line 97
