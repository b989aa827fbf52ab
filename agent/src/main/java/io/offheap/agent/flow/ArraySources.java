package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import io.offheap.agent.code.Methods;
import io.offheap.agent.verdict.Reason;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Where arrays appear in a method. Each instruction that can make one appear has one node for its
 * result, whatever path leads there: an allocation, a call of a helper, or a source of arrays made
 * elsewhere.
 */
final class ArraySources {
  private final MethodNode method;
  private final int firstOrder;
  private final Set<AbstractInsnNode> marked;
  private final Map<AbstractInsnNode, FlowNode> nodes = new HashMap<>();
  private final Map<AbstractInsnNode, Allocation> allocations = new HashMap<>();
  private final Map<Place, FlowNode> declared = new HashMap<>();

  private record Place(FrameNode map, int place) {}

  /**
   * @param firstOrder the place of the method's first instruction in the nest
   * @param marked the allocations with marks of their own
   */
  ArraySources(MethodNode method, int firstOrder, Set<AbstractInsnNode> marked) {
    this.method = method;
    this.firstOrder = firstOrder;
    this.marked = marked;
  }

  /** The place of an instruction of the method in the nest. */
  int order(AbstractInsnNode instruction) {
    return firstOrder + method.instructions.indexOf(instruction);
  }

  /** The node of an instruction; null if it makes no array appear. */
  @Nullable FlowNode node(AbstractInsnNode instruction) {
    return nodes.get(instruction);
  }

  /** The node of an instruction that makes an array appear. */
  FlowNode made(AbstractInsnNode instruction) {
    FlowNode node = nodes.get(instruction);
    if (node == null) {
      throw new IllegalArgumentException("no array appears at " + order(instruction));
    }
    return node;
  }

  /** The allocation that an instruction is; null if it is none, or cannot be reached. */
  @Nullable Allocation allocation(AbstractInsnNode instruction) {
    return allocations.get(instruction);
  }

  /** All allocations that can be reached, in the order of the code. */
  List<Allocation> allocations() {
    return allocations.values().stream()
        .sorted(Comparator.comparingInt(a -> method.instructions.indexOf(a.instruction())))
        .toList();
  }

  /** An allocation is reached. */
  FlowNode allocate(AbstractInsnNode instruction, ElementType type) {
    return nodes.computeIfAbsent(
        instruction,
        key -> {
          Allocation made =
              new Allocation(
                  method,
                  instruction,
                  type,
                  marked.contains(instruction),
                  ConstantLength.of(instruction));
          allocations.put(instruction, made);
          FlowNode node = new FlowNode();
          node.add(made);
          return node;
        });
  }

  /** An array of the nest, or null, appears. */
  FlowNode appear(AbstractInsnNode instruction) {
    return nodes.computeIfAbsent(instruction, key -> new FlowNode());
  }

  /** An array that was made elsewhere appears. */
  FlowNode foreign(AbstractInsnNode instruction, String text) {
    FlowNode node = appear(instruction);
    // Also where the call was taken for a known one until another path joined.
    node.keep(
        order(instruction),
        Reason.FOREIGN_ARRAY,
        "meets an array that " + text + Methods.atLine(instruction));
    return node;
  }

  /**
   * What a stack map calls an array, though nothing is known of it.
   *
   * @param place the slot, or -1 minus the height on the stack
   */
  FlowNode declared(FrameNode map, int place) {
    return declared.computeIfAbsent(new Place(map, place), key -> new FlowNode());
  }
}
