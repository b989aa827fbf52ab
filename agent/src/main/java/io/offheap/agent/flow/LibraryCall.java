package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** The calls whose use of an array is known, so that a handle can take the array's place. */
public enum LibraryCall {
  /** {@code System.arraycopy}: the first and third argument may be arrays. */
  ARRAYCOPY,
  /** {@code Arrays.copyOf} and {@code copyOfRange}: make an array from another. */
  COPY,
  /** {@code array.clone()} */
  CLONE,
  /**
   * A static method of {@code java.util.Arrays} that reads or writes the arrays it is given and
   * keeps none.
   */
  ARRAYS,
  /** A method of {@code Object} that a handle answers as the array would: identity and locks. */
  IDENTITY;

  private static final Set<String> ARRAYS_METHODS =
      Set.of(
          "fill", "equals", "hashCode", "toString", "sort", "binarySearch", "mismatch", "compare");
  private static final Set<String> IDENTITY_METHODS =
      Set.of("hashCode", "equals", "toString", "wait", "notify", "notifyAll");

  /** Which of the known calls {@code call} is; null for any other. */
  public static @Nullable LibraryCall of(MethodInsnNode call) {
    return switch (call.owner) {
      case "java/lang/System" -> call.name.equals("arraycopy") ? ARRAYCOPY : null;
      case "java/util/Arrays" -> isOverOneElementType(call.desc) ? ofArrays(call.name) : null;
      case "java/lang/Object" -> IDENTITY_METHODS.contains(call.name) ? IDENTITY : null;
      default -> isClone(call) ? CLONE : null;
    };
  }

  private static @Nullable LibraryCall ofArrays(String name) {
    if (name.equals("copyOf") || name.equals("copyOfRange")) {
      return COPY;
    }
    return ARRAYS_METHODS.contains(name) ? ARRAYS : null;
  }

  private static boolean isClone(MethodInsnNode call) {
    return call.getOpcode() == Opcodes.INVOKEVIRTUAL
        && call.name.equals("clone")
        && ElementType.ofArray(call.owner) != null;
  }

  /**
   * The forms that handles offer: one array and plain values, two arrays, two arrays each with a
   * range.
   */
  private static boolean isOverOneElementType(String descriptor) {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    String first = arguments.length == 0 ? "" : arguments[0].getDescriptor();
    if (ElementType.ofArray(first) == null) {
      return false;
    }
    int second = isOverTwoRanges(arguments) ? 3 : arguments.length == 2 ? 1 : -1;
    for (int i = 1; i < arguments.length; i++) {
      boolean sameArray = i == second && arguments[i].getDescriptor().equals(first);
      if (!sameArray && arguments[i].getSort() >= Type.ARRAY) {
        return false;
      }
    }
    return true;
  }

  /** Whether these are the arguments of {@code f(a, aFrom, aTo, b, bFrom, bTo)}. */
  public static boolean isOverTwoRanges(Type[] arguments) {
    return arguments.length == 6 && arguments[3].getSort() == Type.ARRAY;
  }

  /** The element type of the array that a {@link #COPY} or {@link #CLONE} makes. */
  public static ElementType madeBy(MethodInsnNode call) {
    String array =
        call.owner.startsWith("[") ? call.owner : Type.getReturnType(call.desc).getDescriptor();
    ElementType type = ElementType.ofArray(array);
    if (type == null) {
      throw new IllegalArgumentException(
          "makes no array of primitives: " + call.owner + "." + call.name);
    }
    return type;
  }
}
