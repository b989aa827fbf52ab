package io.offheap.agent.weave;

import io.offheap.agent.code.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Gives a method memory for its confined arrays, which it leaves at each of its ends. {@code C} is
 * the thread's memory, {@code b} the frame's first slot; both are in locals behind all others.
 *
 * <pre>
 *            -> C                invokestatic Confined.ofThread, astore C
 *   C, count -> b                invokevirtual Confined.enter, istore b
 *   ...
 *   int      -> int, C, b + i, s ahead of each allocation; s is the number of its site
 *   x        -> x, C, b -> x     ahead of each return: Confined.leave
 *   ...
 *   e        -> e, C, b -> e     where any exception arrives that would end the method: Confined.leave, athrow
 * </pre>
 */
final class ConfinedFrame {
  /** How much higher than before the stack can get. */
  static final int EXTRA_STACK = 3;

  private static final String CONFINED = "io/offheap/array/Confined";

  private final MethodNode method;
  private final int memory;
  private final int base;
  private int slots;

  /** Takes two locals. */
  ConfinedFrame(MethodNode method) {
    this.method = method;
    memory = method.maxLocals;
    base = memory + 1;
    method.maxLocals += 2;
  }

  /**
   * Pushes what an allocation needs beside its own operands.
   *
   * @param site pushes the site's number
   * @param name of the handle's method
   * @param operands their descriptors
   * @return the call that makes the handle
   */
  MethodInsnNode allocate(
      AbstractInsnNode instruction,
      ElementType type,
      LdcInsnNode site,
      String name,
      String operands) {
    InsnList push = load();
    if (slots > 0) {
      push.add(new LdcInsnNode(slots));
      push.add(new InsnNode(Opcodes.IADD));
    }
    slots++;
    push.add(site);
    method.instructions.insertBefore(instruction, push);
    String descriptor = "(" + operands + "L" + CONFINED + ";II)" + type.handleDescriptor();
    return new MethodInsnNode(Opcodes.INVOKESTATIC, type.handle(), name, descriptor, false);
  }

  private InsnList load() {
    InsnList load = new InsnList();
    load.add(new VarInsnNode(Opcodes.ALOAD, memory));
    load.add(new VarInsnNode(Opcodes.ILOAD, base));
    return load;
  }

  private InsnList leave() {
    InsnList leave = load();
    leave.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, CONFINED, "leave", "(I)V", false));
    return leave;
  }

  /** Puts the frame around the code, if any allocation needs it. */
  void insert() {
    if (slots == 0) {
      return;
    }
    InsnList code = method.instructions;
    for (AbstractInsnNode instruction : code.toArray()) {
      int opcode = instruction.getOpcode();
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        code.insertBefore(instruction, leave());
      } else if (instruction instanceof FrameNode map) {
        map.local = withOurs(map.local);
      }
    }
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    InsnList enter = new InsnList();
    String ofThread = "()L" + CONFINED + ";";
    enter.add(new MethodInsnNode(Opcodes.INVOKESTATIC, CONFINED, "ofThread", ofThread, false));
    enter.add(new InsnNode(Opcodes.DUP));
    enter.add(new VarInsnNode(Opcodes.ASTORE, memory));
    enter.add(new LdcInsnNode(slots));
    enter.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, CONFINED, "enter", "(I)I", false));
    enter.add(new VarInsnNode(Opcodes.ISTORE, base));
    enter.add(start);
    code.insert(enter);
    code.add(end);
    List<Object> locals = withOurs(List.of());
    Object[] stack = {"java/lang/Throwable"};
    code.add(new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), 1, stack));
    code.add(leave());
    code.add(new InsnNode(Opcodes.ATHROW));
    // Last in the table: the method's own handlers come first.
    method.tryCatchBlocks.add(new TryCatchBlockNode(start, end, end, null));
  }

  private List<Object> withOurs(List<Object> locals) {
    List<Object> all = new ArrayList<>(locals);
    int slot = 0;
    for (Object type : locals) {
      slot += type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE) ? 2 : 1;
    }
    for (; slot < memory; slot++) {
      all.add(Opcodes.TOP);
    }
    all.add(CONFINED);
    all.add(Opcodes.INTEGER);
    return all;
  }
}
