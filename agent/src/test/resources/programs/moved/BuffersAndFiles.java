import io.offheap.OffHeap;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/** Bytes and characters that come from, and go to, objects of the JDK that keep no array. */
public class BuffersAndFiles {
  static void files(Path file) throws IOException {
    byte @OffHeap [] data = new byte[300];
    new Random(5).nextBytes(data);
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(data);
      out.write(data, 100, 50);
    }
    byte @OffHeap [] read = new byte[400];
    Arrays.fill(read, (byte) 9);
    try (InputStream in = new FileInputStream(file.toFile())) {
      System.out.println(in.read(read, 10, 20) + " " + in.read(read) + " " + in.read(read, 0, 0));
      System.out.println(in.read(read) + " " + Arrays.hashCode(read));
      System.out.println(in.read(read, 390, 11));
    } catch (IndexOutOfBoundsException e) {
      System.out.println("out of bounds");
    }
    try (RandomAccessFile both = new RandomAccessFile(file.toFile(), "rw")) {
      both.write(read, 395, 5);
      both.seek(2);
      System.out.println(both.read(read, 0, 100) + " " + Arrays.hashCode(read));
    }
  }

  static void buffers() {
    ByteBuffer buffer = ByteBuffer.allocate(64);
    byte @OffHeap [] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
    buffer.put(bytes).put(bytes, 2, 3).put(40, bytes, 0, 4).flip();
    byte @OffHeap [] back = new byte[20];
    buffer.get(back, 3, 9);
    System.out.println(Arrays.toString(back) + buffer);
    try {
      buffer.get(back);
    } catch (BufferUnderflowException e) {
      System.out.println(e + Arrays.toString(back) + buffer.position());
    }
    try {
      buffer.put(back, 18, 3);
    } catch (IndexOutOfBoundsException e) {
      System.out.println(e);
    }
    double @OffHeap [] doubles = {1.5, -2};
    DoubleBuffer doubleBuffer = DoubleBuffer.allocate(9).put(doubles).put(doubles, 1, 1).flip();
    doubleBuffer.get(doubles, 0, 1).get(doubles, 1, 1).get();
    System.out.println(Arrays.toString(doubles) + doubleBuffer.remaining());
  }

  static void sums() {
    byte @OffHeap [] bytes = new byte[1000];
    Arrays.fill(bytes, 10, 500, (byte) 77);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    sum.update(bytes, 5, 100);
    Checksum again = new CRC32();
    again.update(bytes, 0, bytes.length);
    System.out.println(sum.getValue() + " " + again.getValue());
    try {
      sum.update(bytes, 900, 101);
    } catch (ArrayIndexOutOfBoundsException e) {
      System.out.println(e);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 9, 4);
    out.writeBytes(bytes);
    byte @OffHeap [] all = out.toByteArray();
    System.out.println(all.length + " " + all[2] + " " + Arrays.hashCode(all));
  }

  static void texts() throws IOException {
    StringReader reader = new StringReader("some text to read");
    char @OffHeap [] chars = new char[10];
    System.out.println(reader.read(chars, 2, 5) + Arrays.toString(chars));
    System.out.println(reader.read(chars) + new String(chars) + reader.read(chars));
    System.out.println(new String(chars) + reader.read(chars));
    StringWriter writer = new StringWriter();
    writer.write(chars);
    writer.write(chars, 1, 3);
    System.out.println(writer);
    try {
      writer.write(chars, 8, 3);
    } catch (IndexOutOfBoundsException e) {
      System.out.println(e);
    }
  }

  public static void main(String[] args) throws IOException {
    Path file = Files.createTempFile("offheap", ".bin");
    files(file);
    Files.delete(file);
    buffers();
    sums();
    texts();
  }
}
// EXPECT 23 byte[] MOVED
// EXPECT 29 byte[] MOVED
// EXPECT 47 byte[] MOVED
// EXPECT 49 byte[] MOVED
// EXPECT 62 double[] MOVED
// EXPECT 69 byte[] MOVED
// EXPECT 85 byte[] MOVED
// EXPECT 91 char[] MOVED
