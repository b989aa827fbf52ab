package io.offheap.agent.flow;

import io.offheap.agent.code.ElementType;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Where in a method handles take the place of arrays, for those callers that pass and get the same
 * handles. Indexes count the instructions as they were analysed.
 *
 * <p>All instances with one descriptor agree in that: a value that meets no parameter and no result
 * is the same in each, and one that does is decided by the descriptor.
 */
public final class MethodVariant {
  private final String descriptor;
  private final boolean original;
  private final boolean shared;
  private final List<Instance> instances;
  private final Instance first;
  private final NestFields fields;
  private final Set<AbstractInsnNode> confined = new HashSet<>();

  /**
   * @param descriptor with handles where arrays move
   * @param original whether that is the descriptor in the class file
   * @param shared whether other nests call the method
   */
  MethodVariant(
      String descriptor,
      boolean original,
      boolean shared,
      List<Instance> instances,
      NestFields fields,
      Confinement confinement) {
    this.descriptor = descriptor;
    this.original = original;
    this.shared = shared;
    this.instances = instances;
    this.first = instances.get(0);
    this.fields = fields;
    for (Allocation allocation : first.sources().allocations()) {
      if (isConfined(allocation.instruction(), confinement)) {
        confined.add(allocation.instruction());
      }
    }
  }

  /** The method's descriptor in this variant. */
  public String descriptor() {
    return descriptor;
  }

  /** Whether callers of the method as it was call this variant. */
  public boolean isOriginal() {
    return original;
  }

  /** Whether classes of other nests call this variant. */
  public boolean isShared() {
    return shared;
  }

  /** Whether any path leads to the instruction. */
  public boolean isReachable(int index) {
    return index < first.frames().length && first.frames()[index] != null;
  }

  /** Number of stack entries before the instruction; a long or double is one. */
  public int stackSize(int index) {
    Frame<FlowValue> frame = first.frames()[index];
    return frame == null ? 0 : frame.getStackSize();
  }

  /** The element type of the handle in a slot before the instruction; null if there is none. */
  public @Nullable ElementType movedLocal(int index, int slot) {
    return movedLocal(first, index, slot);
  }

  private static @Nullable ElementType movedLocal(Instance instance, int index, int slot) {
    Frame<FlowValue> frame = instance.frames()[index];
    return frame == null || slot >= frame.getLocals() ? null : moved(frame.getLocal(slot));
  }

  /**
   * The element type of the handle at a height of the stack, 0 the lowest; null if there is none.
   */
  public @Nullable ElementType movedStack(int index, int height) {
    return movedStack(first, index, height);
  }

  private static @Nullable ElementType movedStack(Instance instance, int index, int height) {
    Frame<FlowValue> frame = instance.frames()[index];
    return frame == null || height < 0 || height >= frame.getStackSize()
        ? null
        : moved(frame.getStack(height));
  }

  /**
   * The class that the object at a height of the stack was made of by {@code new}; null if that is
   * not known.
   */
  public @Nullable String madeAs(int index, int height) {
    Frame<FlowValue> frame = first.frames()[index];
    return frame == null || height < 0 || height >= frame.getStackSize()
        ? null
        : FlowValue.madeAs(frame.getStack(height));
  }

  /**
   * The element type of the handle that the instruction makes in place of an array; null if it
   * makes none.
   */
  public @Nullable ElementType movedResult(AbstractInsnNode instruction) {
    return movedResult(first, instruction);
  }

  private static @Nullable ElementType movedResult(
      Instance instance, AbstractInsnNode instruction) {
    Allocation allocation = instance.sources().allocation(instruction);
    return allocation != null && instance.sources().made(instruction).moves()
        ? allocation.type()
        : null;
  }

  /** The element type of the handle that a cast leaves; null if it leaves none. */
  public @Nullable ElementType movedCast(int index, TypeInsnNode cast) {
    FlowNode ofNull = first.sources().node(cast);
    return ofNull != null && ofNull.moves()
        ? ElementType.ofArray(cast.desc)
        : movedStack(index, stackSize(index) - 1);
  }

