package io.offheap.agent.flow;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * What a method may do with the buffer that {@code ByteBuffer.wrap} makes around an array, so that
 * a buffer over memory off the heap can take its place: read and write elements, move its bounds,
 * make other buffers of it, compare it, pass it to a channel of the JDK. A program that asks the
 * buffer for its array, its class or its text, or passes it to code that may, could tell.
 *
 * <p>Nobody but the JDK can extend the classes of buffers.
 */
final class BufferViews {
  private static final String BYTE_BUFFER = "java/nio/ByteBuffer";

  private static final Set<String> BUFFERS =
      Set.of(
          BYTE_BUFFER,
          "java/nio/Buffer",
          "java/nio/CharBuffer",
          "java/nio/ShortBuffer",
          "java/nio/IntBuffer",
          "java/nio/LongBuffer",
          "java/nio/FloatBuffer",
          "java/nio/DoubleBuffer");

  private static final Set<String> METHODS =
      Set.of(
          "get",
          "getChar",
          "getShort",
          "getInt",
          "getLong",
          "getFloat",
          "getDouble",
          "put",
          "putChar",
          "putShort",
          "putInt",
          "putLong",
          "putFloat",
          "putDouble",
          "order",
          "position",
          "limit",
          "capacity",
          "mark",
          "reset",
          "clear",
          "flip",
          "rewind",
          "remaining",
          "hasRemaining",
          "isReadOnly",
          "compact",
          "duplicate",
          "slice",
          "asReadOnlyBuffer",
          "asCharBuffer",
          "asShortBuffer",
          "asIntBuffer",
          "asLongBuffer",
          "asFloatBuffer",
          "asDoubleBuffer",
          "equals",
          "hashCode",
          "compareTo",
          "mismatch");

  /** Owners that take a buffer and let it go, if an object of them was made here. */
  private static final Set<String> TAKERS =
      Set.of(
          JdkReceivers.CHANNEL,
          "java/util/zip/CRC32",
          "java/util/zip/CRC32C",
          "java/util/zip/Adler32");

  private static final Set<String> TAKING = Set.of("read", "write", "update");

  private BufferViews() {}

  /** Whether the call is {@code ByteBuffer.wrap}. */
  static boolean isWrap(MethodInsnNode call) {
    return call.owner.equals(BYTE_BUFFER) && call.name.equals("wrap");
  }

  /**
   * The buffer around an array that the call gives; null if it gives none that is known. A call
   * that can only fail, on null, gives null, which can meet any buffer.
   */
  static @Nullable FlowValue result(MethodInsnNode call, List<? extends FlowValue> values) {
    if (!isWrap(call) && !(isKnown(call) && givesBuffer(call))) {
      return null;
    }
    return switch (values.get(0)) {
      case FlowValue.Array array -> new FlowValue.View(array.node());
      case FlowValue.View view -> view;
      case FlowValue.Other other when other == FlowValue.Other.NULL -> other;
      default -> null;
    };
  }

  private static boolean givesBuffer(MethodInsnNode call) {
    String result = call.desc.substring(call.desc.indexOf(')') + 1);
    return result.startsWith("L") && BUFFERS.contains(result.substring(1, result.length() - 1));
  }

  /** Whether a buffer off the heap answers the call as the one around an array would. */
  static boolean isKnown(MethodInsnNode call) {
    return BUFFERS.contains(call.owner) && METHODS.contains(call.name);
  }

  /** Whether a buffer that is passed to the call may be one off the heap. */
  static boolean takes(MethodInsnNode call, @Nullable String madeAs) {
    return isKnown(call)
        || (madeAs != null
            && TAKERS.contains(madeAs)
            && TAKING.contains(call.name)
            && isOfBuffer(call));
  }

  private static boolean isOfBuffer(MethodInsnNode call) {
    return call.desc.startsWith("(Ljava/nio/ByteBuffer;");
  }

  /**
   * Whether the cast is to a class of buffers of which it does not matter where the elements are.
   */
  static boolean isOpen(TypeInsnNode cast) {
    return BUFFERS.contains(cast.desc);
  }
}
