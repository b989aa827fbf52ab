package io.offheap.agent.weave;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Lambda;
import io.offheap.agent.code.Methods;
import io.offheap.agent.flow.JdkMethod;
import io.offheap.agent.flow.LibraryCall;
import io.offheap.agent.flow.MethodVariant;
import io.offheap.agent.site.ConstantPoolScan;
import io.offheap.array.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeAnnotationNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Rewrites one method. The stack pictures show the operands that an instruction takes, the top at
 * the right; {@code X} is the handle class, {@code T} the element type.
 *
 * <pre>
 *   xaload       X, int       -> X.get(int)T            virtual, so that null fails in this frame as it did
 *   xastore      X, int, T    -> X.set(int, T)          or X.store(int, int), which narrows as the instruction does
 *   arraylength  X            -> X.length()
 *   newarray     int          -> X.allocateConfined     see {@link ConfinedFrame}
 *                             or X.allocate(int, site)X or X.allocateOnHeap(int)X where only its companions are marked
 *   clone        X            -> X.copy(site)X          or X.toHeap()T[] where the result stays on the Java heap
 *   JDK's calls  X            -> see {@link StandIn}
 * </pre>
 *
 * What makes a handle is given the number of its site, an int constant pushed last.
 */
final class MethodWeaver {
  private static final String BASE = "io/offheap/array/PrimitiveArray";
  private static final String JDK_CALLS = "io/offheap/array/JdkCalls";
  private static final String FUNCTIONS = "io/offheap/array/ArrayFunctions";

  private final ClassNode owner;
  private final MethodNode method;
  private final AbstractInsnNode[] analysed;
  private final MethodVariant flow;
  private final boolean strict;
  private final Map<AbstractInsnNode, String> strictPoints;
  private @Nullable ConfinedFrame confined;
  private boolean wove;
  private int extraStack;

  /**
   * @param method the method or a copy of it
   * @param analysed the instructions of the method as it was analysed
   * @param flow the variant that {@code method} becomes
   * @param strict whether a site that stays on the Java heap shall throw instead of allocating
   * @param strictPoints where sites allocate of which {@code flow} does not know
   */
  MethodWeaver(
      ClassNode owner,
      MethodNode method,
      AbstractInsnNode[] analysed,
      MethodVariant flow,
      boolean strict,
      Map<AbstractInsnNode, String> strictPoints) {
    this.owner = owner;
    this.method = method;
    this.analysed = analysed;
    this.flow = flow;
    this.strict = strict;
    this.strictPoints = strictPoints;
  }

  void weave() {
    AbstractInsnNode[] instructions = method.instructions.toArray();
    new VariableTable(method, flow).rename(instructions);
    for (int i = 0; i < instructions.length; i++) {
      if (flow.isReachable(i)) {
        if (instructions[i] instanceof FrameNode map) {
          renameFrame(i, map);
        } else {
          String kept = strict ? strictPoints.get(analysed[i]) : null;
          if (kept != null) {
            refuse(instructions[i], kept);
          }
          instruction(i, instructions[i]);
        }
      }
    }
    ConfinedFrame frame = confined;
    if (frame != null) {
      frame.insert();
      extraStack = Math.max(extraStack, ConfinedFrame.EXTRA_STACK);
    }
    method.maxStack += extraStack;
    if (wove) {
      dropMarks();
    }
  }

