package io.offheap.agent.flow;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodInsnNode;

/** On which objects the methods of the JDK that take arrays are certain, and on which not. */
final class JdkReceivers {
  /** Owners whose methods need no look at the receiver: final, sealed, or only made by the JDK. */
  private static final Set<String> CLOSED =
      Set.of(
          "java/lang/String",
          "java/lang/StringBuilder",
          "java/lang/StringBuffer",
          "java/nio/ByteBuffer",
          "java/nio/CharBuffer",
          "java/nio/ShortBuffer",
          "java/nio/IntBuffer",
          "java/nio/LongBuffer",
          "java/nio/FloatBuffer",
          "java/nio/DoubleBuffer",
          "java/util/HexFormat",
          "java/util/Base64$Encoder",
          "java/util/Base64$Decoder",
          "java/util/SplittableRandom",
          "java/util/concurrent/ThreadLocalRandom");

  /** Owners whose methods would be known if it were known which class runs them. */
  private static final Set<String> OPEN =
      Set.of(
          "java/io/InputStream",
          "java/io/OutputStream",
          "java/io/FilterInputStream",
          "java/io/FilterOutputStream",
          "java/io/BufferedInputStream",
          "java/io/BufferedOutputStream",
          "java/io/DataInput",
          "java/io/DataOutput",
          "java/io/DataInputStream",
          "java/io/DataOutputStream",
          "java/io/PrintStream",
          "java/io/PushbackInputStream",
          "java/io/Reader",
          "java/io/Writer",
          "java/io/BufferedReader",
          "java/io/BufferedWriter",
          "java/io/PrintWriter",
          "java/security/MessageDigest",
          "java/security/SecureRandom",
          "java/security/Signature",
          "java/util/zip/Checksum",
          "java/util/zip/CheckedInputStream",
          "java/util/zip/GZIPInputStream",
          "java/util/zip/GZIPOutputStream",
          "java/util/zip/Inflater",
          "java/util/zip/Deflater",
          "java/util/zip/InflaterInputStream",
          "java/util/zip/DeflaterOutputStream",
          "java/util/zip/ZipInputStream",
          "java/util/zip/ZipOutputStream",
          "java/util/random/RandomGenerator",
          "javax/crypto/Cipher",
          "javax/crypto/Mac");

  /** Calls whose result holds the very array, or which keep it, as owner and name. */
  private static final Set<String> WRAPPING =
      Set.of(
          "java/nio/CharBuffer.wrap",
          "java/nio/ShortBuffer.wrap",
          "java/nio/IntBuffer.wrap",
          "java/nio/LongBuffer.wrap",
          "java/nio/FloatBuffer.wrap",
          "java/nio/DoubleBuffer.wrap",
          "java/io/ByteArrayInputStream.<init>",
          "java/io/CharArrayReader.<init>",
          "java/lang/foreign/MemorySegment.ofArray",
          "java/util/zip/Inflater.setInput",
          "java/util/zip/Deflater.setInput");

  /** Streams that pass arrays on to the stream that they were made with. */
  private static final Set<String> FILTERS =
      Set.of(
          "java/io/BufferedInputStream",
          "java/io/DataInputStream",
          "java/util/zip/CheckedInputStream",
          "java/util/zip/InflaterInputStream",
          "java/util/zip/GZIPInputStream",
          "java/io/BufferedOutputStream",
          "java/io/DataOutputStream",
          "java/util/zip/CheckedOutputStream",
          "java/util/zip/DeflaterOutputStream",
          "java/util/zip/GZIPOutputStream");

  private static final Set<String> WITH_CHANNEL =
      Set.of("java/io/FileInputStream", "java/io/FileOutputStream", "java/io/RandomAccessFile");

  static final String CHANNEL = "java/nio/channels/FileChannel";

  private JdkReceivers() {}

  /** Whether nobody can extend the class. */
  static boolean isClosed(String owner) {
    return CLOSED.contains(owner);
  }

  /** Whether methods of the class would be known if it were known which class runs them. */
  static boolean isOpen(String owner) {
    return OPEN.contains(owner);
  }

  /** Whether what an object of the class does with an array depends on what it was made with. */
  static boolean isFilter(String owner) {
    return FILTERS.contains(owner);
  }

  /** Whether the call keeps the array that it is passed, so that the program could tell. */
  static boolean wraps(MethodInsnNode call) {
    return WRAPPING.contains(call.owner + '.' + call.name);
  }

  /** The channel that a call gives, if that is the JDK's own for certain; else null. */
  static FlowValue.@Nullable Made channel(MethodInsnNode call, @Nullable String madeAs) {
    return madeAs != null && WITH_CHANNEL.contains(madeAs) && call.name.equals("getChannel")
        ? new FlowValue.Made(CHANNEL, null)
        : null;
  }
}
