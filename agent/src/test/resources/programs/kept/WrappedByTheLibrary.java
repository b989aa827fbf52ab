import io.offheap.OffHeap;
import java.nio.ByteBuffer;
import java.util.Arrays;

public class WrappedByTheLibrary {
  public static void main(String[] args) {

    byte @OffHeap [] bytes = new byte[8];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putInt(2, 0x01020304);
    System.out.println(bytes[2] + " " + bytes[5] + " " + (buffer.array() == bytes));
    int @OffHeap [] ints = {3, 1, 2};
    System.out.println(Arrays.stream(ints).max().getAsInt());
  }
}
// EXPECT 8 byte[] KEPT ESCAPES_TO_CALL passed to java.nio.ByteBuffer.wrap at line 9
// EXPECT 12 int[] KEPT ESCAPES_TO_CALL passed to java.util.Arrays.stream at line 13