  private void instruction(int i, AbstractInsnNode instruction) {
    int top = flow.stackSize(i) - 1;
    int opcode = instruction.getOpcode();
    switch (opcode) {
      case Opcodes.IALOAD,
          Opcodes.LALOAD,
          Opcodes.FALOAD,
          Opcodes.DALOAD,
          Opcodes.BALOAD,
          Opcodes.CALOAD,
          Opcodes.SALOAD -> {
        ElementType type = flow.movedStack(i, top - 1);
        if (type != null) {
          replace(instruction, virtual(type, "get", "(I)" + type.descriptor()));
        }
      }
      case Opcodes.IASTORE,
          Opcodes.LASTORE,
          Opcodes.FASTORE,
          Opcodes.DASTORE,
          Opcodes.BASTORE,
          Opcodes.CASTORE,
          Opcodes.SASTORE -> {
        ElementType type = flow.movedStack(i, top - 2);
        if (type != null) {
          String name = type.isNarrow() ? "store" : "set";
          String value = type.isNarrow() ? "I" : type.descriptor();
          replace(instruction, virtual(type, name, "(I" + value + ")V"));
        }
      }
      case Opcodes.ARRAYLENGTH -> {
        ElementType type = flow.movedStack(i, top);
        if (type != null) {
          replace(instruction, virtual(type, "length", "()I"));
        }
      }
      case Opcodes.NEWARRAY -> allocation(i, instruction);
      case Opcodes.GETFIELD, Opcodes.GETSTATIC, Opcodes.PUTFIELD, Opcodes.PUTSTATIC -> {
        FieldInsnNode access = (FieldInsnNode) instruction;
        ElementType type = flow.movedField(access);
        if (type != null) {
          replace(
              instruction,
              new FieldInsnNode(opcode, access.owner, access.name, type.handleDescriptor()));
        }
      }
      case Opcodes.CHECKCAST -> {
        ElementType type = flow.movedCast(i, (TypeInsnNode) analysed[i]);
        if (type != null) {
          replace(instruction, new TypeInsnNode(Opcodes.CHECKCAST, type.handle()));
        }
      }
      case Opcodes.INVOKEVIRTUAL,
          Opcodes.INVOKESTATIC,
          Opcodes.INVOKESPECIAL,
          Opcodes.INVOKEINTERFACE ->
          call(i, (MethodInsnNode) instruction);
      case Opcodes.INVOKEDYNAMIC -> lambda(i, (InvokeDynamicInsnNode) instruction);
      default -> {}
    }
  }

  private void allocation(int i, AbstractInsnNode instruction) {
    ElementType type = flow.movedResult(analysed[i]);
    if (type != null) {
      if (flow.isConfined(analysed[i])) {
        replace(instruction, confined(instruction, type, "allocateConfined", "I"));
      } else if (flow.isSite(analysed[i])) {
        pushSite(instruction, type);
        replace(instruction, statik(type.handle(), "allocate", "(II)" + type.handleDescriptor()));
      } else {
        replace(
            instruction, statik(type.handle(), "allocateOnHeap", "(I)" + type.handleDescriptor()));
      }
    } else {
      refuseIfStrict(i, instruction);
    }
  }

  private MethodInsnNode confined(
      AbstractInsnNode instruction, ElementType type, String name, String operands) {
    ConfinedFrame frame = confined == null ? new ConfinedFrame(method) : confined;
    confined = frame;
    return frame.allocate(instruction, type, siteOf(instruction, type), name, operands);
  }

  private void pushSite(AbstractInsnNode instruction, ElementType type) {
    method.instructions.insertBefore(instruction, siteOf(instruction, type));
  }

  /** Pushes the number under which the array that {@code instruction} makes is counted. */
  private LdcInsnNode siteOf(AbstractInsnNode instruction, ElementType type) {
    extraStack = Math.max(extraStack, 1);
    String site = Methods.site(owner.name, method, Methods.line(instruction));
    return new LdcInsnNode(Sites.register(site, type.arrayName()));
  }

  private void refuseIfStrict(int i, AbstractInsnNode instruction) {
    if (strict && flow.isSite(analysed[i])) {
      refuse(instruction, Methods.site(owner.name, method, Methods.line(instruction)));
    }
  }

  private void refuse(AbstractInsnNode instruction, String site) {
    method.instructions.insertBefore(instruction, Refusal.of(site));
    extraStack = Math.max(extraStack, Refusal.EXTRA_STACK);
    wove = true;
  }

  /** A call of a method of the nest reaches the variant for the handles it passes and gets. */
  private void helper(MethodInsnNode call, String descriptor) {
    // The variant is private. Before nests, such a method was called without looking for
    // overriders.
    boolean special = call.getOpcode() == Opcodes.INVOKEVIRTUAL && !hasNests();
    int opcode = special ? Opcodes.INVOKESPECIAL : call.getOpcode();
    replace(call, new MethodInsnNode(opcode, call.owner, call.name, descriptor, call.itf));
  }

  private boolean hasNests() {
    return (owner.version & 0xFFFF) >= Opcodes.V11;
  }

  private void lambda(int i, InvokeDynamicInsnNode call) {
    String descriptor = flow.movedCallee(analysed[i]);
    Lambda lambda = descriptor == null ? null : Lambda.of(call);
    if (lambda == null || descriptor == null) {
      return;
    }
    Handle body = lambda.body();
    boolean special = body.getTag() == Opcodes.H_INVOKEVIRTUAL && !hasNests();
    Handle variant =
        new Handle(
            special ? Opcodes.H_INVOKESPECIAL : body.getTag(),
            body.getOwner(),
            body.getName(),
            descriptor,
            body.isInterface());
    Type[] captured = Type.getArgumentTypes(call.desc);
    int first = flow.stackSize(i) - captured.length;
    StringBuilder factory = new StringBuilder("(");
    for (int a = 0; a < captured.length; a++) {
      ElementType type = flow.movedStack(i, first + a);
      factory.append(type == null ? captured[a].getDescriptor() : type.handleDescriptor());
    }
    factory.append(')').append(Type.getReturnType(call.desc).getDescriptor());
    replace(
        call,
        new InvokeDynamicInsnNode(
            call.name, factory.toString(), call.bsm, Lambda.withBody(call, variant)));
  }

