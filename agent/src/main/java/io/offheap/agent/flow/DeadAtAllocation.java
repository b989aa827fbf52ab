package io.offheap.agent.flow;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.Value;

/*
 * Two data-flow analyses of one method. Forward: which allocations each slot and operand may hold arrays of (a set that only
 * grows where paths join). Backward: which slots are live, that is, may be read before they are written, exception handlers
 * included. The last array of an allocation is dead at that allocation if no live slot and no operand holds one of its arrays.
 */
/**
 * For the allocations of a method: whether the array that one made last is dead when it is reached.
 */
final class DeadAtAllocation {
  private final MethodNode method;
  private final @Nullable Frame<Held>[] frames;
  private final BitSet[] live;

  private DeadAtAllocation(MethodNode method, @Nullable Frame<Held>[] frames) {
    this.method = method;
    this.frames = frames;
    this.live = frames.length == 0 ? new BitSet[0] : liveBefore(method);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an empty array of a generic type
  static DeadAtAllocation of(String owner, MethodNode method) {
    try {
      @Nullable Frame<Held>[] frames = new Analyzer<>(new Holding()).analyze(owner, method);
      return new DeadAtAllocation(method, frames);
    } catch (AnalyzerException e) {
      return new DeadAtAllocation(method, new Frame[0]); // nothing is known
    }
  }

  boolean isDead(AbstractInsnNode allocation) {
    int index = method.instructions.indexOf(allocation);
    Frame<Held> frame = index < frames.length ? frames[index] : null;
    if (frame == null) {
      return false;
    }
    for (int slot = 0; slot < frame.getLocals(); slot++) {
      if (live[index].get(slot) && frame.getLocal(slot).makers().contains(allocation)) {
        return false;
      }
    }
    for (int i = 0; i < frame.getStackSize(); i++) {
      if (frame.getStack(i).makers().contains(allocation)) {
        return false;
      }
    }
    return true;
  }

  private static BitSet[] liveBefore(MethodNode method) {
    InsnList code = method.instructions;
    BitSet[] live = new BitSet[code.size()];
    for (int i = 0; i < live.length; i++) {
      live[i] = new BitSet();
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = live.length - 1; i >= 0; i--) {
        BitSet before = liveAfter(code, i, live);
        useAndDefine(code.get(i), before);
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
          if (i >= code.indexOf(block.start) && i < code.indexOf(block.end)) {
            before.or(live[code.indexOf(block.handler)]);
          }
        }
        if (!before.equals(live[i])) {
          live[i] = before;
          changed = true;
        }
      }
    }
    return live;
  }

  private static BitSet liveAfter(InsnList code, int index, BitSet[] live) {
    AbstractInsnNode instruction = code.get(index);
    BitSet after = new BitSet();
    int opcode = instruction.getOpcode();
    boolean ends = opcode == Opcodes.GOTO || opcode == Opcodes.ATHROW || opcode == Opcodes.RET;
    switch (instruction) {
      case JumpInsnNode jump -> after.or(live[code.indexOf(jump.label)]);
      case LookupSwitchInsnNode lookup -> {
        ends = true;
        addAll(after, lookup.labels, lookup.dflt, code, live);
      }
      case TableSwitchInsnNode table -> {
        ends = true;
        addAll(after, table.labels, table.dflt, code, live);
      }
      default -> ends |= opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
    }
    if (!ends && index + 1 < live.length) {
      after.or(live[index + 1]);
    }
    return after;
  }

  private static void addAll(
      BitSet after, List<LabelNode> labels, LabelNode last, InsnList code, BitSet[] live) {
    for (LabelNode label : labels) {
      after.or(live[code.indexOf(label)]);
    }
    after.or(live[code.indexOf(last)]);
  }

  private static void useAndDefine(AbstractInsnNode instruction, BitSet live) {
    if (instruction instanceof VarInsnNode access) {
      boolean store = access.getOpcode() >= Opcodes.ISTORE && access.getOpcode() <= Opcodes.ASTORE;
      live.set(access.var, !store);
    } else if (instruction instanceof IincInsnNode increment) {
      live.set(increment.var);
    }
  }

  /**
   * A value of which only this is known.
   *
   * @param makers the allocations of which it may be an array
   */
  private record Held(int size, Set<AbstractInsnNode> makers) implements Value {
    @Override
    public int getSize() {
      return size;
    }
  }

  private static final class Holding extends Interpreter<Held> {
    private final BasicInterpreter sizes = new BasicInterpreter();

    Holding() {
      super(Opcodes.ASM9);
    }

    private static @Nullable Held held(@Nullable BasicValue value) {
      return value == null ? null : new Held(value.getSize(), Set.of());
    }

    @Override
    public @Nullable Held newValue(@Nullable Type type) {
      return held(sizes.newValue(type));
    }

    @Override
    public @Nullable Held newOperation(AbstractInsnNode instruction) throws AnalyzerException {
      return held(sizes.newOperation(instruction));
    }

    @Override
    public Held copyOperation(AbstractInsnNode instruction, Held value) {
      return value;
    }

    @Override
    public @Nullable Held unaryOperation(AbstractInsnNode instruction, Held value)
        throws AnalyzerException {
      return switch (instruction.getOpcode()) {
        case Opcodes.NEWARRAY -> new Held(1, Set.of(instruction));
        case Opcodes.CHECKCAST -> value;
        default -> held(sizes.unaryOperation(instruction, BasicValue.REFERENCE_VALUE));
      };
    }

    @Override
    public @Nullable Held binaryOperation(AbstractInsnNode instruction, Held first, Held second)
        throws AnalyzerException {
      BasicValue any = BasicValue.REFERENCE_VALUE;
      return held(sizes.binaryOperation(instruction, any, any));
    }

    @Override
    public @Nullable Held ternaryOperation(
        AbstractInsnNode instruction, Held first, Held second, Held third) {
      return null;
    }

    /** A call may return what it was given, unless it makes a copy. */
    @Override
    public @Nullable Held naryOperation(AbstractInsnNode instruction, List<? extends Held> values) {
      if (LibraryCall.isCopy(instruction)) {
        return new Held(1, Set.of(instruction));
      }
      Type type =
          switch (instruction) {
            case MethodInsnNode call -> Type.getReturnType(call.desc);
            case InvokeDynamicInsnNode call -> Type.getReturnType(call.desc);
            default -> Type.getType(Object.class); // multianewarray
          };
      if (type.getSort() < Type.ARRAY) {
        return newValue(type);
      }
      Set<AbstractInsnNode> makers = new HashSet<>();
      values.forEach(value -> makers.addAll(value.makers()));
      return new Held(1, makers);
    }

    @Override
    public void returnOperation(AbstractInsnNode instruction, Held value, Held expected) {}

    @Override
    public Held merge(Held first, Held second) {
      if (first.makers().containsAll(second.makers()) && first.size() == second.size()) {
        return first;
      }
      Set<AbstractInsnNode> makers = new HashSet<>(first.makers());
      makers.addAll(second.makers());
      return new Held(Math.min(first.size(), second.size()), makers);
    }
  }
}
