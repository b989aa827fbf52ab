package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import io.offheap.agent.verdict.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;

/**
 * Follows arrays through one method.
 *
 * <p>Where two paths meet, {@link #merge} unites the nodes of {@link ArraySources}, so a value
 * never changes once an instruction's frame holds it, and iteration ends.
 */
final class FlowInterpreter extends Interpreter<FlowValue> {
  private final NestFields fields;
  private final NestMethods methods;
  private final ClassNode owner;
  private final AbstractInsnNode start;
  private final ArraySources sources;
  private final Map<Integer, FlowNode> parameters;
  private final Map<AbstractInsnNode, FlowValue.Filter> filters = new HashMap<>();

  /** Where two paths are being merged: for the report only. */
  private @Nullable AbstractInsnNode mergePoint;

  /**
   * @param sources of the method; what appears is added
   * @param parameters the class of values of each parameter that is an array, by slot
   */
  FlowInterpreter(
      NestFields fields,
      NestMethods methods,
      NestMethod method,
      ArraySources sources,
      Map<Integer, FlowNode> parameters) {
    super(Opcodes.ASM9);
    this.fields = fields;
    this.methods = methods;
    this.owner = method.owner();
    this.start = method.node().instructions.getFirst();
    this.sources = sources;
    this.parameters = parameters;
  }

  void mergingAt(AbstractInsnNode target) {
    mergePoint = target;
  }

  @Override
  public @Nullable FlowValue newValue(@Nullable Type type) {
    if (type == null) {
      return FlowValue.Other.NONE;
    }
    return switch (type.getSort()) {
      case Type.VOID -> null;
      case Type.LONG, Type.DOUBLE -> FlowValue.Other.WIDE;
      case Type.ARRAY, Type.OBJECT -> FlowValue.Other.REFERENCE;
      default -> FlowValue.Other.SINGLE;
    };
  }

  private FlowValue valueOf(Type type) {
    FlowValue value = newValue(type);
    return value == null ? FlowValue.Other.NONE : value;
  }