  private void call(int i, MethodInsnNode call) {
    String callee = flow.movedCallee(analysed[i]);
    if (callee != null) {
      helper(call, callee);
      return;
    }
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int first = flow.stackSize(i) - arguments.length;
    String madeAs = flow.madeAs(i, first - 1);
    LibraryCall known = LibraryCall.of(call, madeAs);
    if (known == null) {
      throughChannel(i, call, first);
      return;
    }
    switch (known) {
      case ARRAYCOPY -> {
        if (flow.movedStack(i, first) != null || flow.movedStack(i, first + 2) != null) {
          replace(call, statik(BASE, "arraycopy", call.desc));
        }
      }
      case CLONE -> copy(call, flow.movedStack(i, first - 1), "copy", "toHeap", "", i);
      case COPY -> {
        ElementType from = flow.movedStack(i, first);
        String rest =
            call.desc.substring(arguments[0].getDescriptor().length() + 1, call.desc.indexOf(')'));
        copy(call, from, call.name, call.name + "ToHeap", rest, i);
      }
      case ARRAYS -> arrays(i, call, arguments, first);
      case FUNCTION -> {
        ElementType array = flow.movedStack(i, first);
        if (array != null) {
          String rest = call.desc.substring(1 + array.arrayDescriptor().length());
          // IntStream.of(int...) is Arrays.stream(int[]).
          String name = call.name.equals("of") ? "stream" : call.name;
          replace(call, statik(FUNCTIONS, name, "(" + array.handleDescriptor() + rest));
        }
      }
      case JDK -> jdkMethod(call, arguments, first, i, madeAs);
      case IDENTITY, OBJECT -> {}
    }
  }

  private void jdkMethod(
      MethodInsnNode call, Type[] arguments, int first, int i, @Nullable String madeAs) {
    JdkMethod known = JdkMethod.of(call, madeAs);
    if (known == null) {
      return;
    }
    ElementType made = known.isFresh() ? flow.movedResult(analysed[i]) : null;
    if (made != null) {
      String descriptor = "(" + made.arrayDescriptor() + "I)" + made.handleDescriptor();
      AbstractInsnNode toHandle = statik(made.handle(), "cloneOf", descriptor);
      method.instructions.insert(call, toHandle);
      method.instructions.insertBefore(toHandle, siteOf(call, made));
      wove = true;
    } else if (known.isFresh()) {
      refuseIfStrict(i, call);
    }
    int index = JdkMethod.arrayIndex(arguments);
    ElementType passed = index < 0 ? null : flow.movedStack(i, first + index);
    if (passed != null && known.use() == JdkMethod.Use.WRITE_PARTLY) {
      String receiver = "L" + JdkMethod.declaring(call) + ";";
      String taking = call.desc.replace(passed.arrayDescriptor(), passed.handleDescriptor());
      replace(call, statik(JDK_CALLS, call.name, "(" + receiver + taking.substring(1)));
    } else if (passed != null) {
      new StandIn(method, call, known, passed).insert();
      extraStack = Math.max(extraStack, StandIn.EXTRA_STACK);
      wove = true;
    }
  }

  /** {@code channel.read(ByteBuffer.wrap(array))}: the buffer is left out. */
  private void throughChannel(int i, MethodInsnNode wrap, int first) {
    if (flow.movedStack(i, first) == null || !flow.isThroughChannel(analysed[i])) {
      return;
    }
    AbstractInsnNode next = wrap.getNext();
    while (!(next instanceof MethodInsnNode call)) {
      next = next.getNext();
    }
    boolean reads = call.name.equals("read");
    String channel = reads ? "ReadableByteChannel;" : "WritableByteChannel;";
    String range = wrap.desc.startsWith("([BII)") ? "II" : "";
    String handle = ElementType.BYTE.handleDescriptor();
    String descriptor = "(Ljava/nio/channels/" + channel + handle + range + ")I";
    replace(call, statik(JDK_CALLS, call.name, descriptor));
    method.instructions.remove(wrap);
  }

