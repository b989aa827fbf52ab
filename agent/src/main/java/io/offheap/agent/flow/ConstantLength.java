package io.offheap.agent.flow;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;

/** The length of an array where the code fixes it. */
final class ConstantLength {
  private ConstantLength() {}

  /**
   * The constant pushed just before a {@code newarray}, or -1 if there is none or another path
   * joins.
   */
  static int of(AbstractInsnNode creation) {
    if (creation.getOpcode() != Opcodes.NEWARRAY) {
      return -1;
    }
    AbstractInsnNode before = creation.getPrevious();
    while (before != null && before.getOpcode() < 0) {
      if (before instanceof FrameNode) {
        return -1;
      }
      before = before.getPrevious();
    }
    return before == null ? -1 : constant(before);
  }

  private static int constant(AbstractInsnNode push) {
    int opcode = push.getOpcode();
    if (opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5) {
      return opcode - Opcodes.ICONST_0;
    }
    if (push instanceof IntInsnNode small && opcode != Opcodes.NEWARRAY) {
      return small.operand;
    }
    return push instanceof LdcInsnNode ldc && ldc.cst instanceof Integer value ? value : -1;
  }
}
