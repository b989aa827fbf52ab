package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
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
  /**
   * A static method of {@code java.util.Arrays} that takes a function, or gives a stream or
   * spliterator that reads the array later.
   */
  FUNCTION,
  /** A static method of the JDK that uses an array as the object that it is. */
  OBJECT,
  /** A {@link JdkMethod}. */
  JDK,
  /** A method of {@code Object} that a handle answers as the array would: identity and locks. */
  IDENTITY;

  private static final Set<String> ARRAYS_METHODS =
      Set.of(
          "fill",
          "equals",
          "hashCode",
          "toString",
          "sort",
          "parallelSort",
          "binarySearch",
          "mismatch",
          "compare",
          "compareUnsigned");
  private static final Set<String> FUNCTIONS =
      Set.of("setAll", "parallelSetAll", "parallelPrefix", "stream", "spliterator");
  private static final Set<String> STREAMS_OF =
      Set.of(
          "java/util/stream/IntStream.of([I)Ljava/util/stream/IntStream;",
          "java/util/stream/LongStream.of([J)Ljava/util/stream/LongStream;",
          "java/util/stream/DoubleStream.of([D)Ljava/util/stream/DoubleStream;");
  private static final Set<String> OBJECT_METHODS =
      Set.of(
          "java/util/Objects.requireNonNull",
          "java/util/Objects.isNull",
          "java/util/Objects.nonNull",
          "java/util/Objects.equals",
          "java/util/Objects.hashCode",
          "java/util/Objects.toString",
          "java/lang/System.identityHashCode",
          "java/lang/String.valueOf",
          "java/lang/StringBuilder.append",
          "java/lang/StringBuilder.insert",
          "java/lang/StringBuffer.append",
          "java/lang/StringBuffer.insert");
  private static final Set<String> IDENTITY_METHODS =
      Set.of("hashCode", "equals", "toString", "wait", "notify", "notifyAll");

  /**
   * Which of the known calls {@code call} is; null for any other.
   *
   * @param madeAs the class that its receiver was made of by {@code new} in the same method; null
   *     if that is not known
   */
  public static @Nullable LibraryCall of(MethodInsnNode call, @Nullable String madeAs) {
    LibraryCall known =
        switch (call.owner) {
          case "java/lang/System" -> call.name.equals("arraycopy") ? ARRAYCOPY : null;
          case "java/util/Arrays" -> ofArrays(call);
          case "java/lang/Object" -> IDENTITY_METHODS.contains(call.name) ? IDENTITY : null;
          default -> isClone(call) ? CLONE : null;
        };
    if (known != null) {
      return known;
    } else if (STREAMS_OF.contains(call.owner + '.' + call.name + call.desc)) {
      return FUNCTION;
    } else if (takesObject(call)) {
      return OBJECT;
    }
    return JdkMethod.of(call, madeAs) == null ? null : JDK;
  }

  private static boolean takesObject(MethodInsnNode call) {
    return call.desc.contains("Ljava/lang/Object;")
        && OBJECT_METHODS.contains(call.owner + '.' + call.name);
  }

  /** Whether the call returns its first argument. */
  static boolean returnsArgument(MethodInsnNode call) {
    return call.owner.equals("java/util/Objects") && call.name.equals("requireNonNull");
  }

  private static @Nullable LibraryCall ofArrays(MethodInsnNode call) {
    String name = call.name;
    if (FUNCTIONS.contains(name)) {
      String first = call.desc.substring(1, Math.min(3, call.desc.length()));
      return ElementType.ofArray(first) == null ? null : FUNCTION;
    }
    if (!isOverOneElementType(call.desc)) {
      return null;
    }
    if (name.equals("copyOf") || name.equals("copyOfRange")) {
      return COPY;
    }
    return ARRAYS_METHODS.contains(name) ? ARRAYS : null;
  }

  /** Whether the instruction is {@link #COPY} or {@link #CLONE}. */
  static boolean isCopy(AbstractInsnNode instruction) {
    if (!(instruction instanceof MethodInsnNode call)) {
      return false;
    }
    LibraryCall known = of(call, null);
    return known == COPY || known == CLONE;
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
