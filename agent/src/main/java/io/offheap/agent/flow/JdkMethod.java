package io.offheap.agent.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * A method of the JDK that takes an array of primitives for as long as it runs, or returns a new
 * one that nothing else knows. It neither keeps the array nor runs code of the program that could
 * see it, so an array on the Java heap can stand in for a handle while it runs.
 *
 * <p>Only methods of which this is certain are here: static ones, those of classes that nobody can
 * extend, and those of objects that the code has made itself by {@code new}. {@code
 * InputStream.read} may be any subclass's, which may keep the array.
 *
 * @param use what it does with the array
 * @param isRange whether only a range is used, given by the two int arguments after the array
 * @param isFresh whether it returns a new array
 */
public record JdkMethod(Use use, boolean isRange, boolean isFresh) {
  /** What becomes of the array that is passed. */
  public enum Use {
    /** None is passed. */
    NONE,
    /** It is read. */
    READ,
    /** All of the array, or of the range, is written, or nothing if the method fails. */
    WRITE,
    /** As many elements as the method returns are written, or nothing if it fails. */
    WRITE_COUNT,
    /**
     * Any may be written, also if the method fails; {@code JdkCalls} has a method that sees to it.
     */
    WRITE_PARTLY
  }

  /*
   * One row for each method, in groups of an owner and what holds of its methods:
   *   r  reads all of the array    R  reads a range
   *   w  writes all                W  writes all of a range
   *   c  writes and counts, in all C  the same in a range
   *   p  may write and then fail   P  the same in a range
   *   n  returns a new array; may follow one of the others
   */
  private static final String ROWS =
      """
      java/lang/String
      r <init>([B)V
      r <init>([BLjava/nio/charset/Charset;)V
      r <init>([BLjava/lang/String;)V
      r <init>([BI)V
      r <init>([BIII)V
      R <init>([BII)V
      R <init>([BIILjava/nio/charset/Charset;)V
      R <init>([BIILjava/lang/String;)V
      r <init>([C)V
      R <init>([CII)V
      R <init>([III)V
      r valueOf([C)Ljava/lang/String;
      R valueOf([CII)Ljava/lang/String;
      r copyValueOf([C)Ljava/lang/String;
      R copyValueOf([CII)Ljava/lang/String;
      n getBytes()[B
      n getBytes(Ljava/nio/charset/Charset;)[B
      n getBytes(Ljava/lang/String;)[B
      n toCharArray()[C
      java/lang/StringBuilder
      r append([C)Ljava/lang/StringBuilder;
      R append([CII)Ljava/lang/StringBuilder;
      r insert(I[C)Ljava/lang/StringBuilder;
      R insert(I[CII)Ljava/lang/StringBuilder;
      java/lang/StringBuffer
      r append([C)Ljava/lang/StringBuffer;
      R append([CII)Ljava/lang/StringBuffer;
      r insert(I[C)Ljava/lang/StringBuffer;
      R insert(I[CII)Ljava/lang/StringBuffer;
      java/lang/Character
      n toChars(I)[C
      java/nio/ByteBuffer
      r put([B)Ljava/nio/ByteBuffer;
      R put([BII)Ljava/nio/ByteBuffer;
      r put(I[B)Ljava/nio/ByteBuffer;
      R put(I[BII)Ljava/nio/ByteBuffer;
      w get([B)Ljava/nio/ByteBuffer;
      W get([BII)Ljava/nio/ByteBuffer;
      w get(I[B)Ljava/nio/ByteBuffer;
      W get(I[BII)Ljava/nio/ByteBuffer;
      java/nio/CharBuffer
      r put([C)Ljava/nio/CharBuffer;
      R put([CII)Ljava/nio/CharBuffer;
      r put(I[C)Ljava/nio/CharBuffer;
      R put(I[CII)Ljava/nio/CharBuffer;
      java/nio/ShortBuffer
      r put([S)Ljava/nio/ShortBuffer;
      R put([SII)Ljava/nio/ShortBuffer;
      w get([S)Ljava/nio/ShortBuffer;
      W get([SII)Ljava/nio/ShortBuffer;
      java/nio/IntBuffer
      r put([I)Ljava/nio/IntBuffer;
      R put([III)Ljava/nio/IntBuffer;
      w get([I)Ljava/nio/IntBuffer;
      W get([III)Ljava/nio/IntBuffer;
      java/nio/LongBuffer
      r put([J)Ljava/nio/LongBuffer;
      R put([JII)Ljava/nio/LongBuffer;
      w get([J)Ljava/nio/LongBuffer;
      W get([JII)Ljava/nio/LongBuffer;
      java/nio/FloatBuffer
      r put([F)Ljava/nio/FloatBuffer;
      R put([FII)Ljava/nio/FloatBuffer;
      w get([F)Ljava/nio/FloatBuffer;
      W get([FII)Ljava/nio/FloatBuffer;
      java/nio/DoubleBuffer
      r put([D)Ljava/nio/DoubleBuffer;
      R put([DII)Ljava/nio/DoubleBuffer;
      w get([D)Ljava/nio/DoubleBuffer;
      W get([DII)Ljava/nio/DoubleBuffer;
      java/util/BitSet
      r valueOf([J)Ljava/util/BitSet;
      n toLongArray()[J
      n toByteArray()[B
      java/util/HexFormat
      r formatHex([B)Ljava/lang/String;
      n parseHex(Ljava/lang/CharSequence;)[B
      java/util/Base64$Encoder
      rn encode([B)[B
      r encodeToString([B)Ljava/lang/String;
      java/util/Base64$Decoder
      rn decode([B)[B
      n decode(Ljava/lang/String;)[B
      java/util/SplittableRandom
      w nextBytes([B)V
      java/util/concurrent/ThreadLocalRandom
      w nextBytes([B)V
      java/util/Random
      w nextBytes([B)V
      java/io/FileInputStream
      c read([B)I
      C read([BII)I
      P readNBytes([BII)I
      n readNBytes(I)[B
      n readAllBytes()[B
      java/io/FileOutputStream
      r write([B)V
      R write([BII)V
      java/io/RandomAccessFile
      c read([B)I
      C read([BII)I
      p readFully([B)V
      P readFully([BII)V
      r write([B)V
      R write([BII)V
      java/io/ByteArrayInputStream
      c read([B)I
      C read([BII)I
      C readNBytes([BII)I
      n readNBytes(I)[B
      n readAllBytes()[B
      java/io/ByteArrayOutputStream
      r write([B)V
      R write([BII)V
      r writeBytes([B)V
      n toByteArray()[B
      java/io/StringReader
      c read([C)I
      C read([CII)I
      java/io/StringWriter
      r write([C)V
      R write([CII)V
      java/io/CharArrayReader
      c read([C)I
      C read([CII)I
      java/io/CharArrayWriter
      r write([C)V
      R write([CII)V
      n toCharArray()[C
      java/util/zip/CRC32
      r update([B)V
      R update([BII)V
      java/util/zip/CRC32C
      r update([B)V
      R update([BII)V
      java/util/zip/Adler32
      r update([B)V
      R update([BII)V
      java/util/zip/Deflater
      c deflate([B)I
      C deflate([BII)I
      C deflate([BIII)I
      java/util/zip/Inflater
      p inflate([B)I
      P inflate([BII)I
      java/io/BufferedInputStream
      p read([B)I
      P read([BII)I
      P readNBytes([BII)I
      java/io/DataInputStream
      p read([B)I
      P read([BII)I
      P readNBytes([BII)I
      p readFully([B)V
      P readFully([BII)V
      java/util/zip/CheckedInputStream
      p read([B)I
      P read([BII)I
      P readNBytes([BII)I
      java/util/zip/InflaterInputStream
      p read([B)I
      P read([BII)I
      P readNBytes([BII)I
      java/util/zip/GZIPInputStream
      p read([B)I
      P read([BII)I
      P readNBytes([BII)I
      java/io/BufferedOutputStream
      r write([B)V
      R write([BII)V
      java/io/DataOutputStream
      r write([B)V
      R write([BII)V
      java/util/zip/CheckedOutputStream
      r write([B)V
      R write([BII)V
      java/util/zip/DeflaterOutputStream
      r write([B)V
      R write([BII)V
      java/util/zip/GZIPOutputStream
      r write([B)V
      R write([BII)V
      """;

