package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.verdict.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * A method as one caller sees it: each call of a helper that takes or returns arrays has an
 * instance of its own, so that one caller's arrays do not meet another's in the helper.
 *
 * <p>The parameters that the caller is known to fill belong to the classes of values of its
 * arguments; the others come from elsewhere.
 */
final class Instance {
  /** Who calls. */
  enum Kind {
    /** Anybody. */
    ENTRY,
    /** One known call. */
    CALL,
    /** A lambda: what it captures is known, its own parameters and who gets the result are not. */
    LAMBDA
  }

  private final NestMethod method;
  private final boolean shared;
  private final Kind kind;
  private final int knownCount;
  private final @Nullable FlowNode[] parameters;
  private final @Nullable FlowNode result;
  private final ArraySources sources;
  private final FlowInterpreter interpreter;
  private final Map<AbstractInsnNode, Instance> callees = new HashMap<>();
  private @Nullable Frame<FlowValue>[] frames;

  /**
   * @param knownCount how many parameters the caller fills
   * @param order the place of the method's first instruction in the nest
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an empty array of a generic type
  Instance(
      NestMethod method,
      Kind kind,
      int knownCount,
      NestFields fields,
      NestMethods methods,
      int order,
      Set<AbstractInsnNode> marked) {
    this.method = method;
    this.shared = methods.isShared(method);
    this.kind = kind;
    this.knownCount = knownCount;
    Type[] types = Type.getArgumentTypes(method.node().desc);
    parameters = new FlowNode[types.length];
    Map<Integer, FlowNode> bySlot = new HashMap<>();
    int[] slots = method.slots();
    for (int i = 0; i < types.length; i++) {
      if (ElementType.ofArray(types[i].getDescriptor()) != null) {
        FlowNode node = new FlowNode();
        if (i >= knownCount) {
          node.keep(
              order,
              Reason.FOREIGN_ARRAY,
              "meets an array that comes from the caller as parameter "
                  + parameterName(method.node(), slots[i]));
        }
        parameters[i] = node;
        bySlot.put(slots[i], node);
      }
    }
    boolean returnsArray =
        ElementType.ofArray(Type.getReturnType(method.node().desc).getDescriptor()) != null;
    result = kind == Kind.CALL && returnsArray ? new FlowNode() : null;
    if (result != null) {
      result.outlive();
    }
    sources = new ArraySources(method.node(), order, marked);
    interpreter = new FlowInterpreter(fields, methods, method, sources, bySlot);
    frames = new Frame[0];
  }

  private static String parameterName(MethodNode method, int slot) {
    if (method.localVariables != null) {
      for (var variable : method.localVariables) {
        if (variable.index == slot && method.instructions.indexOf(variable.start) <= 1) {
          return variable.name;
        }
      }
    }
    return "in slot " + slot;
  }

  void analyze() throws AnalyzerException {
    frames = FlowAnalyzer.analyze(method.owner().name, method.node(), interpreter);
  }

  NestMethod method() {
    return method;
  }

  boolean isShared() {
    return shared;
  }

  Kind kind() {
    return kind;
  }

  /** Where arrays appear in the method, for this caller. */
  ArraySources sources() {
    return sources;
  }

  /** The frame before each instruction; null where no path leads. */
  @Nullable Frame<FlowValue>[] frames() {
    return frames;
  }

  /** The class of values of a parameter; null if it is no array of primitives. */
  @Nullable FlowNode parameter(int index) {
    return parameters[index];
  }

  /** The class of values of the parameter in a slot; null if it is no array of primitives. */
  @Nullable FlowNode parameterIn(int slot) {
    int[] slots = method.slots();
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == slot) {
        return parameters[i];
      }
    }
    return null;
  }

  /** The class of values of the result, if the caller is known and gets an array. */
  @Nullable FlowNode result() {
    return result;
  }

  /** What a call or lambda in this instance reaches; null if that is not known. */
  @Nullable Instance callee(AbstractInsnNode site) {
    return callees.get(site);
  }

  void bind(AbstractInsnNode site, Instance callee) {
    callees.put(site, callee);
  }

  boolean is(NestMethod target, Kind sort, int known) {
    return method.equals(target) && kind == sort && knownCount == known;
  }

  /** Something that looks at an instruction that can be reached. */
  interface Visitor {
    /** Called with the frame before the instruction. */
    void visit(AbstractInsnNode instruction, Frame<FlowValue> frame);
  }

  void forEachReachable(Visitor visitor) {
    for (int i = 0; i < frames.length; i++) {
      Frame<FlowValue> frame = frames[i];
      if (frame != null) {
        visitor.visit(method.node().instructions.get(i), frame);
      }
    }
  }

  /** The arrays that the method takes and returns stay on the Java heap. */
  void keepSignature(Reason reason, String detail) {
    for (FlowNode parameter : parameters) {
      if (parameter != null) {
        parameter.keep(Integer.MAX_VALUE, reason, detail);
      }
    }
    if (result != null) {
      result.keep(Integer.MAX_VALUE, reason, detail);
    }
  }

  /** The method's descriptor with handles where arrays move. */
  String descriptor() {
    Type[] types = Type.getArgumentTypes(method.node().desc);
    StringBuilder descriptor = new StringBuilder("(");
    for (int i = 0; i < types.length; i++) {
      descriptor.append(moved(types[i], parameters[i]));
    }
    return descriptor
        .append(')')
        .append(moved(Type.getReturnType(method.node().desc), result))
        .toString();
  }

  private static String moved(Type type, @Nullable FlowNode node) {
    ElementType element = ElementType.ofArray(type.getDescriptor());
    return element != null && node != null && node.moves()
        ? element.handleDescriptor()
        : type.getDescriptor();
  }
}
