package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Where in a method handles take the place of arrays. Indexes count the instructions as they were
 * analysed.
 */
public final class MethodFlow {
  private final @Nullable Frame<FlowValue>[] frames;
  private final @Nullable FlowInterpreter interpreter;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an empty array of a generic type
  MethodFlow(
      MethodNode method,
      @Nullable Frame<FlowValue> @Nullable [] frames,
      @Nullable FlowInterpreter interpreter) {
    this.frames = frames == null ? new Frame[method.instructions.size()] : frames;
    this.interpreter = interpreter;
  }

  /** Whether any path leads to the instruction. */
  public boolean isReachable(int index) {
    return index < frames.length && frames[index] != null;
  }

  /** Number of stack entries before the instruction; a long or double is one. */
  public int stackSize(int index) {
    Frame<FlowValue> frame = frames[index];
    return frame == null ? 0 : frame.getStackSize();
  }

  /** The element type of the handle in a slot before the instruction; null if there is none. */
  public @Nullable ElementType movedLocal(int index, int slot) {
    Frame<FlowValue> frame = frames[index];
    return frame == null || slot >= frame.getLocals() ? null : moved(frame.getLocal(slot));
  }

  /**
   * The element type of the handle at a height of the stack, 0 the lowest; null if there is none.
   */
  public @Nullable ElementType movedStack(int index, int height) {
    Frame<FlowValue> frame = frames[index];
    return frame == null || height < 0 || height >= frame.getStackSize()
        ? null
        : moved(frame.getStack(height));
  }

  /**
   * The class that the object at a height of the stack was made of by {@code new}; null if that is
   * not known.
   */
  public @Nullable String madeAs(int index, int height) {
    Frame<FlowValue> frame = frames[index];
    return frame == null || height < 0 || height >= frame.getStackSize()
        ? null
        : FlowValue.madeAs(frame.getStack(height));
  }

  /**
   * The element type of the handle that the instruction makes in place of an array; null if it
   * makes none.
   */
  public @Nullable ElementType movedResult(AbstractInsnNode instruction) {
    FlowNode node = interpreter == null ? null : interpreter.made().get(instruction);
    if (node == null || !node.moves()) {
      return null;
    }
    for (Allocation allocation : node.allocations()) {
      if (allocation.instruction().equals(instruction)) {
        return allocation.type();
      }
    }
    return null;
  }

  /** The element type of the handle that a cast leaves; null if it leaves none. */
  public @Nullable ElementType movedCast(int index, TypeInsnNode cast) {
    FlowNode ofNull = interpreter == null ? null : interpreter.made().get(cast);
    return ofNull != null && ofNull.moves()
        ? ElementType.ofArray(cast.desc)
        : movedStack(index, stackSize(index) - 1);
  }

  private static @Nullable ElementType moved(FlowValue value) {
    return value instanceof FlowValue.Array array && array.node().moves() ? array.type() : null;
  }
}