  /** A call that makes an array from another: four cases, by which of the two are handles. */
  private void copy(
      MethodInsnNode call,
      @Nullable ElementType from,
      String toHandle,
      String toHeap,
      String rest,
      int i) {
    ElementType to = flow.movedResult(analysed[i]);
    boolean clone = call.name.equals("clone");
    if (to == null) {
      refuseIfStrict(i, call);
    }
    if (from == null && to == null) {
      return;
    }
    ElementType type = LibraryCall.madeBy(call);
    if (to != null && flow.isConfined(analysed[i])) {
      replace(call, confined(call, to, call.name + "Confined", "Ljava/lang/Object;" + rest));
      return;
    }
    String result = to == null ? type.arrayDescriptor() : type.handleDescriptor();
    String name = to == null ? toHeap : toHandle;
    String site = to == null ? "" : "I";
    if (to != null) {
      pushSite(call, to);
    }
    if (!clone) {
      String source = from == null ? type.arrayDescriptor() : type.handleDescriptor();
      replace(call, statik(type.handle(), name, "(" + source + rest + site + ")" + result));
    } else if (from != null) {
      replace(call, virtual(type, name, "(" + site + ")" + result));
    } else {
      String descriptor = "(" + type.arrayDescriptor() + site + ")" + result;
      replace(call, statik(type.handle(), "cloneOf", descriptor));
    }
  }

  private void arrays(int i, MethodInsnNode call, Type[] arguments, int first) {
    if (call.name.equals("compareUnsigned") && arguments.length == 2) {
      if (flow.movedStack(i, first) != null || flow.movedStack(i, first + 1) != null) {
        replace(call, statik(BASE, call.name, "(Ljava/lang/Object;Ljava/lang/Object;)I"));
      }
      return;
    }
    if (LibraryCall.isOverTwoRanges(arguments)) {
      if (flow.movedStack(i, first) != null || flow.movedStack(i, first + 3) != null) {
        String result = Type.getReturnType(call.desc).getDescriptor();
        String ranges = "(Ljava/lang/Object;IILjava/lang/Object;II)" + result;
        replace(call, statik(BASE, call.name, ranges));
      }
      return;
    }
    StringBuilder descriptor = new StringBuilder("(");
    ElementType handle = null;
    for (int a = 0; a < arguments.length; a++) {
      ElementType type = flow.movedStack(i, first + a);
      descriptor.append(type == null ? arguments[a].getDescriptor() : type.handleDescriptor());
      handle = type == null ? handle : type;
    }
    if (handle != null) {
      descriptor.append(')').append(Type.getReturnType(call.desc).getDescriptor());
      replace(call, statik(handle.handle(), call.name, descriptor.toString()));
    }
  }

  private static MethodInsnNode virtual(ElementType type, String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, type.handle(), name, descriptor, false);
  }

  private static MethodInsnNode statik(String owner, String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  private void replace(AbstractInsnNode old, AbstractInsnNode replacement) {
    method.instructions.set(old, replacement);
    wove = true;
  }

  /** Names handles in the stack map where it names arrays; every other entry stays. */
  private void renameFrame(int i, FrameNode map) {
    List<Object> locals = new ArrayList<>(map.local.size());
    int slot = 0;
    for (Object type : map.local) {
      locals.add(renamed(type, flow.movedLocal(i, slot)));
      slot += type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE) ? 2 : 1;
    }
    List<Object> stack = new ArrayList<>(map.stack.size());
    for (int height = 0; height < map.stack.size(); height++) {
      stack.add(renamed(map.stack.get(height), flow.movedStack(i, height)));
    }
    map.local = locals;
    map.stack = stack;
  }

  private static Object renamed(Object type, @Nullable ElementType moved) {
    return moved != null && type.equals(moved.arrayDescriptor()) ? moved.handle() : type;
  }

  /** Marks on types that are arrays no more would mislead who reads the class file next. */
  private void dropMarks() {
    for (AbstractInsnNode instruction : method.instructions) {
      drop(instruction.visibleTypeAnnotations);
      drop(instruction.invisibleTypeAnnotations);
    }
    drop(method.visibleLocalVariableAnnotations);
    drop(method.invisibleLocalVariableAnnotations);
  }

  private static void drop(@Nullable List<? extends TypeAnnotationNode> annotations) {
    if (annotations != null) {
      annotations.removeIf(annotation -> annotation.desc.equals(ConstantPoolScan.ANNOTATION));
    }
  }
}
