package io.offheap.agent.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/*
 * A worklist data-flow analysis like ASM's Analyzer, with one difference that decides verdicts: where paths join, it
 * believes the class file's own stack map. A slot that the stack map calls unusable there is dropped before values are
 * merged. ASM's merges it, and so two arrays that merely took the same slot one after the other would become one class of
 * values, and one escape would keep both.
 *
 * Worst case time: instructions x slots x the height of the lattice, which is 3 (an array, then some reference, then
 * nothing); in practice each instruction is visited once or twice.
 */
/** Computes what each slot and stack entry holds before each instruction of a method. */
final class FlowAnalyzer {
  private final MethodNode method;
  private final FlowInterpreter interpreter;
  private final InsnList instructions;
  private final @Nullable Frame<FlowValue>[] frames;
  private final @Nullable FrameNode[] declared;
  private final List<List<TryCatchBlockNode>> handlers;
  private final Deque<Integer> open = new ArrayDeque<>();

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type
  private FlowAnalyzer(MethodNode method, FlowInterpreter interpreter) {
    this.method = method;
    this.interpreter = interpreter;
    this.instructions = method.instructions;
    int count = instructions.size();
    this.frames = new Frame[count];
    this.declared = new FrameNode[count];
    this.handlers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      handlers.add(List.of());
    }
  }

  /**
   * The frame before each instruction; null where neither a path leads nor the stack map begins.
   *
   * @param owner internal name of the class
   * @throws AnalyzerException if the code is not valid
   */
  static @Nullable Frame<FlowValue>[] analyze(
      String owner, MethodNode method, FlowInterpreter interpreter) throws AnalyzerException {
    FlowAnalyzer analyzer = new FlowAnalyzer(method, interpreter);
    if (method.instructions.size() > 0) {
      analyzer.readTables();
      analyzer.run(owner);
    }
    return analyzer.frames;
  }

  private void readTables() {
    FrameNode next = null;
    for (int i = instructions.size() - 1; i >= 0; i--) {
      AbstractInsnNode instruction = instructions.get(i);
      if (instruction.getOpcode() >= 0) {
        next = null;
      } else if (instruction instanceof FrameNode frame) {
        next = frame;
      }
      declared[i] = next;
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int end = instructions.indexOf(block.end);
      for (int i = instructions.indexOf(block.start); i < end; i++) {
        if (handlers.get(i).isEmpty()) {
          handlers.set(i, new ArrayList<>(2));
        }
        handlers.get(i).add(block);
      }
    }
  }

  private void run(String owner) throws AnalyzerException {
    reach(0, initialFrame(owner));
    drain();
    // Code that no path leads to, as ECJ leaves it behind, is verified all the same, from its map
    // on.
    for (int i = 0; i < instructions.size(); i++) {
      if (frames[i] == null && instructions.get(i) instanceof FrameNode map) {
        reach(i, frameOf(map));
        drain();
      }
    }
  }

  private Frame<FlowValue> frameOf(FrameNode map) {
    Frame<FlowValue> frame = new Frame<>(method.maxLocals, method.maxStack);
    int slot = 0;
    for (Object type : map.local) {
      FlowValue value = declared(type, map, slot);
      frame.setLocal(slot, value);
      slot++;
      if (value.getSize() == 2) {
        frame.setLocal(slot, FlowValue.Other.NONE);
        slot++;
      }
    }
    for (; slot < method.maxLocals; slot++) {
      frame.setLocal(slot, FlowValue.Other.NONE);
    }
    for (int height = 0; height < map.stack.size(); height++) {
      frame.push(declared(map.stack.get(height), map, -1 - height));
    }
    return frame;
  }

  private FlowValue declared(Object type, FrameNode map, int place) {
    if (type.equals(Opcodes.TOP)) {
      return FlowValue.Other.NONE;
    } else if (type.equals(Opcodes.INTEGER) || type.equals(Opcodes.FLOAT)) {
      return FlowValue.Other.SINGLE;
    } else if (type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE)) {
      return FlowValue.Other.WIDE;
    }
    FlowValue value = interpreter.declaredAs(type, FlowValue.Other.NULL, map, place);
    return value == FlowValue.Other.NULL && !type.equals(Opcodes.NULL)
        ? FlowValue.Other.REFERENCE
        : value;
  }

  private void drain() throws AnalyzerException {
    while (!open.isEmpty()) {
      int index = open.remove();
      AbstractInsnNode instruction = instructions.get(index);
      Frame<FlowValue> before = frames[index];
      if (before == null) {
        throw new IllegalStateException("no frame at " + index);
      }
      try {
        for (TryCatchBlockNode block : handlers.get(index)) {
          Frame<FlowValue> caught = new Frame<>(before);
          caught.clearStack();
          caught.push(FlowValue.Other.REFERENCE);
          reach(instructions.indexOf(block.handler), caught);
        }
        Frame<FlowValue> after = new Frame<>(before);
        if (instruction.getOpcode() >= 0) {
          after.execute(instruction, interpreter);
        }
        follow(index, instruction, after);
      } catch (AnalyzerException | RuntimeException e) {
        throw new AnalyzerException(
            instruction,
            "at instruction " + index + " of " + method.name + ": " + e.getMessage(),
            e);
      }
    }
  }

  private Frame<FlowValue> initialFrame(String owner) {
    Frame<FlowValue> frame = new Frame<>(method.maxLocals, method.maxStack);
    boolean instance = (method.access & Opcodes.ACC_STATIC) == 0;
    int local = 0;
    if (instance) {
      frame.setLocal(local, interpreter.newParameterValue(true, local, Type.getObjectType(owner)));
      local++;
    }
    for (Type type : Type.getArgumentTypes(method.desc)) {
      frame.setLocal(local, interpreter.newParameterValue(instance, local, type));
      local++;
      if (type.getSize() == 2) {
        frame.setLocal(local, FlowValue.Other.NONE);
        local++;
      }
    }
    for (; local < method.maxLocals; local++) {
      frame.setLocal(local, FlowValue.Other.NONE);
    }
    return frame;
  }

  private void follow(int index, AbstractInsnNode instruction, Frame<FlowValue> after)
      throws AnalyzerException {
    int opcode = instruction.getOpcode();
    switch (instruction) {
      case JumpInsnNode jump -> {
        if (opcode == Opcodes.JSR) {
          throw new AnalyzerException(jump, "subroutines are not supported");
        }
        reach(instructions.indexOf(jump.label), after);
        if (opcode != Opcodes.GOTO) {
          reach(index + 1, after);
        }
      }
      case LookupSwitchInsnNode lookup -> reachAll(lookup.labels, lookup.dflt, after);
      case TableSwitchInsnNode table -> reachAll(table.labels, table.dflt, after);
      default -> {
        boolean ends =
            opcode == Opcodes.ATHROW
                || opcode == Opcodes.RET
                || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
        if (!ends) {
          reach(index + 1, after);
        }
      }
    }
  }

  private void reachAll(List<LabelNode> labels, LabelNode last, Frame<FlowValue> frame)
      throws AnalyzerException {
    for (LabelNode label : labels) {
      reach(instructions.indexOf(label), frame);
    }
    reach(instructions.indexOf(last), frame);
  }

  private void reach(int index, Frame<FlowValue> frame) throws AnalyzerException {
    if (index >= instructions.size()) {
      throw new AnalyzerException(null, "execution falls off the end of the code");
    }
    Frame<FlowValue> arriving = new Frame<>(frame);
    FrameNode map = declared[index];
    if (map != null) {
      follow(map, arriving);
    }
    Frame<FlowValue> known = frames[index];
    if (known == null) {
      frames[index] = arriving;
      open.add(index);
      return;
    }
    if (known.getStackSize() != arriving.getStackSize()) {
      throw new AnalyzerException(null, "stack heights differ");
    }
    interpreter.mergingAt(instructions.get(index));
    boolean changed = false;
    for (int i = 0; i < known.getLocals(); i++) {
      FlowValue old = known.getLocal(i);
      FlowValue merged = interpreter.merge(old, arriving.getLocal(i));
      if (!merged.equals(old)) {
        known.setLocal(i, merged);
        changed = true;
      }
    }
    for (int i = 0; i < known.getStackSize(); i++) {
      FlowValue old = known.getStack(i);
      FlowValue merged = interpreter.merge(old, arriving.getStack(i));
      if (!merged.equals(old)) {
        known.setStack(i, merged);
        changed = true;
      }
    }
    if (changed) {
      open.add(index);
    }
  }

  /**
   * Brings a frame in line with the stack map: forgets the slots that hold nothing usable there,
   * and takes for an array what the map does, because from there on the JVM's verifier knows no
   * more than the map.
   */
  private void follow(FrameNode map, Frame<FlowValue> frame) throws AnalyzerException {
    if (map.stack.size() != frame.getStackSize()) {
      throw new AnalyzerException(null, "the stack map has another stack");
    }
    int slot = 0;
    for (Object type : map.local) {
      if (type.equals(Opcodes.TOP)) {
        frame.setLocal(slot, FlowValue.Other.NONE);
      } else {
        frame.setLocal(slot, interpreter.declaredAs(type, frame.getLocal(slot), map, slot));
      }
      slot += type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE) ? 2 : 1;
    }
    for (; slot < frame.getLocals(); slot++) {
      frame.setLocal(slot, FlowValue.Other.NONE);
    }
    for (int i = 0; i < frame.getStackSize(); i++) {
      frame.setStack(i, interpreter.declaredAs(map.stack.get(i), frame.getStack(i), map, -1 - i));
    }
  }
}
