package io.offheap.agent.code;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** The element types of the arrays that can move, with all their names in class files. */
public enum ElementType {
  BOOLEAN('Z', Opcodes.T_BOOLEAN, "boolean", "Boolean", 1),
  CHAR('C', Opcodes.T_CHAR, "char", "Char", 2),
  FLOAT('F', Opcodes.T_FLOAT, "float", "Float", 4),
  DOUBLE('D', Opcodes.T_DOUBLE, "double", "Double", 8),
  BYTE('B', Opcodes.T_BYTE, "byte", "Byte", 1),
  SHORT('S', Opcodes.T_SHORT, "short", "Short", 2),
  INT('I', Opcodes.T_INT, "int", "Int", 4),
  LONG('J', Opcodes.T_LONG, "long", "Long", 8);

  private static final ElementType[] VALUES = values();

  private final char code;
  private final int newarrayOperand;
  private final String javaName;
  private final String handle;
  private final int byteSize;

  ElementType(char code, int newarrayOperand, String javaName, String prefix, int byteSize) {
    this.code = code;
    this.newarrayOperand = newarrayOperand;
    this.javaName = javaName;
    this.handle = "io/offheap/array/" + prefix + "Array";
    this.byteSize = byteSize;
  }

  /** The type with the operand {@code operand} of {@code newarray}. */
  public static ElementType ofNewarray(int operand) {
    for (ElementType type : VALUES) {
      if (type.newarrayOperand == operand) {
        return type;
      }
    }
    throw new IllegalArgumentException("no operand of newarray: " + operand);
  }

  /**
   * The element type of a one-dimensional primitive array's descriptor; null for any other
   * descriptor.
   */
  public static @Nullable ElementType ofArray(String descriptor) {
    if (descriptor.length() == 2 && descriptor.charAt(0) == '[') {
      char code = descriptor.charAt(1);
      for (ElementType type : VALUES) {
        if (type.code == code) {
          return type;
        }
      }
    }
    return null;
  }

  /** Bytes of one element. */
  public int byteSize() {
    return byteSize;
  }

  /** The primitive type's descriptor, such as {@code J}. */
  public String descriptor() {
    return String.valueOf(code);
  }

  /** The array's descriptor, such as {@code [J}. */
  public String arrayDescriptor() {
    return "[" + code;
  }

  /** The array type as Java writes it, such as {@code long[]}. */
  public String arrayName() {
    return javaName + "[]";
  }

  /** Internal name of the handle class that stands for such an array. */
  public String handle() {
    return handle;
  }

  /** Descriptor of the handle class. */
  public String handleDescriptor() {
    return "L" + handle + ";";
  }

  /** Whether the array's store instruction narrows an int. */
  public boolean isNarrow() {
    return switch (this) {
      case BOOLEAN, BYTE, CHAR, SHORT -> true;
      case INT, LONG, FLOAT, DOUBLE -> false;
    };
  }
}
