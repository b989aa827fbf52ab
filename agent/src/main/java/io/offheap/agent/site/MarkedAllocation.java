package io.offheap.agent.site;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * The allocation that a marked instruction stands for.
 *
 * <p>ECJ marks the allocating instruction itself. javac marks the <em>first instruction of the
 * length expression</em>:
 *
 * <pre>
 *   new long @OffHeap [f(n)]      iload n          &lt;- the mark; h values on the stack before it
 *                                 invokestatic f
 *                                 newarray long    &lt;- the allocation; h + 1 values before it
 * </pre>
 *
 * The length expression may branch, call, and allocate arrays of its own. What identifies the
 * marked allocation is the stack: it is the array creation reached from the mark before the stack
 * falls back to {@code h}, and whose operand is exactly the value at {@code h}. If there is not
 * exactly one, the mark is not resolved.
 *
 * @param creation the instruction that allocates; null if none was found
 * @param type descriptor of what is allocated; null for an array of primitives
 * @param problem why nothing was found, if so
 */
record MarkedAllocation(
    @Nullable AbstractInsnNode creation, @Nullable String type, String problem) {

  private static MarkedAllocation unresolved(String problem) {
    return new MarkedAllocation(null, null, problem);
  }

  private static MarkedAllocation of(AbstractInsnNode creation) {
    return switch (creation) {
      case IntInsnNode primitives -> new MarkedAllocation(primitives, null, "");
      case MultiANewArrayInsnNode multi -> new MarkedAllocation(multi, multi.desc, "");
      case TypeInsnNode objects ->
          new MarkedAllocation(
              objects,
              "[" + (objects.desc.startsWith("[") ? objects.desc : "L" + objects.desc + ";"),
              "");
      default -> throw new IllegalArgumentException("no array creation: " + creation.getOpcode());
    };
  }

  /** Finds the allocations of one method, whose stack is computed once, when it is first needed. */
  static final class Finder {
    private final String owner;
    private final MethodNode method;
    private Frame<BasicValue> @Nullable [] frames;
    private String problem = "";

    /**
     * @param owner internal name of the class
     */
    Finder(String owner, MethodNode method) {
      this.owner = owner;
      this.method = method;
    }

    /** The allocation that a mark on {@code marked}, an instruction of the method, stands for. */
    MarkedAllocation find(AbstractInsnNode marked) {
      if (isArrayCreation(marked)) {
        return of(marked);
      }
      if (frames == null && problem.isEmpty()) {
        try {
          frames = new Analyzer<BasicValue>(new BasicInterpreter()).analyze(owner, method);
        } catch (AnalyzerException e) {
          problem = "the code could not be analysed: " + e.getMessage();
        }
      }
      return frames == null
          ? unresolved(problem)
          : only(marked, new Search(method.instructions, frames, marked).outermost());
    }
  }

  private static MarkedAllocation only(AbstractInsnNode marked, List<AbstractInsnNode> candidates) {
    boolean object = marked.getOpcode() == Opcodes.NEW;
    if (candidates.isEmpty() && object) {
      return new MarkedAllocation(marked, "L" + ((TypeInsnNode) marked).desc + ";", "");
    }
    if (candidates.size() == 1 && !object) {
      return of(candidates.get(0));
    }
    return unresolved(
        candidates.isEmpty()
            ? "no array creation follows the mark"
            : "more than one allocation can be meant");
  }

  /** The array creation in a method that the compiler has made of {@code T[]::new}. */
  static MarkedAllocation inReference(MethodNode body) {
    AbstractInsnNode only = null;
    for (AbstractInsnNode instruction : body.instructions) {
      if (isArrayCreation(instruction)) {
        if (only != null) {
          return unresolved("more than one allocation can be meant");
        }
        only = instruction;
      }
    }
    return only == null ? unresolved("the method reference allocates no array") : of(only);
  }

  private static boolean isArrayCreation(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    return opcode == Opcodes.NEWARRAY
        || opcode == Opcodes.ANEWARRAY
        || opcode == Opcodes.MULTIANEWARRAY;
  }

  /** The search for array creations whose operand stands where the mark's value will stand. */
  private static final class Search {
    private final InsnList instructions;
    private final Frame<BasicValue>[] frames;
    private final int start;

    Search(InsnList instructions, Frame<BasicValue>[] frames, AbstractInsnNode marked) {
      this.instructions = instructions;
      this.frames = frames;
      this.start = instructions.indexOf(marked);
    }

    /**
     * The creations reached from the mark, without those that are part of the length of another:
     * javac cannot mark these (it crashes), so the mark is on the one around them.
     */
    List<AbstractInsnNode> outermost() {
      List<AbstractInsnNode> outermost = new ArrayList<>();
      if (frames[start] == null) {
        return outermost;
      }
      Set<AbstractInsnNode> known = new LinkedHashSet<>();
      Deque<AbstractInsnNode> open = new ArrayDeque<>(creationsFrom(start, true));
      while (!open.isEmpty()) {
        AbstractInsnNode creation = open.remove();
        if (known.add(creation)) {
          List<AbstractInsnNode> around =
              creation.getNext() == null
                  ? List.of()
                  : creationsFrom(instructions.indexOf(creation.getNext()), false);
          if (around.isEmpty()) {
            outermost.add(creation);
          }
          open.addAll(around);
        }
      }
      return outermost;
    }

    /**
     * The first creation on each path from an instruction on.
     *
     * @param conditional whether a jump may fall back to the height of the mark, as the branches of
     *     a conditional length do; whatever else falls back to it has consumed the expression
     */
    private List<AbstractInsnNode> creationsFrom(int from, boolean conditional) {
      int height = frames[start].getStackSize();
      List<AbstractInsnNode> found = new ArrayList<>();
      BitSet seen = new BitSet();
      Deque<Integer> open = new ArrayDeque<>();
      open.add(from);
      while (!open.isEmpty()) {
        int index = open.remove();
        if (seen.get(index)) {
          continue;
        }
        seen.set(index);
        AbstractInsnNode instruction = instructions.get(index);
        if (isArrayCreation(instruction)
            && frames[index].getStackSize() == height + operands(instruction)) {
          found.add(instruction);
          continue;
        }
        boolean mayFallBack =
            conditional && (instruction.getOpcode() < 0 || !jumpTargets(instruction).isEmpty());
        for (int next : successors(instructions, instruction)) {
          if (frames[next] != null
              && (frames[next].getStackSize() > height
                  || (mayFallBack && frames[next].getStackSize() == height))) {
            open.add(next);
          }
        }
      }
      return found;
    }
  }

  private static int operands(AbstractInsnNode creation) {
    return creation instanceof MultiANewArrayInsnNode multi ? multi.dims : 1;
  }

  private static List<Integer> successors(InsnList instructions, AbstractInsnNode instruction) {
    List<Integer> successors = new ArrayList<>();
    for (LabelNode target : jumpTargets(instruction)) {
      successors.add(instructions.indexOf(target));
    }
    int opcode = instruction.getOpcode();
    boolean ends =
        opcode == Opcodes.GOTO
            || opcode == Opcodes.ATHROW
            || opcode == Opcodes.LOOKUPSWITCH
            || opcode == Opcodes.TABLESWITCH
            || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
    if (!ends && instruction.getNext() != null) {
      successors.add(instructions.indexOf(instruction.getNext()));
    }
    return successors;
  }

  private static List<LabelNode> jumpTargets(AbstractInsnNode instruction) {
    return switch (instruction) {
      case JumpInsnNode jump -> List.of(jump.label);
      case LookupSwitchInsnNode lookup -> with(lookup.labels, lookup.dflt);
      case TableSwitchInsnNode table -> with(table.labels, table.dflt);
      default -> List.of();
    };
  }

  private static List<LabelNode> with(List<LabelNode> labels, LabelNode last) {
    List<LabelNode> all = new ArrayList<>(labels);
    all.add(last);
    return all;
  }
}
