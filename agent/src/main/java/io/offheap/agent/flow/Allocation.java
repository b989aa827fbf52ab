package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * An instruction that makes an array: {@code newarray}, or a call of {@code clone}, {@code copyOf}
 * or {@code copyOfRange}.
 *
 * @param marked whether the instruction itself is marked
 * @param constantLength the length if it is a constant, else -1
 */
public record Allocation(
    MethodNode method,
    AbstractInsnNode instruction,
    ElementType type,
    boolean marked,
    int constantLength) {

  /** Whether the array is made from another. */
  boolean isCopy() {
    return instruction.getOpcode() != Opcodes.NEWARRAY;
  }
}
