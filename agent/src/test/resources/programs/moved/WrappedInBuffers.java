import io.offheap.OffHeap;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.InvalidMarkException;
import java.nio.LongBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Buffers around arrays, which nobody asks for the array. */
public class WrappedInBuffers {
  private byte @OffHeap [] record = new byte[64];

  private int next;

  void write(long id, double value) {
    ByteBuffer buffer = ByteBuffer.wrap(record, next, 16).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(id).putDouble(value);
    next = buffer.position();
  }

  double sum() {
    double sum = 0;
    ByteBuffer buffer = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).limit(next);
    while (buffer.hasRemaining()) {
      sum += buffer.getLong() * buffer.getDouble();
    }
    return sum;
  }

  static void bothWays() {
    byte @OffHeap [] bytes = new byte[24];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putInt(2, 0x01020304);
    bytes[3] = 9;
    System.out.println(buffer.getInt(2) + " " + bytes[5] + buffer.order() + buffer.capacity());
    buffer.position(4).mark().put(bytes, 0, 6).reset();
    System.out.println(buffer.get() + " " + buffer.remaining() + Arrays.toString(bytes));
    ByteBuffer half = buffer.slice(2, 8).duplicate();
    half.asReadOnlyBuffer().get(new byte[3]);
    half.position(2).compact().put((byte) 77).flip();
    LongBuffer longs = buffer.clear().asLongBuffer();
    longs.put(1, -5);
    System.out.println(longs.get(1) + " " + longs.limit() + Arrays.toString(bytes));
    byte[] other = bytes.clone();
    System.out.println(buffer.equals(ByteBuffer.wrap(other)) + " " + buffer.hashCode());
    other[7]++;
    System.out.println(buffer.compareTo(ByteBuffer.wrap(other)) + " " + buffer.mismatch(ByteBuffer.wrap(other)));
  }

  static void failures(int by) {
    byte @OffHeap [] bytes = {1, 2, 3, 4, 5};
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int i = 0; i < 9; i++) {
      try {
        switch (i) {
          case 0 -> ByteBuffer.wrap(bytes, 3, by);
          case 1 -> buffer.get(by + 2);
          case 2 -> buffer.getInt(by);
          case 3 -> buffer.position(by * 2);
          case 4 -> buffer.limit(-by);
          case 5 -> buffer.put(3, new byte[4], 0, by);
          case 6 -> buffer.slice(by, by);
          case 7 -> buffer.order(null).asReadOnlyBuffer().put((byte) 1);
          default -> buffer.reset();
        }
        System.out.println(i + " no failure");
      } catch (IndexOutOfBoundsException
          | IllegalArgumentException
          | InvalidMarkException
          | ReadOnlyBufferException e) {
        System.out.println(i + " " + e);
      }
    }
    try {
      buffer.getLong();
    } catch (BufferUnderflowException e) {
      System.out.println(e);
    }
    try {
      buffer.put(ByteBuffer.wrap(new byte[8]));
    } catch (BufferOverflowException e) {
      System.out.println(e + Arrays.toString(bytes));
    }
  }

  static void files() throws IOException {
    File file = File.createTempFile("offheap", ".bin");
    byte @OffHeap [] out = new byte[3000];
    for (int i = 0; i < out.length; i++) out[i] = (byte) (i * i);
    try (FileOutputStream stream = new FileOutputStream(file);
        FileChannel channel = stream.getChannel()) {
      ByteBuffer all = ByteBuffer.wrap(out);
      while (all.hasRemaining()) {
        channel.write(all.limit(Math.min(all.position() + 700, all.capacity())));
        all.limit(all.capacity());
      }
    }
    byte @OffHeap [] in = new byte[4000];
    try (FileInputStream stream = new FileInputStream(file);
        FileChannel channel = stream.getChannel()) {
      ByteBuffer all = ByteBuffer.wrap(in, 10, 3990);
      while (channel.read(all) >= 0) {
        System.out.println(all.position());
      }
    }
    System.out.println(Arrays.mismatch(out, 0, 3000, in, 10, 3010) + " " + in[9] + in[3010]);
    CRC32 sum = new CRC32();
    sum.update(ByteBuffer.wrap(in));
    System.out.println(sum.getValue() + " " + file.delete());
  }

  static byte[] made(boolean first, boolean second) {
    byte @OffHeap [] a = new byte[8];
    byte @OffHeap [] b = new byte[16];
    ByteBuffer either = null;
    if (first) {
      either = ByteBuffer.wrap(a);
    } else if (second) {
      either = ByteBuffer.wrap(b);
    }
    if (either != null) {
      either.putShort(6, (short) 300);
    }
    return new byte[] {a[6], a[7], b[6], b[7]};
  }

  public static void main(String[] args) throws IOException {
    WrappedInBuffers records = new WrappedInBuffers();
    records.write(3, 1.5);
    records.write(5, -2);
    System.out.println(records.sum() + " " + records.next + " " + Arrays.toString(records.record));
    bothWays();
    failures(3);
    files();
    System.out.println(Arrays.toString(made(true, false)) + Arrays.toString(made(false, true)));
    System.out.println(Arrays.toString(made(false, false)));
  }
}
// EXPECT 19 byte[] MOVED
// EXPECT 39 byte[] MOVED
// EXPECT 59 byte[] MOVED
// EXPECT 96 byte[] MOVED
// EXPECT 106 byte[] MOVED
// EXPECT 121 byte[] MOVED
// EXPECT 122 byte[] MOVED
