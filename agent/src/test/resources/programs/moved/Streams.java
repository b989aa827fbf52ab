import io.offheap.OffHeap;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/** Streams over streams, channels, compression; and what is in an array after a failure halfway. */
public class Streams {
  static void layers(File file) throws IOException {
    byte @OffHeap [] data = new byte[500];
    for (int i = 0; i < data.length; i++) data[i] = (byte) (i * i);
    try (OutputStream out =
        new GZIPOutputStream(new BufferedOutputStream(new FileOutputStream(file)))) {
      out.write(data);
      out.write(data, 3, 90);
    }
    byte @OffHeap [] back = new byte[700];
    try (InputStream in = new GZIPInputStream(new BufferedInputStream(new FileInputStream(file)))) {
      System.out.println(in.readNBytes(back, 5, 300) + " " + in.read(back, 305, 0));
      int n;
      int at = 305;
      while ((n = in.read(back, at, back.length - at)) > 0) at += n;
      System.out.println(at + " " + Arrays.hashCode(back));
    }
  }

  static void partly() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte @OffHeap [] five = {1, 2, 3, 4, 5};
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(five);
      out.write(five, 1, 2);
      out.writeInt(7);
    }
    byte @OffHeap [] into = new byte[20];
    Arrays.fill(into, (byte) 9);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      in.readFully(into, 2, 3);
      in.readFully(into);
    } catch (EOFException e) {
      System.out.println(e + Arrays.toString(into));
    }
    CRC32 sum = new CRC32();
    try (CheckedInputStream in =
        new CheckedInputStream(new ByteArrayInputStream(bytes.toByteArray()), sum)) {
      System.out.println(in.read(into, 4, 16) + " " + sum.getValue() + Arrays.hashCode(into));
      in.read(into, 4, 17);
    } catch (IndexOutOfBoundsException e) {
      System.out.println(e.getMessage() + " " + e.getStackTrace()[0].getMethodName());
    }
  }

  static void channels(File file) throws IOException {
    byte @OffHeap [] data = new byte[64];
    Arrays.fill(data, 10, 20, (byte) 3);
    try (RandomAccessFile both = new RandomAccessFile(file, "rw");
        FileChannel channel = both.getChannel()) {
      System.out.println(channel.write(ByteBuffer.wrap(data)));
      System.out.println(channel.write(ByteBuffer.wrap(data, 8, 8)) + " " + channel.position());
      channel.position(60);
      System.out.println(channel.read(ByteBuffer.wrap(data, 1, 30)) + Arrays.toString(data));
      System.out.println(channel.read(ByteBuffer.wrap(data)));
      both.seek(66);
      Arrays.fill(data, (byte) 7);
      both.readFully(data, 4, 6);
      try {
        both.seek(64);
        both.readFully(data);
      } catch (EOFException e) {
        System.out.println(e + Arrays.toString(data));
      }
      try {
        channel.read(ByteBuffer.wrap(data, 60, 5));
      } catch (IndexOutOfBoundsException e) {
        System.out.println(e);
      }
    }
  }

  static void compression(int broken) {
    byte @OffHeap [] text = new byte[1000];
    for (int i = 0; i < text.length; i++) text[i] = (byte) (i % 50 * i);
    Deflater deflater = new Deflater();
    byte[] plain = new byte[1000];
    System.arraycopy(text, 0, plain, 0, 1000);
    deflater.setInput(plain);
    deflater.finish();
    byte @OffHeap [] packed = new byte[1200];
    int size = deflater.deflate(packed, 0, 700);
    size += deflater.deflate(packed, size, 1200 - size, Deflater.NO_FLUSH);
    deflater.end();
    byte[] given = new byte[size];
    System.arraycopy(packed, 0, given, 0, size);
    if (broken > 0) given[broken] ^= 0x55;
    Inflater inflater = new Inflater();
    inflater.setInput(given);
    byte @OffHeap [] out = new byte[1100];
    Arrays.fill(out, (byte) 1);
    try {
      System.out.println(inflater.inflate(out, 50, 400) + " " + inflater.inflate(out, 450, 650));
    } catch (DataFormatException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(Arrays.hashCode(out) + " " + inflater.getBytesWritten());
    inflater.end();
  }

  public static void main(String[] args) throws IOException {
    File file = File.createTempFile("offheap", ".bin");
    layers(file);
    partly();
    channels(file);
    compression(0);
    compression(200);
    compression(400);
    System.out.println(file.delete());
  }
}
// EXPECT 30 byte[] MOVED
// EXPECT 37 byte[] MOVED
// EXPECT 49 byte[] MOVED
// EXPECT 55 byte[] MOVED
// EXPECT 74 byte[] MOVED
// EXPECT 101 byte[] MOVED
// EXPECT 108 byte[] MOVED
// EXPECT 117 byte[] MOVED
