package io.offheap.agent.site;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Where a site allocates, as far as that is seen without following values: the allocation itself,
 * or, for a marked variable, where it is given what was allocated. The option {@code strict} throws
 * ahead of these instructions. Each method adds to a map from instruction to site.
 */
final class StrictPoints {
  private StrictPoints() {}

  /** Every instance of a marked class is made by one of its constructors. */
  static void ofClass(ClassNode owner, String site, Map<AbstractInsnNode, String> points) {
    for (MethodNode method : owner.methods) {
      if (method.name.equals("<init>")) {
        AbstractInsnNode first = method.instructions.getFirst();
        while (first != null && first.getOpcode() < 0) {
          first = first.getNext();
        }
        if (first != null) {
          points.put(first, site);
        }
      }
    }
  }

  /** Stores into a field, by the class's own methods. */
  static void ofField(
      ClassNode owner, String field, String site, Map<AbstractInsnNode, String> points) {
    for (MethodNode method : owner.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        int opcode = instruction.getOpcode();
        if ((opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC)
            && ((FieldInsnNode) instruction).owner.equals(owner.name)
            && ((FieldInsnNode) instruction).name.equals(field)) {
          add(instruction, site, points);
        }
      }
    }
  }

  /** The store with which a local variable begins. */
  static void ofLocal(
      LabelNode start, int slot, String site, Map<AbstractInsnNode, String> points) {
    AbstractInsnNode before = previous(start);
    if (before instanceof VarInsnNode store
        && store.var == slot
        && store.getOpcode() == Opcodes.ASTORE) {
      add(store, site, points);
    }
  }

  /** Each end of a method whose result is marked. */
  static void ofResult(MethodNode method, String site, Map<AbstractInsnNode, String> points) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction.getOpcode() == Opcodes.ARETURN) {
        add(instruction, site, points);
      }
    }
  }

  /** The call whose result is cast to a marked type; compilers mark the instruction after it. */
  static void ofCast(AbstractInsnNode marked, String site, Map<AbstractInsnNode, String> points) {
    AbstractInsnNode before = previous(marked);
    points.put(before instanceof MethodInsnNode call ? call : marked, site);
  }

  private static void add(AbstractInsnNode use, String site, Map<AbstractInsnNode, String> points) {
    AbstractInsnNode before = previous(use);
    if (before == null || before.getOpcode() != Opcodes.ACONST_NULL) {
      points.put(use, site);
    }
  }

  /** The instruction that runs before; null where paths may join in between. */
  private static @Nullable AbstractInsnNode previous(AbstractInsnNode instruction) {
    AbstractInsnNode before = instruction.getPrevious();
    while (before != null && before.getOpcode() < 0 && !(before instanceof FrameNode)) {
      before = before.getPrevious();
    }
    return before instanceof FrameNode ? null : before;
  }
}
