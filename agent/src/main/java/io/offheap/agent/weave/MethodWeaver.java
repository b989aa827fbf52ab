package io.offheap.agent.weave;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Lambda;
import io.offheap.agent.code.Methods;
import io.offheap.agent.flow.MethodVariant;
import io.offheap.agent.site.ConstantPoolScan;
import io.offheap.array.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
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
 *   JDK's calls               -> see {@link LibraryCallWeaver}
 * </pre>
 *
 * What makes a handle is given the number of its site, an int constant pushed last.
 */
final class MethodWeaver {

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

  /** The call that makes a confined array in the place of an instruction. */
  MethodInsnNode confined(
      AbstractInsnNode instruction, ElementType type, String name, String operands) {
    ConfinedFrame frame = confined == null ? new ConfinedFrame(method) : confined;
    confined = frame;
    return frame.allocate(instruction, type, siteOf(instruction, type), name, operands);
  }

  /** Has the number of the site pushed ahead of an instruction. */
  void pushSite(AbstractInsnNode instruction, ElementType type) {
    method.instructions.insertBefore(instruction, siteOf(instruction, type));
  }

  /** Pushes the number under which the array that {@code instruction} makes is counted. */
  LdcInsnNode siteOf(AbstractInsnNode instruction, ElementType type) {
    extraStack = Math.max(extraStack, 1);
    String site = Methods.site(owner.name, method, Methods.line(instruction));
    return new LdcInsnNode(Sites.register(site, type.arrayName()));
  }

  /** Throws ahead of a site that stays, if the options want that. */
  void refuseIfStrict(int i, AbstractInsnNode instruction) {
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
  private void helper(MethodInsnNode call, String descriptor, boolean shared) {
    // The variant is private. Before nests, such a method was called without looking for
    // overriders.
    boolean special = call.getOpcode() == Opcodes.INVOKEVIRTUAL && !hasNests() && !shared;
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
    boolean special =
        body.getTag() == Opcodes.H_INVOKEVIRTUAL
            && !hasNests()
            && !flow.isCalleeShared(analysed[i]);
    Handle variant =
        new Handle(
            special ? Opcodes.H_INVOKESPECIAL : body.getTag(),
            body.getOwner(),
            body.getName(),
            descriptor,
            body.isInterface());
    replace(
        call,
        new InvokeDynamicInsnNode(
            call.name, lambda.factory(call, descriptor), call.bsm, Lambda.withBody(call, variant)));
  }

  private void call(int i, MethodInsnNode call) {
    String callee = flow.movedCallee(analysed[i]);
    if (callee != null) {
      helper(call, callee, flow.isCalleeShared(analysed[i]));
    } else {
      new LibraryCallWeaver(this, method, flow, analysed[i], i).weave(call);
    }
  }

  static MethodInsnNode virtual(ElementType type, String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKEVIRTUAL, type.handle(), name, descriptor, false);
  }

  static MethodInsnNode statik(String owner, String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  /** What was inserted needs so many entries more on the stack. */
  void needStack(int entries) {
    extraStack = Math.max(extraStack, entries);
    wove = true;
  }

  void replace(AbstractInsnNode old, AbstractInsnNode replacement) {
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