  private static final Set<String> STANDARD_CHARSETS =
      Set.of("UTF-8", "ISO-8859-1", "US-ASCII", "UTF-16", "UTF-16BE", "UTF-16LE");

  private static final Map<String, JdkMethod> METHODS = parse();
  private static final Set<String> OWNERS = owners();

  private static Map<String, JdkMethod> parse() {
    Map<String, JdkMethod> methods = new HashMap<>();
    String owner = "";
    for (String line : ROWS.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space < 0) {
        owner = line;
        continue;
      }
      char kind = line.charAt(0);
      Use use =
          switch (kind) {
            case 'r', 'R' -> Use.READ;
            case 'w', 'W' -> Use.WRITE;
            case 'c', 'C' -> Use.WRITE_COUNT;
            case 'p', 'P' -> Use.WRITE_PARTLY;
            default -> Use.NONE;
          };
      boolean isFresh = line.charAt(space - 1) == 'n';
      methods.put(
          owner + '.' + line.substring(space + 1),
          new JdkMethod(use, kind >= 'A' && kind <= 'Z', isFresh));
    }
    return Map.copyOf(methods);
  }

  private static Set<String> owners() {
    Set<String> owners = new HashSet<>();
    METHODS.keySet().forEach(key -> owners.add(key.substring(0, key.indexOf('.'))));
    return Set.copyOf(owners);
  }

  /**
   * The method that {@code call} runs.
   *
   * @param madeAs the class that the receiver was made of by {@code new} in the same method; null
   *     if that is not known
   * @return null if it is none of these, or not for certain
   */
  public static @Nullable JdkMethod of(MethodInsnNode call, @Nullable String madeAs) {
    boolean isClosed =
        call.getOpcode() == Opcodes.INVOKESTATIC
            || call.getOpcode() == Opcodes.INVOKESPECIAL
            || JdkReceivers.isClosed(call.owner);
    String owner = isClosed ? call.owner : madeAs;
    if (owner == null || (call.getOpcode() == Opcodes.INVOKESPECIAL && !isConstructor(call))) {
      return null;
    }
    JdkMethod method = METHODS.get(owner + '.' + call.name + call.desc);
    if (method != null && method.use == Use.WRITE_PARTLY && !isTaken(call)) {
      return null;
    }
    return method != null && (!takesCharset(call) || isStandardCharset(call)) ? method : null;
  }

  private static boolean isConstructor(MethodInsnNode call) {
    return call.name.equals("<init>");
  }

  /**
   * Whether {@code new} of this class says of which class the object is that methods here run on.
   */
  static boolean isReceiver(String internalName) {
    return OWNERS.contains(internalName);
  }

  /**
   * Why a method that would be known is not: its receiver may be of a subclass, or its charset of a
   * class of the program.
   *
   * @return null if that is not the reason
   */
  static @Nullable String doubt(MethodInsnNode call) {
    if (METHODS.containsKey(call.owner + '.' + call.name + call.desc)) {
      return takesCharset(call) && !isStandardCharset(call)
          ? "with a charset that may show it to code of the program"
          : "of which a subclass may keep it";
    }
    return JdkReceivers.isOpen(call.owner) ? "of which a subclass may keep it" : null;
  }

  /** Whether {@code JdkCalls} takes receivers of the type that the call names. */
  private static boolean isTaken(MethodInsnNode call) {
    return !declaring(call).equals(call.owner)
        || call.owner.equals("java/io/InputStream")
        || METHODS.containsKey(call.owner + '.' + call.name + call.desc);
  }

  /**
   * The class in whose name {@code JdkCalls} takes the receiver of a call: the one that the code
   * calls, or for a stream any stream.
   */
  public static String declaring(MethodInsnNode call) {
    return call.name.startsWith("read") && !call.name.equals("readFully")
        ? "java/io/InputStream"
        : call.owner;
  }

  private static boolean takesCharset(MethodInsnNode call) {
    return call.owner.equals("java/lang/String")
        && (call.desc.contains("Ljava/nio/charset/Charset;)")
            || call.desc.contains("Ljava/lang/String;)"));
  }

  /** Whether the last argument, the charset, is a constant of the JDK. */
  private static boolean isStandardCharset(MethodInsnNode call) {
    AbstractInsnNode before = call.getPrevious();
    while (before instanceof LabelNode || before instanceof LineNumberNode) {
      before = before.getPrevious();
    }
    return switch (before) {
      case FieldInsnNode field -> field.owner.equals("java/nio/charset/StandardCharsets");
      case LdcInsnNode ldc -> ldc.cst instanceof String name && STANDARD_CHARSETS.contains(name);
      case FrameNode frame -> false;
      case null, default -> false;
    };
  }

  /** The place of the array among the arguments; -1 if none is passed. */
  public static int arrayIndex(Type[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].getSort() == Type.ARRAY) {
        return i;
      }
    }
    return -1;
  }
}
