import io.offheap.OffHeap;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;

public class WrappedByTheLibrary {
  public static void main(String[] args) {

    byte @OffHeap [] bytes = new byte[8];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putInt(2, 0x01020304);
    System.out.println(bytes[2] + " " + bytes[5] + " " + (buffer.array() == bytes));
    byte @OffHeap [] source = {3, 1, 2};
    ByteArrayInputStream stream = new ByteArrayInputStream(source);
    source[0] = 7;
    System.out.println(stream.read());
  }
}
// EXPECT 8 byte[] KEPT WRAPPED kept by java.nio.ByteBuffer.wrap at line 9
// EXPECT 12 byte[] KEPT WRAPPED kept by java.io.ByteArrayInputStream.<init> at line 13
