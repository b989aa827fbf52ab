package io.offheap.agent.flow;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which allocations are confined: no reference to the array outlives the call that makes it, and
 * where the same allocation is reached again within that call, the last array it made is dead.
 *
 * <p>The first follows from the class of values: it holds no field, nothing captured and no result.
 * What is left are locals, operands and parameters, and through these an array only gets into calls
 * that end before the one that made it does.
 */
final class Confinement {
  /** Beyond this the code that frees at each exit could keep the JIT from compiling the method. */
  private static final int MAX_INSTRUCTIONS = 2000;

  private final Map<MethodNode, DeadAtAllocation> loops = new HashMap<>();
  private final Map<MethodNode, String> owners = new HashMap<>();

  Confinement(NestMethods methods) {
    for (NestMethod method : methods.all()) {
      owners.put(method.node(), method.owner().name);
    }
  }

  /** Whether an allocation moves and is confined. */
  boolean isConfined(FlowNode node, Allocation allocation) {
    MethodNode method = allocation.method();
    String owner = owners.get(method);
    return node.moves()
        && !node.outlivesCalls()
        && (!allocation.isCopy() || LibraryCall.isCopy(allocation.instruction()))
        && node.isSite(allocation)
        && owner != null
        // Before a constructor has called another, no exception can be caught and thrown again.
        && !method.name.equals("<init>")
        && method.instructions.size() <= MAX_INSTRUCTIONS
        && isDeadWhenReached(owner, method, allocation.instruction());
  }

  /** Whether all arrays of a class of values are confined. */
  boolean areAllConfined(FlowNode node) {
    return node.allocations().stream().allMatch(allocation -> isConfined(node, allocation));
  }

  private boolean isDeadWhenReached(String owner, MethodNode method, AbstractInsnNode allocation) {
    DeadAtAllocation known = loops.get(method);
    if (known == null) {
      known = DeadAtAllocation.of(owner, method);
      loops.put(method, known);
    }
    return known.isDead(allocation);
  }
}