  /** The element type of the handle in the field; null if the field stays as it is. */
  public @Nullable ElementType movedField(FieldInsnNode access) {
    FlowNode node = fields.node(access);
    return node != null && node.moves() ? ElementType.ofArray(access.desc) : null;
  }

  /** Whether the variant that a call reaches is there for other nests, too. */
  public boolean isCalleeShared(AbstractInsnNode call) {
    Instance callee = first.callee(call);
    return callee != null && callee.isShared();
  }

  /** The descriptor with which a call, or the body of a lambda, is reached; null if as it was. */
  public @Nullable String movedCallee(AbstractInsnNode call) {
    return movedCallee(first, call);
  }

  private static @Nullable String movedCallee(Instance instance, AbstractInsnNode call) {
    Instance callee = instance.callee(call);
    String descriptor = callee == null ? null : callee.descriptor();
    return callee == null || callee.method().node().desc.equals(descriptor) ? null : descriptor;
  }

  /**
   * Whether an instruction is an allocation that is marked, or whose result a marked variable
   * holds, for any of the callers.
   */
  public boolean isSite(AbstractInsnNode instruction) {
    for (Instance instance : instances) {
      Allocation allocation = instance.sources().allocation(instruction);
      if (allocation != null && instance.sources().made(instruction).isSite(allocation)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the allocation is one whose arrays do not outlive the call, whoever calls. */
  public boolean isConfined(AbstractInsnNode instruction) {
    return confined.contains(instruction);
  }

  private boolean isConfined(AbstractInsnNode instruction, Confinement confinement) {
    for (Instance instance : instances) {
      Allocation allocation = instance.sources().allocation(instruction);
      if (allocation == null
          || !confinement.isConfined(instance.sources().made(instruction), allocation)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable ElementType moved(FlowValue value) {
    return value instanceof FlowValue.Array array && array.node().moves() ? array.type() : null;
  }

  /** Whether anything of the method is rewritten. */
  boolean isTouched() {
    boolean[] touched = {!original};
    first.forEachReachable((instruction, frame) -> {
      touched[0] |= movedCallee(instruction) != null || movedResult(instruction) != null;
      touched[0] |= instruction instanceof FieldInsnNode access && movedField(access) != null;
      for (int i = 0; i < frame.getLocals(); i++) {
        touched[0] |= moved(frame.getLocal(i)) != null;
      }
      for (int i = 0; i < frame.getStackSize(); i++) {
        touched[0] |= moved(frame.getStack(i)) != null;
      }
    });
    return touched[0];
  }

  /** What is wrong with this variant; null if its instances agree, as they must. */
  @Nullable String disagreement() {
    for (Instance other : instances.subList(1, instances.size())) {
      for (int i = 0; i < first.frames().length; i++) {
        if (differs(other, i)) {
          return "callers of " + first.method().name() + " do not agree at instruction " + i;
        }
      }
    }
    return null;
  }

  private boolean differs(Instance other, int index) {
    Frame<FlowValue> mine = first.frames()[index];
    Frame<FlowValue> theirs = other.frames()[index];
    if (mine == null || theirs == null) {
      return (mine == null) != (theirs == null);
    }
    for (int i = 0; i < mine.getLocals(); i++) {
      if (moved(mine.getLocal(i)) != moved(theirs.getLocal(i))) {
        return true;
      }
    }
    for (int i = 0; i < mine.getStackSize(); i++) {
      if (moved(mine.getStack(i)) != moved(theirs.getStack(i))) {
        return true;
      }
    }
    AbstractInsnNode instruction = first.method().node().instructions.get(index);
    return movedResult(first, instruction) != movedResult(other, instruction)
        || !Objects.equals(movedCallee(first, instruction), movedCallee(other, instruction));
  }
}
