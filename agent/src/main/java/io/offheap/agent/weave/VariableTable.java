package io.offheap.agent.weave;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.flow.MethodVariant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Gives debuggers the types that variables now have. A variable that holds a handle at one time and
 * an array at another gets an entry for each of these ranges.
 */
final class VariableTable {
  private final MethodNode method;
  private final MethodVariant flow;

  VariableTable(MethodNode method, MethodVariant flow) {
    this.method = method;
    this.flow = flow;
  }

  /**
   * Rewrites the table, adding labels to the code where ranges meet.
   *
   * @param instructions those of the method, none of which has changed
   */
  void rename(AbstractInsnNode[] instructions) {
    if (method.localVariables == null) {
      return;
    }
    List<LocalVariableNode> renamed = new ArrayList<>(method.localVariables.size());
    List<int[]> ranges = new ArrayList<>(method.localVariables.size());
    for (LocalVariableNode variable : method.localVariables) {
      // All indexes are taken before labels move them.
      int start = method.instructions.indexOf(variable.start);
      ranges.add(new int[] {start, method.instructions.indexOf(variable.end)});
    }
    for (int i = 0; i < ranges.size(); i++) {
      LocalVariableNode variable = method.localVariables.get(i);
      if (ElementType.ofArray(variable.desc) == null) {
        renamed.add(variable);
      } else {
        split(variable, ranges.get(i)[0], ranges.get(i)[1], instructions, renamed);
      }
    }
    method.localVariables = renamed;
  }

  private void split(
      LocalVariableNode variable,
      int start,
      int end,
      AbstractInsnNode[] instructions,
      List<LocalVariableNode> renamed) {
    LabelNode from = variable.start;
    String type = null;
    for (int i = start; i < end; i++) {
      if (!flow.isReachable(i) || !isCode(instructions[i])) {
        continue;
      }
      String now = type(variable, i);
      if (type != null && !now.equals(type)) {
        LabelNode border = new LabelNode();
        method.instructions.insertBefore(instructions[i], border);
        renamed.add(entry(variable, type, from, border));
        from = border;
      }
      type = now;
    }
    renamed.add(entry(variable, type, from, variable.end));
  }

  private static boolean isCode(AbstractInsnNode instruction) {
    return instruction.getOpcode() >= 0;
  }

  private String type(LocalVariableNode variable, int index) {
    ElementType moved = flow.movedLocal(index, variable.index);
    return moved != null && variable.desc.equals(moved.arrayDescriptor())
        ? moved.handleDescriptor()
        : variable.desc;
  }

  private static LocalVariableNode entry(
      LocalVariableNode variable, @Nullable String type, LabelNode start, LabelNode end) {
    String descriptor = type == null ? variable.desc : type;
    return new LocalVariableNode(
        variable.name, descriptor, variable.signature, start, end, variable.index);
  }
}
