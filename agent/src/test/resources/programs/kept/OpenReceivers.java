import io.offheap.OffHeap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/** Methods that are known only as long as nobody overrides them. */
public class OpenReceivers {
  static byte[] seen = {};

  static final class Keeping extends InputStream {
    @Override
    public int read() {
      return -1;
    }

    @Override
    public int read(byte[] into) {
      seen = into;
      return 1;
    }
  }

  static void read(InputStream in) throws IOException {
    byte @OffHeap [] into = new byte[8];
    System.out.println(in.read(into) + " " + (seen == into));
    seen[2] = 5;
    System.out.println(into[2]);
  }

  static void sum(Checksum sum) {
    byte @OffHeap [] bytes = {1, 2, 3};
    sum.update(bytes, 1, 2);
    System.out.println(sum.getValue());
  }

  static void text(Charset charset) {
    byte @OffHeap [] bytes = {65, 66, 67};
    System.out.println(new String(bytes, charset));
  }

  static void either(boolean plain) throws IOException {
    InputStream in = plain ? new ByteArrayInputStream(new byte[] {1, 2}) : new Keeping();
    byte @OffHeap [] into = new byte[3];
    System.out.println(in.read(into));
  }

  public static void main(String[] args) throws IOException {
    read(new Keeping());
    sum(new CRC32());
    text(StandardCharsets.UTF_8);
    either(true);
    either(false);
  }
}
// EXPECT 28 byte[] KEPT OPEN_CALL passed to java.io.InputStream.read, of which a subclass may keep it, at line 29
// EXPECT 35 byte[] KEPT OPEN_CALL passed to java.util.zip.Checksum.update, of which a subclass may keep it, at line 36
// EXPECT 41 byte[] KEPT OPEN_CALL passed to java.lang.String.<init>, with a charset that may show it to code of the program, at line 42
// EXPECT 47 byte[] KEPT OPEN_CALL passed to java.io.InputStream.read, of which a subclass may keep it, at line 48
