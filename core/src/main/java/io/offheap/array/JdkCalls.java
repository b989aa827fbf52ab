package io.offheap.array;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Methods of the JDK that may have written a part of an array when they fail, for handles: whatever
 * was written is there, and the exception is theirs.
 *
 * <p>Each does what the method of the same name does, with {@link HeapCopy} in between.
 */
@SuppressWarnings("NullAway") // null is passed on, for the method to refuse
public final class JdkCalls {
  private JdkCalls() {}

  /** A method of the JDK that writes a range and says how much it has written. */
  private interface Writer<E extends Exception> {
    int write(byte @Nullable [] standIn, int fromIndex) throws E;
  }

  private static <E extends Exception> int into(
      @Nullable ByteArray array, int fromIndex, int count, Writer<E> writer) throws E {
    byte[] standIn = HeapCopy.of(array, fromIndex, count);
    int written = count;
    try {
      written = writer.write(standIn, HeapCopy.start(array, fromIndex, count));
      return written;
    } catch (Throwable failure) {
      Failures.removeOwnFrames(failure);
      throw failure;
    } finally {
      if (array != null && standIn != null && HeapCopy.isWithin(array, fromIndex, count)) {
        HeapCopy.back(standIn, array, fromIndex, Math.min(written, count));
      }
    }
  }

  private static int lengthOf(@Nullable ByteArray array) {
    return array == null ? 0 : array.length();
  }

  public static int inflate(Inflater inflater, @Nullable ByteArray output)
      throws DataFormatException {
    return into(output, 0, lengthOf(output), (standIn, from) -> inflater.inflate(standIn));
  }

  public static int inflate(Inflater inflater, @Nullable ByteArray output, int fromIndex, int count)
      throws DataFormatException {
    return into(
        output, fromIndex, count, (standIn, from) -> inflater.inflate(standIn, from, count));
  }

  public static int read(InputStream in, @Nullable ByteArray into) throws IOException {
    return into(into, 0, lengthOf(into), (standIn, from) -> in.read(standIn));
  }

  public static int read(InputStream in, @Nullable ByteArray into, int fromIndex, int count)
      throws IOException {
    return into(into, fromIndex, count, (standIn, from) -> in.read(standIn, from, count));
  }

  public static int readNBytes(InputStream in, @Nullable ByteArray into, int fromIndex, int count)
      throws IOException {
    return into(into, fromIndex, count, (standIn, from) -> in.readNBytes(standIn, from, count));
  }

  public static void readFully(DataInputStream in, @Nullable ByteArray into) throws IOException {
    readFully(in, into, 0, lengthOf(into));
  }

  public static void readFully(
      DataInputStream in, @Nullable ByteArray into, int fromIndex, int count) throws IOException {
    into(
        into,
        fromIndex,
        count,
        (standIn, from) -> {
          in.readFully(standIn, from, count);
          return count;
        });
  }

  public static void readFully(RandomAccessFile file, @Nullable ByteArray into) throws IOException {
    readFully(file, into, 0, lengthOf(into));
  }

  public static void readFully(
      RandomAccessFile file, @Nullable ByteArray into, int fromIndex, int count)
      throws IOException {
    into(
        into,
        fromIndex,
        count,
        (standIn, from) -> {
          file.readFully(standIn, from, count);
          return count;
        });
  }
}
