package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Lambda;
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
  private final NestFields fields;
  private final NestMethods methods;
  private final Instance instance;
  private final ArraySources sources;
  private final Binder binder;

  /** Finds the instance that a call reaches. */
  interface Binder {
    /**
     * The instance for a call or lambda at {@code site}.
     *
     * @param knownCount how many of the target's parameters the site fills
     */
    Instance bind(
        Instance caller,
        AbstractInsnNode site,
        NestMethod target,
        Instance.Kind kind,
        int knownCount);
  }

  UseScan(NestFields fields, NestMethods methods, Instance instance, Binder binder) {
    this.fields = fields;
    this.methods = methods;
    this.instance = instance;
    this.sources = instance.sources();
    this.binder = binder;
  }

  void scan(AbstractInsnNode instruction, Frame<FlowValue> frame) {
    int top = frame.getStackSize() - 1;
    switch (instruction.getOpcode()) {
      case Opcodes.AASTORE ->
          keep(frame.getStack(top), instruction, Reason.STORED_IN_ARRAY, "stored in another array");
      case Opcodes.ARETURN -> returned(instruction, frame.getStack(top));
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
    } else {
      flow(value, field, access, "stored in field " + access.name);
    }
  }

  private void cast(TypeInsnNode cast, FlowValue value) {
    boolean isArray =
        value instanceof FlowValue.Array array && !array.type().arrayDescriptor().equals(cast.desc);
    if (isArray || (value instanceof FlowValue.View && !BufferViews.isOpen(cast))) {
      String type = Type.getObjectType(cast.desc).getClassName();
      keep(value, cast, Reason.CAST, "cast to " + type);
    }
  }

  private void returned(AbstractInsnNode instruction, FlowValue value) {
    FlowNode result = instance.result();
    if (result == null) {
      String to =
          instance.kind() == Instance.Kind.LAMBDA
              ? "returned to whoever calls a lambda or method reference,"
              : "returned";
      keep(value, instruction, Reason.RETURNED, to);
    } else {
      flow(value, result, instruction, "returned");
    }
  }

  /** A value becomes one of a class of values. */
  private void flow(FlowValue value, FlowNode target, AbstractInsnNode instruction, String how) {
    if (value instanceof FlowValue.Array array) {
      target.unite(array.node());
    } else if (value != FlowValue.Other.NULL) {
      target.keep(
          sources.order(instruction),
          Reason.FOREIGN_ARRAY,
          "meets an array made elsewhere, " + how + Methods.atLine(instruction));
    }
  }

  private void captured(InvokeDynamicInsnNode call, Frame<FlowValue> frame) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int first = frame.getStackSize() - arguments.length;
    Lambda lambda = Lambda.of(call);
    NestMethod body = lambda == null ? null : methods.target(instance.method().owner(), lambda);
    if (lambda != null && body != null && !lambda.serializable() && methods.lookup() == null) {
      // Bound even if it captures no array: the body may take arrays that others pass.
      Instance target =
          binder.bind(instance, call, body, Instance.Kind.LAMBDA, lambda.capturedCount());
      for (int i = 0; i < lambda.capturedCount(); i++) {
        FlowNode parameter = target.parameter(i);
        FlowValue value = frame.getStack(first + lambda.receiverCount() + i);
        if (parameter != null) {
          flow(value, parameter, call, "captured by a lambda");
          parameter.outlive();
        } else {
          keep(value, call, Reason.CAPTURED, "captured by a lambda or method reference");
        }
      }
      return;
    }
    for (int i = 0; i < arguments.length; i++) {
      keep(frame.getStack(first + i), call, Reason.CAPTURED, capture(call, lambda));
    }
  }

  private static String capture(InvokeDynamicInsnNode call, @Nullable Lambda lambda) {
    if (call.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory")) {
      return "made part of a string";
    }
    return lambda != null && lambda.serializable()
        ? "captured by a lambda that can be serialized"
        : "captured by a lambda or method reference";
  }

  private void call(MethodInsnNode call, Frame<FlowValue> frame) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int first = frame.getStackSize() - arguments.length;
    boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
    FlowValue receiver = isStatic ? FlowValue.Other.NONE : frame.getStack(first - 1);
    String madeAs = FlowValue.madeAs(receiver);
    LibraryCall known = LibraryCall.of(call, madeAs);
    boolean onArray = known == LibraryCall.CLONE || known == LibraryCall.IDENTITY;
    if (receiver instanceof FlowValue.View) {
      if (!BufferViews.isKnown(call)) {
        passed(call, receiver);
      }
    } else if (!isStatic && !onArray) {
      passed(call, receiver);
    }
    if (BufferViews.isWrap(call)) {
      return; // what becomes of the buffer decides
    }
    NestMethod helper = methods.target(instance.method().owner(), call);
    if (helper != null && methods.lookup() == null) {
      help(call, helper, frame, first);
      return;
    }
    // What a.equals(b) or Objects.equals(a, b) does with b depends on what a is.
    FlowValue asked =
        known == LibraryCall.OBJECT && arguments.length > 0 ? frame.getStack(first) : receiver;
    for (int i = 0; i < arguments.length; i++) {
      if (frame.getStack(first + i) instanceof FlowValue.View view) {
        if (!BufferViews.takes(call, madeAs)) {
          passed(call, view);
        }
      } else if (!takes(known, call, i, arguments[i], asked)) {
        if (helper == null) {
          passed(call, frame.getStack(first + i));
        } else {
          String what = "passed to " + helper.name() + ", while methods are looked up by ";
          keep(frame.getStack(first + i), call, Reason.REFLECTION, what + methods.lookup());
        }
      } else if (!letsGo(known) && frame.getStack(first + i) instanceof FlowValue.Array array) {
        array.node().outlive();
      }
    }
  }

  /** Whether a known call has let go of the arrays it was given when it returns. */
  private static boolean letsGo(@Nullable LibraryCall known) {
    return known == LibraryCall.ARRAYCOPY
        || known == LibraryCall.COPY
        || known == LibraryCall.ARRAYS
        || known == LibraryCall.IDENTITY;
  }

  /** A call of a method of the nest: its parameters and result are of the caller's classes. */
  private void help(MethodInsnNode call, NestMethod helper, Frame<FlowValue> frame, int first) {
    int count = Type.getArgumentCount(call.desc);
    Instance callee = binder.bind(instance, call, helper, Instance.Kind.CALL, count);
    for (int i = 0; i < count; i++) {
      FlowNode parameter = callee.parameter(i);
      if (parameter == null) {
        passed(call, frame.getStack(first + i));
      } else {
        flow(frame.getStack(first + i), parameter, call, "passed to " + helper.name());
      }
    }
    FlowNode made = sources.node(call);
    FlowNode result = callee.result();
    if (made != null && result != null) {
      made.unite(result);
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
    if (JdkReceivers.wraps(call)) {
      keep(value, call, Reason.WRAPPED, "kept by " + name);
    } else if (doubt != null) {
      keep(value, call, Reason.OPEN_CALL, "passed to " + name + ", " + doubt + ",");
    } else {
      keep(value, call, Reason.ESCAPES_TO_CALL, "passed to " + name);
    }
  }

  private void keep(FlowValue value, AbstractInsnNode instruction, Reason reason, String text) {
    if (value instanceof FlowValue.Array array) {
      array.node().keep(sources.order(instruction), reason, text + Methods.atLine(instruction));
    } else if (value instanceof FlowValue.View view) {
      String buffer = "kept by java.nio.ByteBuffer.wrap, whose buffer is " + text;
      view.node()
          .keep(sources.order(instruction), Reason.WRAPPED, buffer + Methods.atLine(instruction));
    }
  }
}
