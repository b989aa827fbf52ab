package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import io.offheap.agent.verdict.Reason;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Looks at what an instruction does with the arrays it takes. A use that a handle cannot take part
 * in keeps the array's class of values; a store into a field unites it with the field's.
 *
 * <p>Element access, length, null checks, comparison, locks and moves between locals and stack are
 * open to handles. Every instruction that takes a reference and is not named here takes no array.
 */
final class UseScan {
  private final ClassFields fields;
  private final FlowInterpreter interpreter;

  UseScan(ClassFields fields, FlowInterpreter interpreter) {
    this.fields = fields;
    this.interpreter = interpreter;
  }

  void scan(AbstractInsnNode instruction, Frame<FlowValue> frame) {
    int top = frame.getStackSize() - 1;
    switch (instruction.getOpcode()) {
      case Opcodes.AASTORE ->
          keep(frame.getStack(top), instruction, Reason.STORED_IN_ARRAY, "stored in another array");
      case Opcodes.ARETURN -> keep(frame.getStack(top), instruction, Reason.RETURNED, "returned");
      case Opcodes.PUTFIELD, Opcodes.PUTSTATIC ->
          store((FieldInsnNode) instruction, frame.getStack(top));
      case Opcodes.CHECKCAST -> cast((TypeInsnNode) instruction, frame.getStack(top));
      case Opcodes.INSTANCEOF ->
          keep(
              frame.getStack(top),
              instruction,
              Reason.INSTANCEOF,
              "asked for its type by instanceof");
      case Opcodes.INVOKEDYNAMIC -> captured((InvokeDynamicInsnNode) instruction, frame);
      case Opcodes.INVOKEVIRTUAL,
          Opcodes.INVOKEINTERFACE,
          Opcodes.INVOKESPECIAL,
          Opcodes.INVOKESTATIC ->
          call((MethodInsnNode) instruction, frame);
      default -> {}
    }
  }

  private void store(FieldInsnNode access, FlowValue value) {
    FlowNode field = fields.node(access);
    if (field == null) {
      String name = Methods.dotted(access.owner) + "." + access.name;
      keep(value, access, Reason.STORED_IN_FIELD, "stored in field " + name);
    } else if (value instanceof FlowValue.Array array) {
      field.unite(array.node());
    } else if (value != FlowValue.Other.NULL) {
      field.keep(
          interpreter.order(access),
          Reason.FOREIGN_ARRAY,
          "meets an array made elsewhere, stored in field " + access.name + Methods.atLine(access));
    }
  }

  private void cast(TypeInsnNode cast, FlowValue value) {
    if (value instanceof FlowValue.Array array
        && !array.type().arrayDescriptor().equals(cast.desc)) {
      String type = Type.getObjectType(cast.desc).getClassName();
      keep(value, cast, Reason.CAST, "cast to " + type);
    }
  }

  private void captured(InvokeDynamicInsnNode call, Frame<FlowValue> frame) {
    int count = Type.getArgumentTypes(call.desc).length;
    String what =
        call.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory")
            ? "made part of a string"
            : "captured by a lambda or method reference";
    for (int i = 0; i < count; i++) {
      keep(frame.getStack(frame.getStackSize() - 1 - i), call, Reason.CAPTURED, what);
    }
  }

  private void call(MethodInsnNode call, Frame<FlowValue> frame) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int first = frame.getStackSize() - arguments.length;
    FlowValue receiver = first > 0 ? frame.getStack(first - 1) : FlowValue.Other.NONE;
    String madeAs = FlowValue.madeAs(receiver);
    LibraryCall known = LibraryCall.of(call, madeAs);
    boolean onArray = known == LibraryCall.CLONE || known == LibraryCall.IDENTITY;
    if (call.getOpcode() != Opcodes.INVOKESTATIC && !onArray) {
      passed(call, receiver);
    }
    // What a.equals(b) or Objects.equals(a, b) does with b depends on what a is.
    FlowValue asked =
        known == LibraryCall.OBJECT && arguments.length > 0 ? frame.getStack(first) : receiver;
    for (int i = 0; i < arguments.length; i++) {
      if (!takes(known, call, i, arguments[i], asked)) {
        passed(call, frame.getStack(first + i));
      }
    }
  }

  /** Whether a handle can stand as argument {@code index} of the call. */
  private static boolean takes(
      @Nullable LibraryCall known, MethodInsnNode call, int index, Type argument, FlowValue asked) {
    if (known == null) {
      return false;
    }
    return switch (known) {
      case ARRAYCOPY -> index == 0 || index == 2;
      case COPY, ARRAYS, FUNCTION, JDK -> ElementType.ofArray(argument.getDescriptor()) != null;
      case OBJECT ->
          argument.getDescriptor().equals("Ljava/lang/Object;")
              && (!call.name.equals("equals") || asked instanceof FlowValue.Array);
      // a.equals(b) compares identities if a is an array; any other receiver may do more with b.
      case IDENTITY -> asked instanceof FlowValue.Array;
      case CLONE -> false;
    };
  }

  private void passed(MethodInsnNode call, FlowValue value) {
    String doubt = JdkMethod.doubt(call);
    String name = Methods.name(call);
    if (JdkMethod.wraps(call)) {
      keep(value, call, Reason.WRAPPED, "kept by " + name);
    } else if (doubt != null) {
      keep(value, call, Reason.OPEN_CALL, "passed to " + name + ", " + doubt + ",");
    } else {
      keep(value, call, Reason.ESCAPES_TO_CALL, "passed to " + name);
    }
  }

  private void keep(FlowValue value, AbstractInsnNode instruction, Reason reason, String text) {
    if (value instanceof FlowValue.Array array) {
      array.node().keep(interpreter.order(instruction), reason, text + Methods.atLine(instruction));
    }
  }
}