  @Override
  public FlowValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
    ElementType element = ElementType.ofArray(type.getDescriptor());
    FlowNode node = parameters.get(local);
    return element == null || node == null ? valueOf(type) : new FlowValue.Array(element, node);
  }

  @Override
  public FlowValue newEmptyValue(int local) {
    return FlowValue.Other.NONE;
  }

  @Override
  public FlowValue newOperation(AbstractInsnNode instruction) {
    return switch (instruction.getOpcode()) {
      case Opcodes.ACONST_NULL -> FlowValue.Other.NULL;
      case Opcodes.LCONST_0, Opcodes.LCONST_1, Opcodes.DCONST_0, Opcodes.DCONST_1 ->
          FlowValue.Other.WIDE;
      case Opcodes.LDC -> constant(((LdcInsnNode) instruction).cst);
      case Opcodes.GETSTATIC -> field((FieldInsnNode) instruction);
      case Opcodes.NEW -> {
        String made = ((TypeInsnNode) instruction).desc;
        yield JdkMethod.isReceiver(made)
            ? new FlowValue.Made(made, filter(instruction, made))
            : FlowValue.Other.REFERENCE;
      }
      default -> FlowValue.Other.SINGLE;
    };
  }

  private FlowValue.@Nullable Filter filter(AbstractInsnNode instruction, String className) {
    return JdkReceivers.isFilter(className)
        ? filters.computeIfAbsent(instruction, key -> new FlowValue.Filter())
        : null;
  }

  private FlowValue constant(Object constant) {
    return switch (constant) {
      case Integer i -> FlowValue.Other.SINGLE;
      case Float f -> FlowValue.Other.SINGLE;
      case Long l -> FlowValue.Other.WIDE;
      case Double d -> FlowValue.Other.WIDE;
      case org.objectweb.asm.ConstantDynamic dynamic ->
          valueOf(Type.getType(dynamic.getDescriptor()));
      default -> FlowValue.Other.REFERENCE;
    };
  }

  private FlowValue field(FieldInsnNode access) {
    ElementType type = ElementType.ofArray(access.desc);
    if (type == null) {
      return valueOf(Type.getType(access.desc));
    }
    FlowNode own = fields.node(access);
    FlowNode node =
        own != null
            ? own
            : sources.foreign(
                access, "is read from field " + Methods.dotted(access.owner) + "." + access.name);
    return new FlowValue.Array(type, node);
  }

  @Override
  public FlowValue copyOperation(AbstractInsnNode instruction, FlowValue value) {
    return value;
  }

  @Override
  public @Nullable FlowValue unaryOperation(AbstractInsnNode instruction, FlowValue value) {
    return switch (instruction.getOpcode()) {
      case Opcodes.I2L,
          Opcodes.F2L,
          Opcodes.D2L,
          Opcodes.I2D,
          Opcodes.L2D,
          Opcodes.F2D,
          Opcodes.LNEG,
          Opcodes.DNEG ->
          FlowValue.Other.WIDE;
      case Opcodes.NEWARRAY -> {
        ElementType type = ElementType.ofNewarray(((IntInsnNode) instruction).operand);
        yield new FlowValue.Array(type, sources.allocate(instruction, type));
      }
      case Opcodes.ANEWARRAY -> FlowValue.Other.REFERENCE;
      case Opcodes.GETFIELD -> field((FieldInsnNode) instruction);
      case Opcodes.CHECKCAST -> cast((TypeInsnNode) instruction, value);
      case Opcodes.IINC,
          Opcodes.INEG,
          Opcodes.FNEG,
          Opcodes.ARRAYLENGTH,
          Opcodes.INSTANCEOF,
          Opcodes.I2F,
          Opcodes.L2I,
          Opcodes.L2F,
          Opcodes.F2I,
          Opcodes.D2I,
          Opcodes.D2F,
          Opcodes.I2B,
          Opcodes.I2C,
          Opcodes.I2S ->
          FlowValue.Other.SINGLE;
      default -> null;
    };
  }

  private FlowValue cast(TypeInsnNode cast, FlowValue value) {
    ElementType type = ElementType.ofArray(cast.desc);
    if (type == null) {
      return value == FlowValue.Other.NULL
              || value instanceof FlowValue.Made
              || value instanceof FlowValue.View
          ? value
          : FlowValue.Other.REFERENCE;
    }
    if (value == FlowValue.Other.NULL) {
      // The JVM's verifier takes it for an array from here on.
      return new FlowValue.Array(type, sources.appear(cast));
    }
    if (value instanceof FlowValue.Array array && array.type() == type) {
      return array;
    }
    return new FlowValue.Array(type, sources.foreign(cast, "is cast from another type"));
  }

  @Override
  public @Nullable FlowValue binaryOperation(
      AbstractInsnNode instruction, FlowValue first, FlowValue second) {
    return switch (instruction.getOpcode()) {
      case Opcodes.LALOAD,
          Opcodes.DALOAD,
          Opcodes.LADD,
          Opcodes.LSUB,
          Opcodes.LMUL,
          Opcodes.LDIV,
          Opcodes.LREM,
          Opcodes.DADD,
          Opcodes.DSUB,
          Opcodes.DMUL,
          Opcodes.DDIV,
          Opcodes.DREM,
          Opcodes.LSHL,
          Opcodes.LSHR,
          Opcodes.LUSHR,
          Opcodes.LAND,
          Opcodes.LOR,
          Opcodes.LXOR ->
          FlowValue.Other.WIDE;
      case Opcodes.AALOAD -> FlowValue.Other.REFERENCE;
      case Opcodes.IF_ICMPEQ,
          Opcodes.IF_ICMPNE,
          Opcodes.IF_ICMPLT,
          Opcodes.IF_ICMPGE,
          Opcodes.IF_ICMPGT,
          Opcodes.IF_ICMPLE,
          Opcodes.IF_ACMPEQ,
          Opcodes.IF_ACMPNE,
          Opcodes.PUTFIELD ->
          null;
      default -> FlowValue.Other.SINGLE;
    };
  }

  @Override
  public @Nullable FlowValue ternaryOperation(
      AbstractInsnNode instruction, FlowValue first, FlowValue second, FlowValue third) {
    return null;
  }

  @Override
  public @Nullable FlowValue naryOperation(
      AbstractInsnNode instruction, List<? extends FlowValue> values) {
    return switch (instruction) {
      case MultiANewArrayInsnNode multi -> FlowValue.Other.REFERENCE;
      case InvokeDynamicInsnNode dynamic ->
          result(dynamic, Type.getReturnType(dynamic.desc), "a dynamic call");
      case MethodInsnNode call -> {
        if (call.name.equals("<init>")
            && values.get(0) instanceof FlowValue.Made made
            && made.filter() != null) {
          made.filter().madeWith(values.subList(1, values.size()));
        }
        String madeAs = values.isEmpty() ? null : FlowValue.madeAs(values.get(0));
        FlowValue channel = JdkReceivers.channel(call, madeAs);
        if (channel != null) {
          yield channel;
        }
        FlowValue view = BufferViews.result(call, values);
        if (view != null) {
          yield view;
        }
        LibraryCall known = LibraryCall.of(call, madeAs);
        JdkMethod jdk = known == LibraryCall.JDK ? JdkMethod.of(call, madeAs) : null;
        if (known == LibraryCall.COPY
            || known == LibraryCall.CLONE
            || (jdk != null && jdk.isFresh())) {
          ElementType type = LibraryCall.madeBy(call);
          yield new FlowValue.Array(type, sources.allocate(call, type));
        }
        if (LibraryCall.returnsArgument(call) && values.get(0) instanceof FlowValue.Array array) {
          yield array;
        }
        Type type = Type.getReturnType(call.desc);
        ElementType element = ElementType.ofArray(type.getDescriptor());
        if (element != null && methods.lookup() == null && methods.target(owner, call) != null) {
          yield new FlowValue.Array(element, sources.appear(call));
        }
        yield result(call, type, Methods.name(call));
      }
      default -> throw new IllegalStateException("unexpected opcode " + instruction.getOpcode());
    };
  }

  private @Nullable FlowValue result(AbstractInsnNode call, Type type, String callee) {
    ElementType element = ElementType.ofArray(type.getDescriptor());
    return element == null
        ? newValue(type)
        : new FlowValue.Array(element, sources.foreign(call, "is returned by " + callee));
  }

  @Override
  public void returnOperation(AbstractInsnNode instruction, FlowValue value, FlowValue expected) {}

  /**
   * Unites what can meet. An array that can meet a value of another kind stays on the Java heap.
   */
  @Override
  public FlowValue merge(FlowValue first, FlowValue second) {
    if (first.equals(second) || (second == FlowValue.Other.NULL && isReference(first))) {
      return first;
    }
    if (first instanceof FlowValue.Array a
        && second instanceof FlowValue.Array b
        && a.type() == b.type()) {
      a.node().unite(b.node());
      return first;
    }
    if (first instanceof FlowValue.View a && second instanceof FlowValue.View b) {
      a.node().unite(b.node());
      return first;
    }
    if (first == FlowValue.Other.NULL && isReference(second)) {
      return second;
    }
    mixed(first);
    mixed(second);
    return isReference(first) && isReference(second)
        ? FlowValue.Other.REFERENCE
        : FlowValue.Other.NONE;
  }

  /**
   * A value in a place that the stack map calls an array, though nothing is known of it here: null,
   * or an element of an array of arrays.
   *
   * @param declared the type in the stack map
   * @param place the slot, or -1 minus the height on the stack
   */
  FlowValue declaredAs(Object declared, FlowValue value, FrameNode map, int place) {
    ElementType type = declared instanceof String name ? ElementType.ofArray(name) : null;
    if (type == null || (value != FlowValue.Other.NULL && value != FlowValue.Other.REFERENCE)) {
      return value;
    }
    FlowNode node = sources.declared(map, place);
    if (value == FlowValue.Other.REFERENCE) {
      node.keep(
          sources.order(map),
          Reason.FOREIGN_ARRAY,
          "meets an array that is read from another array" + Methods.atLine(map));
    }
    return new FlowValue.Array(type, node);
  }

  private void mixed(FlowValue value) {
    if (value instanceof FlowValue.Array array) {
      AbstractInsnNode at = mergePoint == null ? start : mergePoint;
      array
          .node()
          .keep(
              sources.order(at),
              Reason.MIXED_VALUES,
              "shares a variable with a value of another kind" + Methods.atLine(at));
    } else if (value instanceof FlowValue.View view) {
      AbstractInsnNode at = mergePoint == null ? start : mergePoint;
      String text = "shown by a buffer that shares a variable with another value";
      view.node().keep(sources.order(at), Reason.WRAPPED, text + Methods.atLine(at));
    }
  }

  private static boolean isReference(FlowValue value) {
    return value instanceof FlowValue.Array
        || value instanceof FlowValue.View
        || value instanceof FlowValue.Made
        || value == FlowValue.Other.REFERENCE
        || value == FlowValue.Other.NULL;
  }
}
